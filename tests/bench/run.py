#!/usr/bin/env python3
"""Times confiture-build, the reference and the tools one would use instead, on several trees.

    run.py [--binary build/release/confiture-build] [--reference VENV/bin/confiture]
           [--trees 100 1000 200x4MB …] [--cold] [--json FILE]

For each tree the commands run in turn, round after round, after one round that is not counted.
Prints a Markdown table of medians for each; README.md in this folder tells what the rows mean.
Fails where the reference's bundle or fingerprint, or `hash`, differs from what `build` made.
"""

import argparse
import filecmp
import json
import os
import re
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

import corpus
import machine
from commands import BUILD, HASH, REFERENCE, Command, commands
from measure import Costs, Launcher, working_folder

TREES = ["100", "1000", "10000", "100000", "200x4MB", "1x2GB"]


def fingerprint(output: Path) -> str:
    found = re.findall(r"\b[0-9a-f]{64}\b", output.read_text())
    if len(found) != 1:
        sys.exit(f"there are {len(found)} fingerprints in {output}, not one")
    return found[0]


def compare_results(out: Path, names: set[str]) -> None:
    expected = fingerprint(out / f"{BUILD}.out")
    for name in names & {HASH, REFERENCE}:
        if fingerprint(out / f"{name}.out") != expected:
            sys.exit(f"the fingerprints of {BUILD} and {name} differ")
    if REFERENCE in names and not filecmp.cmp(out / "build.sql", out / "reference.sql", shallow=False):
        sys.exit("the two bundles differ")


def time_in_turn(listed: list[Command], project: Path, launcher: Launcher, runs: int) -> dict[str, Costs]:
    out = project.parent / "out"
    costs = {command.name: Costs() for command in listed}
    for round_number in range(runs + 1):
        for command in listed:
            command.prepare(project)
            counted = costs[command.name] if round_number > 0 else None
            launcher.run(command.argv, project, out / f"{command.name}.out", counted)
        compare_results(out, costs.keys())
    return costs


def duration(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"


def table(listed: list[Command], costs: dict[str, Costs]) -> str:
    ours = costs[BUILD].median_wall
    rows = ["| command | median | to ours | CPU | peak |", "|---|---:|---:|---:|---:|"]
    for command in listed:
        cost = costs[command.name]
        label = command.label.replace("|", "\\|")
        rows.append(
            f"| `{label}` | {duration(cost.median_wall)} | {cost.median_wall / ours:.2f} "
            f"| {duration(cost.median_cpu)} | {cost.median_peak_mib:.1f} MiB |"
        )
    return "\n".join(rows)


def run_tree(tree: corpus.Tree, folder: Path, options: argparse.Namespace, launcher: Launcher) -> dict:
    """Makes the tree, times all on it, prints its table and returns what goes into the JSON."""
    project = folder / "project"
    corpus.make(project, tree)
    (folder / "out").mkdir()
    wanted = [
        command
        for command in commands(tree, options.binary, options.reference, options.reference_files)
        if command.name == BUILD or command.name not in options.without
    ]
    listed = [command for command in wanted if command.skipped is None]
    costs = time_in_turn(listed, project, launcher, options.runs)
    print(f"\n### {tree.title}\n\n{table(listed, costs)}\n")
    skipped = {command.name: command.skipped for command in wanted if command.skipped is not None}
    for name, reason in skipped.items():
        print(f"Without {name}: {reason}.")
    sys.stdout.flush()
    return {
        **asdict(tree),
        "bundle_bytes": (folder / "out/build.sql").stat().st_size,
        "skipped": skipped,
        "commands": [{"name": c.name, "argv": c.argv, **asdict(costs[c.name])} for c in listed],
    }


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default="build/release/confiture-build")
    parser.add_argument("--reference", help="the reference's command, `confiture`")
    parser.add_argument("--reference-files", type=int, default=10_000, metavar="N", help="its largest tree")
    parser.add_argument("--trees", nargs="+", type=corpus.tree_named, default=list(map(corpus.tree_named, TREES)))
    parser.add_argument("--without", nargs="+", default=[], metavar="NAME", help="rows to leave out, such as git")
    parser.add_argument("--runs", type=int, default=5, help="of each command on each tree, 5 or more")
    parser.add_argument("--cold", action="store_true", help="empty the page cache before every run; as root")
    parser.add_argument("--folder", default=tempfile.gettempdir(), help="where the trees are made")
    parser.add_argument("--json", metavar="FILE", help="write every run there too")
    options = parser.parse_args()
    if options.runs < 5:
        parser.error("a median of fewer than five runs says little")
    known = {command.name for command in commands(options.trees[0], "", None, 0)}
    if unknown := set(options.without) - known:
        parser.error(f"no row is called {', '.join(unknown)}: there are {', '.join(sorted(known))}")
    if options.cold and os.geteuid() != 0:
        parser.error("only root may empty the page cache")
    options.binary = str(Path(options.binary).resolve())
    if options.reference is not None:
        options.reference = os.path.abspath(options.reference)  # a virtual environment's link, unresolved
    return options


def main() -> None:
    options = parse_options()
    with working_folder(options.folder) as folder:
        launcher = Launcher(folder, options.cold)
        about = machine.describe(folder)
        floor = launcher.floor(folder)
        programs = [machine.version(p) for p in (options.binary, options.reference) if p is not None]
        print(f"{about['processor']}, {about['cores']} cores, Linux {about['kernel']}, {about['file_system']}.")
        print(f"{'; '.join(programs)}. {'Cold' if options.cold else 'Warm'}, {options.runs} runs in turn.")
        print(f"Floor (`true`): {duration(floor.median_wall)}, {floor.median_peak_mib:.1f} MiB.")
        results = {"machine": about, "programs": programs, "cold": options.cold, "floor": asdict(floor), "trees": []}
        for tree in options.trees:
            with tempfile.TemporaryDirectory(dir=folder) as place:
                results["trees"].append(run_tree(tree, Path(place), options, launcher))
                if options.json is not None:  # after each tree, as the last ones take long
                    Path(options.json).write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
