#!/usr/bin/env python3
"""Brings recorded vectors into fixtures/cases, one JSON file a case.

    python3 tests/vectors/import.py <folder of recorded cases> [fixtures/cases]

Each recorded case is a folder with case.json (how it was run), expected.json (what happened), tree/
(the project) and expected/ (the bytes that were written). What comes out is described in
fixtures/cases/README.md; it depends on nothing but what was recorded.
"""

import hashlib
import json
import os
import re
import sys
from pathlib import Path

LINE_WIDTH = 100
LARGEST_PLAIN_FILE = 64 * 1024
LONGEST_PERIOD = 4 * 1024


def text_or_hex(data):
    """Bytes as a string where they are UTF-8, else as an object that says so."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return {"hex": data.hex()}


def portable(value):
    """A JSON value without lone surrogates, which stand for bytes that are not UTF-8."""
    if isinstance(value, str):
        return text_or_hex(value.encode("utf-8", "surrogateescape"))
    if isinstance(value, list):
        return [portable(item) for item in value]
    if isinstance(value, dict):
        return {key: portable(item) for key, item in value.items()}
    return value


def repetition(data):
    """Pieces for data that is one short text over and over, with a part of it at the end."""
    period = data.find(data[:LONGEST_PERIOD], 1)
    count = len(data) // period if period > 0 else 0
    unit = data[:period]
    if count < 2 or not (unit * (count + 1)).startswith(data):
        raise ValueError("a large file that is no repetition: make it smaller")
    pieces = [{"text": unit.decode("utf-8"), "repeat": count}]
    rest = data[count * period :].decode("utf-8")
    return pieces + [rest] if rest else pieces


def content(data):
    """The bytes of a file as one piece, or as a list of pieces, a line each."""
    if len(data) > LARGEST_PLAIN_FILE:
        return repetition(data)
    pieces = [text_or_hex(line) for line in re.findall(rb"[^\n]*\n|[^\n]+", data)]
    return pieces[0] if len(pieces) == 1 else pieces


def tree_entry(path, name):
    entry = {"path": text_or_hex(name)}
    if os.path.islink(path):
        entry["link"] = text_or_hex(os.readlink(path))
    elif os.path.isdir(path):
        entry["directory"] = True
    else:
        data = Path(os.fsdecode(path)).read_bytes()
        entry["content"] = content(data)
        if len(data) > LARGEST_PLAIN_FILE:
            entry["sha256"] = hashlib.sha256(data).hexdigest()
    return entry


def tree(root, absolute_links):
    """Every file, link and empty directory below root, in the order of their paths."""
    found = {}
    for folder, folders, files in os.walk(os.fsencode(root)):
        links = [name for name in folders if os.path.islink(os.path.join(folder, name))]
        paths = [os.path.join(folder, name) for name in files + links]
        if not folders and not files:
            paths.append(folder)
        for path in paths:
            name = os.path.relpath(path, os.fsencode(root))
            found[name] = tree_entry(path, name)
    for link in absolute_links:
        name = os.fsencode(link["path"])
        found[name] = {"path": text_or_hex(name), "link": portable(link["target"])}
    return [found[name] for name in sorted(found)]


def expectation(recorded):
    """What the recording says about one invocation, without what it says twice."""
    kept = {key: recorded[key] for key in ("exit", "lenient", "json", "csv") if key in recorded}
    if "json" not in recorded and "csv" not in recorded and recorded.get("hash"):
        kept["hash"] = recorded["hash"]
    kept["volatile"] = recorded["volatile"]
    kept["outputs"] = [
        {key: output[key] for key in ("path", "size", "sha256") if key in output}
        for output in recorded["outputs"]
    ]
    return kept


def converted(folder):
    case = json.loads((folder / "case.json").read_text("utf-8"))
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    invocations, contents = [], {}
    for invocation, recorded in zip(case["invocations"], expected["invocations"], strict=True):
        if invocation["outputs"] != [output["path"] for output in recorded["outputs"]]:
            raise ValueError("expected.json is about other outputs than case.json")
        kept = {key: invocation[key] for key in ("argv", "kind", "cwd", "env", "report")}
        invocations.append(portable({**kept, "expected": expectation(recorded)}))
        for output in recorded["outputs"]:
            if "saved" in output:
                data = (folder / output["saved"]).read_bytes()
                if hashlib.sha256(data).hexdigest() != output["sha256"]:
                    raise ValueError(f"{output['saved']} is not what was recorded")
                contents[output["sha256"]] = content(data)
    return {
        "title": case["title"],
        "tags": case["tags"],
        "recorded_from": expected["recorded_from"],
        "base_env": case["base_env"],
        "tree": tree(folder / "tree", case["absolute_links"]),
        "invocations": invocations,
        "contents": dict(sorted(contents.items())),
    }


def rendered(value, depth=0):
    """JSON in ASCII, so that names that look alike can be told apart; what fits stays on a line."""
    flat = json.dumps(value)
    if not isinstance(value, (dict, list)) or not value or depth + len(flat) <= LINE_WIDTH:
        return flat
    if isinstance(value, dict):
        opening, closing = "{", "}"
        items = [f"{json.dumps(key)}: {rendered(item, depth + 1)}" for key, item in value.items()]
    else:
        opening, closing = "[", "]"
        items = [rendered(item, depth + 1) for item in value]
    margin = "\n" + " " * (depth + 1)
    return opening + margin + ("," + margin).join(items) + "\n" + " " * depth + closing


def main(arguments):
    if len(arguments) not in (1, 2):
        sys.exit(__doc__)
    source = Path(arguments[0])
    default = Path(__file__).resolve().parents[2] / "fixtures" / "cases"
    target = Path(arguments[1]) if len(arguments) == 2 else default
    target.mkdir(parents=True, exist_ok=True)
    for folder in sorted(source.iterdir()):
        if not (folder / "case.json").is_file():
            continue
        try:
            text = rendered(converted(folder)) + "\n"
        except ValueError as error:
            sys.exit(f"{folder}: {error}")
        (target / f"{folder.name}.json").write_text(text, "ascii", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
