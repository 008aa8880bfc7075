#!/usr/bin/env python3
"""Times `build --show-hash` and `hash` on trees of doubling size, on one core and on all.

    scaling.py [--binary build/release/confiture-build] [--trees 1000 2000 …]

All trees are timed in turn within each round. Prints a Markdown table of medians for each command:
the growth is that of the time over that of the number of files since the row above, so 1 is linear;
the gain is how many times faster all cores are than one.
"""

import argparse
import os
import tempfile
from pathlib import Path

import corpus
import machine
from measure import Costs, Launcher, working_folder
from run import duration

TREES = [str(1_000 * 2**power) for power in range(8)]
COMMANDS = {
    "build --show-hash": ["build", "--show-hash", "-o", "../out/build.sql"],
    "hash": ["hash"],
}
ONE_CORE = ["taskset", "--cpu-list", str(min(os.sched_getaffinity(0)))]
ALL_CORES = ["taskset", "--cpu-list", ",".join(map(str, sorted(os.sched_getaffinity(0))))]
Key = tuple[str, str, str]  # tree, command, cores


def time_in_turn(
    folder: Path, trees: list[corpus.Tree], binary: str, launcher: Launcher, runs: int
) -> dict[Key, Costs]:
    costs: dict[Key, Costs] = {}
    for round_number in range(runs + 1):
        for tree in trees:
            project = folder / tree.name / "project"
            for command, arguments in COMMANDS.items():
                for cores, prefix in (("all", ALL_CORES), ("one", ONE_CORE)):
                    counted = costs.setdefault((tree.name, command, cores), Costs())
                    argv = [*prefix, binary, *arguments]
                    output = folder / "stdout"
                    launcher.run(argv, project, output, counted if round_number > 0 else None)
    return costs


def growth(trees: list[corpus.Tree], walls: list[float], row: int) -> str:
    if row == 0:
        return ""
    files = trees[row].files / trees[row - 1].files
    return f"{walls[row] / walls[row - 1] / files:.2f}"


def table(trees: list[corpus.Tree], one: list[float], every: list[float]) -> str:
    rows = ["| files | all cores | growth | one core | growth | gain |", "|---:|---:|---:|---:|---:|---:|"]
    for row, tree in enumerate(trees):
        rows.append(
            f"| {tree.files:,} | {duration(every[row])} | {growth(trees, every, row)} "
            f"| {duration(one[row])} | {growth(trees, one, row)} | {one[row] / every[row]:.2f} |"
        )
    return "\n".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default="build/release/confiture-build")
    parser.add_argument("--trees", nargs="+", type=corpus.tree_named, default=list(map(corpus.tree_named, TREES)))
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--folder", default=tempfile.gettempdir(), help="where the trees are made")
    options = parser.parse_args()

    with working_folder(options.folder) as folder:
        about = machine.describe(folder)
        for tree in options.trees:
            corpus.make(folder / tree.name / "project", tree)
            (folder / tree.name / "out").mkdir()
        binary = str(Path(options.binary).resolve())
        costs = time_in_turn(folder, options.trees, binary, Launcher(folder), options.runs)
    print(f"{about['processor']}, {about['cores']} cores. Warm, {options.runs} runs in turn.")
    for command in COMMANDS:
        walls = {
            cores: [costs[tree.name, command, cores].median_wall for tree in options.trees] for cores in ("one", "all")
        }
        print(f"\n### {command}\n\n{table(options.trees, walls['one'], walls['all'])}")


if __name__ == "__main__":
    main()
