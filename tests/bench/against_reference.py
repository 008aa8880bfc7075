#!/usr/bin/env python3
"""Times `confiture-build build` against the reference's `confiture build`, in turn, in one run.

    against_reference.py --reference VENV/bin/confiture [--binary build/release/confiture-build]

Each tree is built by both as whole processes, warm, with the fingerprint, and the two outputs are
compared. Prints a Markdown table of medians and their ratio.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import corpus

MEAN_BYTES = 2_000


def seconds(command: list[str], environment: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def compare(programs: dict[str, str], project: Path, runs: int) -> dict[str, float]:
    """The median seconds of each program, after one run that is not counted."""
    environment = dict(os.environ, SOURCE_DATE_EPOCH="0")
    times: dict[str, list[float]] = {name: [] for name in programs}
    for run in range(runs + 1):
        for name, program in programs.items():
            output = project / f"{name}.sql"
            command = [program, "build", "--project-dir", str(project), "-o", str(output), "--show-hash"]
            taken = seconds(command, environment)
            if run > 0:
                times[name].append(taken)
    outputs = {(project / f"{name}.sql").read_bytes() for name in programs}
    if len(outputs) != 1:
        sys.exit(f"the outputs for {project} differ")
    return {name: statistics.median(values) for name, values in times.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reference", required=True, help="the reference's command, `confiture`")
    parser.add_argument("--binary", default="build/release/confiture-build")
    parser.add_argument("--files", type=int, nargs="+", default=[100, 1_000, 10_000])
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()

    programs = {"ours": str(Path(options.binary).resolve()), "reference": options.reference}
    print("| files of 2 KB | confiture-build | confiture 1.29.0 | times faster |")
    print("|---:|---:|---:|---:|")
    for files in options.files:
        with tempfile.TemporaryDirectory() as folder:
            corpus.make(Path(folder), files, MEAN_BYTES)
            medians = compare(programs, Path(folder), options.runs)
        ratio = medians["reference"] / medians["ours"]
        print(f"| {files:,} | {medians['ours']:.3f} s | {medians['reference']:.2f} s | {ratio:.0f} |", flush=True)


if __name__ == "__main__":
    main()
