#!/usr/bin/env python3
"""Records what the reference does with the projects of fixtures/cases.

    VENV/bin/python tests/vectors/record.py fixtures/cases/NAME.json…
    VENV/bin/python tests/vectors/record.py --check

VENV has the reference installed (tests/reference/requirements.txt). For a new case, write title,
tags, base_env, tree and invocations as fixtures/cases/README.md describes them, with no more in
`expected` than the paths of `outputs`; the rest is filled in. --check tells whether the cases, all if
none is named, are still what the reference does.
"""

import argparse
import csv
import difflib
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from pathlib import Path

from case_tree import PLACEHOLDER, as_bytes, joined, make_tree, placed

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT / "tests/reference"))
from installed import require_reference  # noqa: E402

CASES = PROJECT / "fixtures/cases"
VOLATILE = ["execution_time_ms", "parser"]
LINE_WIDTH = 100
LARGEST_PLAIN_FILE = 64 * 1024
LONGEST_PERIOD = 4 * 1024


def main():
    options = parsed_options()
    require_reference()
    cases = options.cases or sorted(CASES.glob("*.json"))
    program = Path(sys.executable).parent / "confiture"
    others = 0
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        texts = threads.map(lambda path: recorded(json.loads(path.read_text("ascii")), program), cases)
        for path, text in zip(cases, texts):
            before = path.read_text("ascii")
            if before != text:
                others += 1
                if options.check:
                    print(f"{path}: not what the reference does\n{changed_lines(before, text)}")
                else:
                    path.write_text(text, "ascii", newline="\n")
                    print(f"{path}: recorded")
    print(f"{len(cases) - others} of {len(cases)} cases are as they were")
    return 1 if others and options.check else 0


def parsed_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing, and compare")
    parser.add_argument("cases", nargs="*", type=Path)
    options = parser.parse_args()
    if not options.check and not options.cases:
        parser.error("name the cases to be recorded")
    return options


def changed_lines(before, after):
    lines = list(difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm=""))
    return "\n".join(f"  {line}" for line in lines[2:])  # after the names of two files


# What the reference does


def recorded(case, program):
    """The text of a case's file, with what happens now."""
    contents = {}
    invocations = []
    for draft in case["invocations"]:
        invocation = {"cwd": ".", "env": {}, "report": None, "expected": {"outputs": []}, **draft}
        with tempfile.TemporaryDirectory(prefix="case-") as folder:
            place = os.path.realpath(folder)
            make_tree(case["tree"], place)
            done = run(program, invocation, case["base_env"], place)
            expected = expectation(invocation, done, place, contents)
        kept = {key: invocation[key] for key in ("argv", "kind", "cwd", "env", "report")}
        invocations.append({**kept, "expected": expected})
    return rendered({
        "title": case["title"],
        "tags": case["tags"],
        "recorded_from": f"fraiseql-confiture {metadata.version('fraiseql-confiture')}",
        "base_env": case["base_env"],
        "tree": [entry_as_written(entry) for entry in case["tree"]],
        "invocations": invocations,
        "contents": dict(sorted(contents.items())),
    }) + "\n"


def run(program, invocation, base_env, place):
    return subprocess.run(
        [program, *(placed(as_bytes(word), place) for word in invocation["argv"])],
        cwd=os.path.join(place, invocation["cwd"]),
        env={"PATH": "/usr/bin:/bin", **base_env, **invocation["env"]},
        stdin=subprocess.DEVNULL,
        capture_output=True,
    )


def expectation(invocation, done, place, contents):
    expected = {"exit": done.returncode}
    report = invocation["report"] and Path(place, invocation["report"])
    result = report.read_bytes() if report and report.exists() else done.stdout
    text = result.decode("utf-8", "surrogateescape").replace(place, PLACEHOLDER)
    if invocation["kind"].endswith("json"):
        document = json.loads(text)
        error = document.get("error")
        if isinstance(error, dict) and error["code"] == "INTERNAL_ERROR":
            expected["lenient"] = True
        expected["json"] = portable(without_time(document))
    elif invocation["kind"].endswith("csv") and done.returncode == 0:
        rows = csv.reader(text.splitlines())
        expected["csv"] = portable([row for row in rows if len(row) > 1])  # the rest are notices
    elif found := re.search(r"\b[0-9a-f]{64}\b", text):
        expected["hash"] = found[0]
    expected["volatile"] = VOLATILE
    expected["outputs"] = [
        output_of(output["path"], place, contents) for output in invocation["expected"]["outputs"]
    ]
    return expected


def without_time(document):
    return {key: 0 if key == "execution_time_ms" else value for key, value in document.items()}


def output_of(name, place, contents):
    path = Path(os.fsdecode(os.path.join(os.fsencode(place), as_bytes(name))))
    if not path.exists():
        return {"path": name}
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    if len(data) < LARGEST_PLAIN_FILE:
        contents[digest] = content(data)
    return {"path": name, "size": len(data), "sha256": digest}


# Texts and bytes in JSON


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


def entry_as_written(entry):
    if "content" not in entry:
        return entry
    data = joined(entry["content"])
    written = {"path": entry["path"], "content": content(data)}
    if len(data) > LARGEST_PLAIN_FILE:
        written["sha256"] = hashlib.sha256(data).hexdigest()
    return written


def content(data):
    """The bytes of a file as one piece, or as a list of pieces, a line each."""
    if len(data) > LARGEST_PLAIN_FILE:
        return repetition(data)
    pieces = [text_or_hex(line) for line in re.findall(rb"[^\n]*\n|[^\n]+", data)]
    return pieces[0] if len(pieces) == 1 else pieces


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


if __name__ == "__main__":
    sys.exit(main())
