#!/usr/bin/env python3
"""Counts the instructions of `build --show-hash` and `hash` on 1,000 files, on one thread.

    instructions.py [--binary build/release/confiture-build] [--update]

Unlike times, these are the same in every run. Fails if one is more than 5 % above what is recorded
in instructions.json; --update records those of this run. Needs valgrind, and an x86-64. SHA-256 is
most of them, so what is left without it is compared too. Fails as well if any of them belong to
PostgreSQL's parser, which such a build has no use for.
"""

import argparse
import json
import platform
import re
import shutil
import sys
import tempfile
from pathlib import Path

import callgrind
import corpus

RECORD = Path(__file__).with_name("instructions.json")
TREE = "1000"
COMMANDS = {
    "build --show-hash": ["build", "--show-hash", "-o", "out.sql"],
    "hash": ["hash"],
}
TOLERANCE = 0.05
PARSER = re.compile("pg_query|raw_parser|base_yy|core_yy|scanner_|confiture::(postgres|Sql)")
PATH_LENGTH = 120  # of the folder, as longer paths take longer to handle


def compiler_of(binary: Path) -> str:
    """What the compiler left of itself in the program."""
    found = set(re.findall(rb"(?:GCC: \([^)\0]*\) [\d.]+|[\w ]*clang version [^\0]+)", binary.read_bytes()))
    return ", ".join(sorted(name.decode() for name in found)) or "unknown"


def folder_in(parent: Path) -> Path:
    room = PATH_LENGTH - len(str(parent)) - 1
    if room < 1:
        sys.exit(f"{parent} is too long: set TMPDIR to a shorter path")
    folder = parent / ("x" * room)
    folder.mkdir()
    return folder


def measure(binary: Path) -> dict[str, dict[str, int]]:
    counts = {}
    with tempfile.TemporaryDirectory() as parent:
        folder = folder_in(Path(parent).resolve())
        corpus.make(folder / "project", corpus.tree_named(TREE))
        for name, arguments in COMMANDS.items():
            argv = [str(binary), *arguments, "--jobs", "1", "--project-dir", "project"]
            counted = callgrind.count(argv, folder)
            if parsing := sorted(filter(PARSER.match, counted.functions)):
                sys.exit(f"`{name}` parses SQL: {', '.join(parsing)}")
            counts[name] = {"total": counted.total, "without SHA-256": counted.total - counted.digest}
    return counts


def compare(counts: dict[str, dict[str, int]], recorded: dict[str, dict[str, int]]) -> bool:
    """Prints a table; whether all are within what is allowed."""
    grown = shrunk = False
    print("| command | instructions | recorded | change |\n|---|---:|---:|---:|")
    for command, parts in counts.items():
        for part, now in parts.items():
            before = recorded[command][part]
            change = now / before - 1
            grown = grown or change > TOLERANCE
            shrunk = shrunk or change < -TOLERANCE
            print(f"| `{command}`, {part} | {now:,} | {before:,} | {change:+.2%} |")
    if grown:
        print(f"More than {TOLERANCE:.0%} above what is recorded. If that has to be: --update, and say why.")
    elif shrunk:
        print(f"More than {TOLERANCE:.0%} below what is recorded: --update would keep it so.")
    return not grown


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default="build/release/confiture-build")
    parser.add_argument("--update", action="store_true", help="record the counts of this run")
    options = parser.parse_args()
    if platform.machine() != "x86_64":
        sys.exit(f"the recorded counts are those of an x86-64, this is {platform.machine()}")
    if shutil.which("valgrind") is None:
        sys.exit("valgrind is not installed: apt-get install valgrind")

    binary = Path(options.binary).resolve()
    tools = {"compiler": compiler_of(binary), "valgrind": callgrind.version()}
    counts = measure(binary)
    recorded = json.loads(RECORD.read_text()) if RECORD.exists() else {}
    if options.update:
        RECORD.write_text(json.dumps({**tools, "instructions": counts}, indent=2) + "\n")
        print(f"Recorded in {RECORD}.")
        return
    if not recorded:
        sys.exit(f"there is no {RECORD}: --update makes it")
    for tool, now in tools.items():
        if now != recorded[tool]:
            print(f"Another {tool}: {now}; recorded with {recorded[tool]}.")
    if not compare(counts, recorded["instructions"]):
        sys.exit(1)


if __name__ == "__main__":
    main()
