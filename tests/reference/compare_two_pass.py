#!/usr/bin/env python3
"""Compares what confiture-build and the Python program make of foreign keys in two passes.

    python tests/reference/compare_two_pass.py --binary build/release/confiture-build

Run it with a Python that has the reference installed (see README.md). Exit status: 0 if both
programs agree on every tree, 1 if not.
"""

import argparse
import json
import multiprocessing
import os
import shlex
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from differences import first_difference
from dice import Dice
from foreign_keys import sources
from installed import require_reference
from options import ComparisonParser
from programs import Executable, Run

from confiture.core.builder import SchemaBuilder

# One tree in so many is split, too.
_TREES_PER_SPLIT = 8

_OUTPUT = "out/schema.sql"
_SPLIT = "split"
_PARTS = ("superuser_pre", "app", "superuser_post")
_VARIABLES = {"SOURCE_DATE_EPOCH": "0"}


@dataclass(frozen=True)
class Verdict:
    """What came out for one tree."""

    seed: int
    differences: list[str]
    traits: frozenset[str]


def main() -> int:
    options = _parsed_options()
    require_reference()
    os.environ.update(_VARIABLES)
    started = time.monotonic()
    seeds = options.seeds
    workshop = Path(tempfile.mkdtemp(prefix="confiture-reference-")).resolve()
    counts: Counter[str] = Counter()
    different = 0
    try:
        adopted = (Executable(options.binary.resolve()), workshop, options.keep)
        with multiprocessing.get_context("fork").Pool(options.jobs, _adopt, adopted) as pool:
            for verdict in pool.imap(_judge, seeds, chunksize=16):
                counts.update(verdict.traits)
                if verdict.differences:
                    different += 1
                    _print_verdict(verdict, workshop, options)
    finally:
        if not (options.keep and any(workshop.iterdir())):
            shutil.rmtree(workshop)
    if options.stats:
        for trait, count in sorted(counts.items()):
            print(f"{100 * count / len(seeds):6.1f} %  {trait}")
    print(
        f"{len(seeds)} trees from seed {options.seed}, keys moved in {counts['outcome: moved']}, "
        f"none in {counts['outcome: nothing to move']}, {counts['outcome: internal error']} are too "
        f"much for the reference, {different} differ, {time.monotonic() - started:.1f} s"
    )
    return 1 if different else 0


_candidate: Executable
_workshop: Path
_keep: bool


def _adopt(candidate: Executable, workshop: Path, keep: bool) -> None:
    global _candidate, _workshop, _keep
    _candidate, _workshop, _keep = candidate, workshop, keep


def _judge(seed: int) -> Verdict:
    dice = Dice(seed)
    project = _workshop / f"tree-{seed}"
    _write(project, dice)
    is_split = seed % _TREES_PER_SPLIT == 0
    try:
        expected = SchemaBuilder("local", project_dir=project).build().encode()
        outcome = "moved" if b"\n-- Pass 2: Foreign Key" in expected else "nothing to move"
        found = list(_build_differences(project, expected))
        if is_split:
            found += _split_differences(project)
    except Exception as error:
        # Whatever its scanner refuses; here it may cost a statement, but not the build.
        if type(error).__name__ != "ParseError":
            raise
        outcome = "internal error"
        found = list(_failures(_call(project, "build", "--output", _OUTPUT)))
    if not (found and _keep):
        shutil.rmtree(project)
    return Verdict(seed, found, frozenset(dice.traits | {f"outcome: {outcome}"}))


def _write(project: Path, dice: Dice) -> None:
    style = dice.pick({"block_comment": 60, "line_comment": 20, "mysql": 10, "custom": 10}, "style")
    settings = {
        "database_url": "postgresql://localhost/app",
        "include_dirs": ["db/schema"],
        "superuser_dirs": ["db/schema/roles"],
        "superuser_post_dirs": ["db/schema/grants"],
        "build": {
            "two_pass": True,
            "validate_comments": {"enabled": False},  # it knows no literals
            "separators": {"style": style, "custom_template": "/* {file_path} */"},
        },
    }
    files = {f"db/schema/{name}": content for name, content in sources(dice).items()}
    files["db/environments/local.yaml"] = json.dumps(settings).encode()
    for name, content in files.items():
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _call(project: Path, command: str, *arguments: str) -> Run:
    return _candidate.run([command, *arguments], project, _VARIABLES)


def _failures(run: Run) -> Iterator[str]:
    if run.status != 0:
        yield f"ends with {run.status}: {run.stderr.decode(errors='replace')}"


def _build_differences(project: Path, expected: bytes) -> Iterator[str]:
    """Of the output; and a check has to find it current, a second build nothing to do."""
    yield from _failures(_call(project, "build", "--output", _OUTPUT))
    actual = (project / _OUTPUT).read_bytes()
    if actual != expected:
        yield f"build: {_body_difference(expected, actual)}"
    yield from _failures(_call(project, "check", "--output", _OUTPUT))
    before = (project / _OUTPUT).stat().st_mtime_ns
    yield from _failures(_call(project, "build", "--output", _OUTPUT, "--if-changed"))
    if (project / _OUTPUT).stat().st_mtime_ns != before:
        yield "--if-changed: written again"


def _split_differences(project: Path) -> Iterator[str]:
    SchemaBuilder("local", project_dir=project).build_split(project / _SPLIT)
    expected = [(project / _SPLIT / f"schema_local_{part}.sql").read_bytes() for part in _PARTS]
    shutil.rmtree(project / _SPLIT)
    yield from _failures(_call(project, "split", "--output-dir", _SPLIT))
    for part, content in zip(_PARTS, expected, strict=True):
        actual = (project / _SPLIT / f"schema_local_{part}.sql").read_bytes()
        if actual != content:
            yield f"split, {part}: {_body_difference(content, actual)}"


def _body_difference(expected: bytes, actual: bytes) -> str:
    """As headers hold the digests of bodies, these tell more."""
    bodies = [content.partition(b"=\n\n")[2] for content in (expected, actual)]
    return first_difference(*(bodies if bodies[0] != bodies[1] else (expected, actual)))


def _print_verdict(verdict: Verdict, workshop: Path, options: argparse.Namespace) -> None:
    replay = [sys.executable, sys.argv[0], f"--binary={options.binary}", "--keep"]
    print(f"seed {verdict.seed}:")
    for difference in verdict.differences:
        print("  " + difference.replace("\n", "\n  "))
    print(f"  replay: {shlex.join([*replay, '--only', str(verdict.seed)])}")
    if options.keep:
        print(f"  tree: {workshop / f'tree-{verdict.seed}'}")
    print(flush=True)


def _parsed_options() -> argparse.Namespace:
    parser = ComparisonParser(__doc__, "trees", 1000)
    parser.add_jobs()
    parser.add_keep()
    return parser.options()


if __name__ == "__main__":
    sys.exit(main())
