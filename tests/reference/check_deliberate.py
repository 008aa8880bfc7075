#!/usr/bin/env python3
"""Checks that every deliberate difference is still one, and still the one that is written down.

    python tests/reference/check_deliberate.py --binary build/release/confiture-build

Run it with a Python that has the reference installed (see README.md). Exit status: 0 if both
programs do on every example what is listed, 1 if not.
"""

import argparse
import contextlib
import multiprocessing
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from deliberate import DIFFERENCES
from example import Difference, Example
from installed import require_reference
from programs import Executable, Program, Reference

_README = Path(__file__).parents[2] / "README.md"


def main() -> int:
    options = _parsed_options()
    require_reference()
    reference, candidate = Reference(), Executable(options.binary.resolve())
    faults = [f"{name}: in the README, but not in the list" for name in _missing_names()]
    skipped = 0
    with tempfile.TemporaryDirectory(prefix="confiture-deliberate-") as workshop:
        project = Path(workshop).resolve() / "project"
        for entry in DIFFERENCES:
            if entry.example.needs_permissions and _may_write_anywhere(project.parent):
                skipped += 1
            else:
                faults += _faults(entry, reference, candidate, project)
    print(*faults, sep="\n", end="\n" if faults else "")
    print(f"{len(DIFFERENCES)} examples, {skipped} of them skipped, {len(faults)} faults")
    return 1 if faults else 0


def _missing_names() -> list[str]:
    """The lines of the README's table of differences that no entry is about."""
    _, _, part = _README.read_text().partition("## Differences from the reference\n")
    rows = [line for line in part.partition("\n## ")[0].splitlines() if line.startswith("| ")]
    names = [row.split(" | ")[0].removeprefix("| ") for row in rows[1:]]
    listed = {entry.name for entry in DIFFERENCES}
    return [name for name in names if name not in listed]


def _faults(
    entry: Difference, reference: Program, candidate: Program, project: Path
) -> Iterator[str]:
    """What is not as listed, for one entry."""
    title = f"{entry.name} ({entry.reason})"
    if entry.here == entry.reference:
        yield f"{title}: no difference is listed"
    if entry.in_file and not entry.in_file(entry.example.environment_file()):
        yield f"{title}: its predicate misses its example"
    for who, program, expected in (
        ("confiture-build", candidate, entry.here),
        ("the reference", reference, entry.reference),
    ):
        shown = _shown(entry, program, project)
        if shown != expected:
            yield f"{title}: {who} shows {shown!r} instead of {expected!r}"


def _shown(entry: Difference, program: Program, project: Path) -> str:
    """What the entry's view shows of one program on a fresh copy of the example."""
    example = entry.example
    _write(example, project)
    arguments = ["build", "--format", "json", *example.arguments]
    variables = {"SOURCE_DATE_EPOCH": "0", **example.variables}
    with _happening(example, project):
        run = program.run(arguments, project, variables, example.time_limit)
    return entry.shows(run, project)


def _write(example: Example, project: Path) -> None:
    shutil.rmtree(project, ignore_errors=True)
    files = {"db/environments/local.yaml": example.environment_file(), **example.files}
    for name, content in files.items():
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    for name, target in example.links.items():
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(target)
    if example.prepare is not None:
        example.prepare(project)


@contextlib.contextmanager
def _happening(example: Example, project: Path) -> Iterator[None]:
    """Runs the example's other process, if it has one, for as long as the context lasts."""
    if example.meanwhile is None:
        yield
        return
    context = multiprocessing.get_context("fork")
    process = context.Process(target=example.meanwhile, args=[project], daemon=True)
    process.start()
    try:
        yield
    finally:
        process.terminate()
        process.join()


def _may_write_anywhere(folder: Path) -> bool:
    """Whether this user is above permissions, as root usually is."""
    probe = folder / "probe"
    probe.touch(mode=0o444)
    try:
        return os.access(probe, os.W_OK)
    finally:
        probe.unlink()


def _parsed_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--binary", type=Path, required=True, help="the program to check")
    options = parser.parse_args()
    if not os.access(options.binary, os.X_OK):
        parser.error(f"{options.binary} cannot be executed")
    return options


if __name__ == "__main__":
    sys.exit(main())
