#!/usr/bin/env python3
"""Times `lint` against parsing the same files with pglast, the reference's parser.

    lint.py --python VENV/bin/python [--binary build/release/confiture-build] [--files 10000]

Both are whole processes, in turn, after a round that is not counted; pglast parses each file's text
once, in one process, and judges nothing. Prints a Markdown table of medians. The ratio is how many
times faster `lint` is.
"""

import argparse
import tempfile
from pathlib import Path

import corpus
import machine
from measure import Costs, Launcher, working_folder
from run import duration

PGLAST = """
import pathlib, sys, pglast
for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.sql")):
    pglast.parse_sql(path.read_text(encoding="utf-8"))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", required=True, help="one that has pglast")
    parser.add_argument("--binary", default="build/release/confiture-build")
    parser.add_argument("--files", type=corpus.tree_named, default="10000")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--folder", default=tempfile.gettempdir(), help="where the tree is made")
    options = parser.parse_args()

    commands = {
        "lint": [str(Path(options.binary).resolve()), "lint"],
        "pglast": [str(Path(options.python).absolute()), "-c", PGLAST, "db"],
    }
    costs = {name: Costs() for name in commands}
    with working_folder(options.folder) as folder:
        about = machine.describe(folder)
        corpus.make(folder / "project", options.files)
        launcher = Launcher(folder)
        for round_number in range(options.runs + 1):
            for name, argv in commands.items():
                counted = costs[name] if round_number > 0 else None
                launcher.run(argv, folder / "project", folder / "stdout", counted)
    print(f"{about['processor']}, {about['cores']} cores. Warm, {options.runs} runs in turn.\n")
    lint, pglast = costs["lint"], costs["pglast"]
    print("| tree | lint | pglast | ratio | peak of lint |\n|---|---:|---:|---:|---:|")
    print(
        f"| {options.files.title} | {duration(lint.median_wall)} | {duration(pglast.median_wall)} "
        f"| {pglast.median_wall / lint.median_wall:.1f} | {lint.median_peak_mib:.1f} MiB |"
    )


if __name__ == "__main__":
    main()
