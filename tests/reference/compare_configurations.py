#!/usr/bin/env python3
"""Compares confiture-build with the Python program on random environment files.

    python tests/reference/compare_configurations.py --binary build/release/confiture-build

Run it with a Python that has the reference installed (see README.md). Exit status: 0 if both
programs agree on every file, 1 if not.
"""

import argparse
import multiprocessing
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import configurations
import deliberate
import differences
from example import ending
from installed import require_reference
from observation import document
from options import ComparisonParser
from programs import Executable, Program, Reference, Run

# The build and its split are compared for one file in so many, the list of files for all.
_FILES_PER_BUILD = 8

_VARIABLES = {"SOURCE_DATE_EPOCH": "0"}
_RESULTS = "results"  # beside the project, where no entry reads them


@dataclass(frozen=True)
class Verdict:
    """What came out for one environment file."""

    seed: int
    content: bytes
    differences: list[str]
    explanations: list[str]  # reasons of the deliberate differences that the file meets
    traits: frozenset[str]


def main() -> int:
    options = _parsed_options()
    require_reference()
    started = time.monotonic()
    seeds = options.seeds
    workshop = Path(tempfile.mkdtemp(prefix="confiture-reference-")).resolve()
    counts: Counter[str] = Counter()
    explained: Counter[str] = Counter()
    different = 0
    try:
        adopted = (Reference(), Executable(options.binary.resolve()), workshop)
        context = multiprocessing.get_context("fork")  # the workers inherit the imported reference
        with context.Pool(options.jobs, _adopt, adopted) as pool:
            for verdict in pool.imap(_judge, seeds, chunksize=16):
                counts.update(verdict.traits)
                if verdict.differences and verdict.explanations:
                    explained["; ".join(verdict.explanations)] += 1
                elif verdict.differences:
                    different += 1
                    _print_verdict(verdict, options)
    finally:
        shutil.rmtree(workshop)
    if options.stats:
        for trait, count in sorted(counts.items()):
            print(f"{100 * count / len(seeds):6.1f} %  {trait}")
    for explanation, count in sorted(explained.items()):
        print(f"{count} differ on purpose: {explanation}")
    print(
        f"{len(seeds)} configurations from seed {options.seed}, {counts['outcome: accepted']} "
        f"accepted by the reference, {different} differ, {time.monotonic() - started:.1f} s"
    )
    return 1 if different else 0


def _adopt(reference: Reference, candidate: Executable, workshop: Path) -> None:
    """Gives this worker process its programs and a tree of its own."""
    global _reference, _candidate, _arena
    _reference, _candidate = reference, candidate
    _arena = workshop / str(os.getpid())
    for name, content in configurations.TREE.items():
        path = _arena / "project" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (_arena / "project/db/environments").mkdir()


_reference: Reference
_candidate: Executable
_arena: Path


@dataclass(frozen=True)
class _Comparison:
    """One call of both programs."""

    expected: Run
    actual: Run
    differences: list[str]


def _judge(seed: int) -> Verdict:
    """Runs both programs on the environment file of one seed."""
    content, traits = configurations.generate(seed)
    (_arena / "project/db/environments/local.yaml").write_bytes(content)
    comparisons = [_listing()]
    outcome = _outcome(comparisons[0].expected)
    if not comparisons[0].differences and seed % _FILES_PER_BUILD == 0:
        comparisons += [
            _writing("build", "--show-hash", "--output", f"../{_RESULTS}/all"),
            _writing("split", "--output-dir", f"../{_RESULTS}"),
        ]
    different = [comparison for comparison in comparisons if comparison.differences]
    found = [difference for comparison in different for difference in comparison.differences]
    explanations = _explanations(content, different)
    return Verdict(seed, content, found, explanations, traits | {outcome})


def _explanations(content: bytes, different: list[_Comparison]) -> list[str]:
    """Why these calls differ, if there is a reason for each of them."""
    reasons = [
        deliberate.explanations(content, ending(comparison.actual, _arena))
        for comparison in different
    ]
    return sorted({reason for some in reasons for reason in some}) if all(reasons) else []


def _listing() -> _Comparison:
    """The call that writes nothing."""
    arguments = ["build", "--format", "json", "--list-files"]
    expected, actual = (
        program.run(arguments, _arena / "project", _VARIABLES)
        for program in (_reference, _candidate)
    )
    found = list(differences.call_differences("list", expected, actual))
    return _Comparison(expected, actual, found)


def _writing(command: str, *options: str) -> _Comparison:
    """A call and the files it writes."""
    arguments = [command, "--format", "json", *options]
    expected, written = _results(_reference, arguments)
    actual, rewritten = _results(_candidate, arguments)
    found = [
        *differences.call_differences(command, expected, actual),
        *differences.written_differences(written, rewritten),
    ]
    return _Comparison(expected, actual, found)


def _results(program: Program, arguments: list[str]) -> tuple[Run, dict[str, bytes]]:
    """A call and the files it wrote; what it left after a failure does not count."""
    results = _arena / _RESULTS
    shutil.rmtree(results, ignore_errors=True)
    results.mkdir()
    run = program.run(arguments, _arena / "project", _VARIABLES)
    if run.status != 0:
        return run, {}
    return run, {path.name: path.read_bytes() for path in results.iterdir()}


def _outcome(run: Run) -> str:
    """The trait that tells how the reference fared."""
    if run.status == 0:
        return "outcome: accepted"
    return f"outcome: {document(run).get('error', {}).get('code', 'usage error')}"


def _print_verdict(verdict: Verdict, options: argparse.Namespace) -> None:
    print(f"seed {verdict.seed}:")
    for difference in verdict.differences:
        print("  " + difference.replace("\n", "\n  ").encode("ascii", "backslashreplace").decode())
    print(f"  replay: {sys.executable} {sys.argv[0]} --binary={options.binary} --only {verdict.seed}")
    print("  file:")
    for line in verdict.content.split(b"\n"):
        print(f"    {line.decode('utf-8', 'backslashreplace')!r}")
    print(flush=True)


def _parsed_options() -> argparse.Namespace:
    parser = ComparisonParser(__doc__, "configurations", 1000)
    parser.add_jobs()
    return parser.options()


if __name__ == "__main__":
    sys.exit(main())
