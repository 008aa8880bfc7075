#!/usr/bin/env python3
"""Compares confiture-build with the Python program on random project trees.

    python tests/reference/compare.py --binary build/release/confiture-build --trees 300

Run it with a Python that has the reference installed (see README.md). Exit status: 0 if both
programs agree on every tree, 1 if not.
"""

import argparse
import io
import multiprocessing
import shlex
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import differences
import trees
from installed import require_reference
from observation import Observation, document, observe
from options import ComparisonParser
from programs import Executable, Reference

# With --level full, CSV is compared on one tree in so many.
_TREES_PER_TABLE = 8


@dataclass(frozen=True)
class Plan:
    """What to compare each tree with, and how far to look."""

    reference: Reference
    candidate: Executable
    workshop: Path  # holds one arena a tree
    full: bool
    hash_command: bool
    keep: bool


@dataclass(frozen=True)
class Verdict:
    """What came out for one tree."""

    seed: int
    differences: list[str]
    traits: frozenset[str]
    calls: int


def main() -> int:
    options = _parsed_options()
    require_reference()
    assert isinstance(sys.stdout, io.TextIOWrapper)
    sys.stdout.reconfigure(errors="backslashreplace")  # a path may hold what is not UTF-8
    started = time.monotonic()
    seeds = options.seeds
    workshop = Path(tempfile.mkdtemp(prefix="confiture-reference-")).resolve()
    plan = Plan(
        reference=Reference(),
        candidate=Executable(options.binary.resolve()),
        workshop=workshop,
        full=options.level == "full",
        hash_command=options.hash_command,
        keep=options.keep,
    )
    try:
        verdicts = _verdicts(plan, seeds, options)
    finally:
        if not (options.keep and any(workshop.iterdir())):
            shutil.rmtree(workshop)
    if options.stats:
        _print_shares(verdicts)
    calls = sum(verdict.calls for verdict in verdicts)
    different = sum(bool(verdict.differences) for verdict in verdicts)
    splits = sum("split: any" in verdict.traits for verdict in verdicts)
    print(
        f"{len(verdicts)} trees from seed {options.seed}, {splits} of them split, "
        f"{calls} invocations, {different} trees differ, {time.monotonic() - started:.1f} s"
    )
    return 1 if different else 0


def _verdicts(plan: Plan, seeds: range, options: argparse.Namespace) -> list[Verdict]:
    """Judges all trees in parallel, and prints the differences in the order of the seeds."""
    verdicts: list[Verdict] = []
    context = multiprocessing.get_context("fork")  # the workers inherit the imported reference
    with context.Pool(options.jobs, _adopt, [plan]) as pool:
        for verdict in pool.imap(_judge, seeds):
            verdicts.append(verdict)
            if verdict.differences:
                _print_verdict(verdict, plan, options)
    return verdicts


_plan: Plan  # of this worker process


def _adopt(plan: Plan) -> None:
    global _plan
    _plan = plan


def _judge(seed: int) -> Verdict:
    """Runs both programs on the tree of one seed, each on a fresh copy at the same path."""
    arena = _plan.workshop / f"tree-{seed}"
    project = trees.generate(seed, str(arena))
    with_tables = _plan.full and seed % _TREES_PER_TABLE == 0
    reference = observe(
        _plan.reference, project, arena, with_fingerprint=False, with_tables=with_tables
    )
    candidate = observe(
        _plan.candidate,
        project,
        arena,
        # `hash` is about all entries, so under --schema-only the build's hash is another.
        with_fingerprint=_plan.hash_command and "--schema-only" not in project.build_arguments,
        with_tables=with_tables,
    )
    found = list(differences.build_differences(reference, candidate))
    if _plan.full:
        found += differences.report_differences(reference, candidate)
    if found and _plan.keep:
        project.write(arena)
    else:
        shutil.rmtree(arena)
    return Verdict(
        seed=seed,
        differences=found,
        traits=project.traits | {_outcome(reference), _split_outcome(reference)},
        calls=reference.calls() + candidate.calls(),
    )


def _outcome(reference: Observation) -> str:
    """The trait that tells how the reference fared, without which agreement means little."""
    result = document(reference.build)
    if reference.build.status == 0:
        return "outcome: several files" if result["files_processed"] > 1 else "outcome: one file"
    return f"outcome: {result['error']['code']}" if result else "outcome: usage error"


def _split_outcome(reference: Observation) -> str:
    """The trait that tells how many files of a split the reference filled."""
    if reference.split is None:
        return "split outcome: not split"
    if reference.split.status != 0:
        return "split outcome: failure"
    result = document(reference.split)
    phases = ("superuser_pre_files", "app_files", "superuser_post_files")
    return f"split outcome: {sum(result[phase] > 0 for phase in phases)} phases"


def _print_verdict(verdict: Verdict, plan: Plan, options: argparse.Namespace) -> None:
    replay = [sys.executable, sys.argv[0], f"--binary={options.binary}", f"--level={options.level}"]
    if not options.hash_command:
        replay.append("--no-hash-command")
    print(f"seed {verdict.seed}:")
    for difference in verdict.differences:
        print("  " + difference.replace("\n", "\n  "))
    print(f"  replay: {shlex.join([*replay, '--keep', '--only', str(verdict.seed)])}")
    if plan.keep:
        print(f"  tree: {plan.workshop / f'tree-{verdict.seed}'}")
    print(flush=True)


def _print_shares(verdicts: list[Verdict]) -> None:
    """The share of trees that have each trait."""
    counts = Counter(trait for verdict in verdicts for trait in verdict.traits)
    for trait, count in sorted(counts.items()):
        print(f"{100 * count / len(verdicts):6.1f} %  {trait}")


def _parsed_options() -> argparse.Namespace:
    parser = ComparisonParser(__doc__, "trees", 300)
    parser.add_jobs()
    parser.add_keep()
    parser.add_argument(
        "--level",
        choices=("build", "full"),
        default="build",
        help="full: also exit status, error code, JSON values and CSV rows (default: %(default)s)",
    )
    parser.add_argument(
        "--no-hash-command",
        dest="hash_command",
        action="store_false",
        help="the program has no `hash` command",
    )
    return parser.options()


if __name__ == "__main__":
    sys.exit(main())
