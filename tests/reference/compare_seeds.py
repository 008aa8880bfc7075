#!/usr/bin/env python3
"""Compares what confiture-build and the Python program put into databases.

    python tests/reference/compare_seeds.py --binary build/release/confiture-build

Run it with a Python that has the reference installed (see README.md); it needs a PostgreSQL server's
programs (package postgresql). Exit status: 0 if both programs agree on every project, 1 if not.
"""

import argparse
import difflib
import json
import shlex
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dice import Dice
from differences import call_differences, first_difference
from installed import require_reference
from observation import document
from options import ComparisonParser
from programs import Executable, Program, Reference, Run
from seed_files import SCHEMA, SeedProject, seed_project
from server import Server, restored

# One project in so many is dumped instead.
_PROJECTS_PER_DUMP = 6

_OUTPUT = "out/schema.sql"
_VARIABLES = {"SOURCE_DATE_EPOCH": "0"}
_SHOWN_LINES = 12


@dataclass(frozen=True)
class Outcome:
    """What one program did with its own copy of a project and a database."""

    run: Run
    schema: bytes
    contents: list[str]  # of the database
    artifact: list[str]  # what the dump holds, if one was made


class Comparison:
    """Both programs, each with a database of its own for each project."""

    def __init__(self, server: Server, programs: tuple[Program, Program], workshop: Path) -> None:
        self._server = server
        self._programs = programs
        self._arena = workshop / "project"
        self._template = server.create_database()
        server.run(self._template, SCHEMA)

    def differences(self, dice: Dice, *, is_dump: bool) -> list[str]:
        project = seed_project(dice, is_sequential=not is_dump)
        reference, candidate = (
            self._outcome(program, project, is_dump) for program in self._programs
        )
        dice.traits.add(f"outcome: exit {candidate.run.status}")
        found = list(call_differences("build", reference.run, candidate.run))
        if reference.schema != candidate.schema and reference.run.status == 0:
            found.append("schema: " + first_difference(reference.schema, candidate.schema))
        found += _line_differences("database", reference.contents, candidate.contents)
        found += _line_differences("dump", reference.artifact, candidate.artifact)
        return found

    def _outcome(self, program: Program, project: SeedProject, is_dump: bool) -> Outcome:
        database = self._server.create_database(self._template)
        before = self._server.databases()
        _write(project, self._server.url(database), self._arena)
        arguments = ["build", "--format=json", f"--output={_OUTPUT}", *project.options]
        if is_dump:
            arguments += ["--dump=artifacts", "--show-hash"]
        run = program.run(arguments, self._arena, _VARIABLES)
        if self._server.databases() != before:
            raise SystemExit(f"{program} left a database behind")
        schema = self._arena / _OUTPUT
        outcome = Outcome(
            run,
            schema.read_bytes() if schema.exists() else b"",
            self._server.contents(database),
            self._restored(run),
        )
        self._server.drop_database(database)
        return outcome

    def _restored(self, run: Run) -> list[str]:
        """What is in the dump; the reference's own command has to restore the same."""
        artifact = document(run).get("artifact_path")
        if artifact is None:
            return []
        held = restored(self._arena / artifact)
        database = self._server.create_database()
        arguments = ["restore", artifact, "--database", database, "--host", self._server.folder]
        restoring = self._programs[0].run([*arguments, "-U", "postgres"], self._arena, {})
        if restoring.status != 0:
            raise SystemExit(f"confiture restore: {restoring.stderr.decode()}")
        contents = self._server.contents(database)
        self._server.drop_database(database)
        return [*held, "-- restored:", *contents]


def main() -> int:
    options = _parsed_options()
    require_reference()
    started = time.monotonic()
    counts: Counter[str] = Counter()
    different = 0
    seeds = options.seeds
    with tempfile.TemporaryDirectory(prefix="confiture-reference-") as workshop, Server() as server:
        programs = (Reference(), Executable(options.binary.resolve()))
        comparison = Comparison(server, programs, Path(workshop).resolve())
        for seed in seeds:
            dice = Dice(seed)
            found = comparison.differences(dice, is_dump=seed % _PROJECTS_PER_DUMP == 0)
            counts.update(dice.traits)
            if found:
                different += 1
                _print(seed, found, options)
    if options.stats:
        for trait, count in sorted(counts.items()):
            print(f"{100 * count / len(seeds):6.1f} %  {trait}")
    print(
        f"{len(seeds)} projects from seed {options.seed}, {counts['outcome: exit 0']} applied or "
        f"dumped, {different} differ, {time.monotonic() - started:.1f} s"
    )
    return 1 if different else 0


def _write(project: SeedProject, url: str, arena: Path) -> None:
    shutil.rmtree(arena, ignore_errors=True)
    settings = {"database_url": url, **project.settings}
    files = {**project.files, "db/environments/local.yaml": json.dumps(settings).encode()}
    for name, content in files.items():
        path = arena / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (arena / "artifacts").mkdir()


def _line_differences(what: str, expected: list[str], actual: list[str]) -> Iterator[str]:
    if expected != actual:
        lines = list(difflib.unified_diff(expected, actual, "reference", "candidate", n=1))
        yield f"{what}:\n" + "\n".join(line.rstrip("\n") for line in lines[:_SHOWN_LINES])


def _print(seed: int, found: list[str], options: argparse.Namespace) -> None:
    print(f"seed {seed}:")
    for difference in found:
        print("  " + difference.replace("\n", "\n  "))
    replay = [sys.executable, sys.argv[0], f"--binary={options.binary}", "--only", str(seed)]
    print(f"  replay: {shlex.join(replay)}\n", flush=True)


def _parsed_options() -> argparse.Namespace:
    parser = ComparisonParser(__doc__, "projects", 200)
    return parser.options()


if __name__ == "__main__":
    sys.exit(main())
