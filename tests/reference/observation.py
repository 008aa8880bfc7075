"""What one program does with one tree."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from programs import Program, Run
from project import Project


@dataclass(frozen=True)
class Observation:
    """The calls of one program on its own copy of the tree, and what they left there."""

    listing: Run
    build: Run
    written: dict[str, bytes | None]  # every file that is new, has other bytes or is gone
    split: Run | None
    split_written: dict[str, bytes | None]  # as `written`, beyond what the build wrote
    fingerprint: Run | None
    listing_table: Run | None
    build_table: Run | None

    def calls(self) -> int:
        runs = (
            self.listing,
            self.build,
            self.split,
            self.fingerprint,
            self.listing_table,
            self.build_table,
        )
        return sum(run is not None for run in runs)


def observe(
    program: Program, project: Project, arena: Path, *, with_fingerprint: bool, with_tables: bool
) -> Observation:
    """Lists and builds a fresh copy of the tree at `arena`, and what else is asked for.

    With `with_fingerprint` the `hash` command is called, which the reference lacks; with
    `with_tables` both results are also taken as CSV.
    """

    def run(command: str, *arguments: str) -> Run:
        return program.run(
            [command, *project.project_arguments, *arguments],
            arena / project.working_directory,
            project.variables,
        )

    project.write(arena)
    build = project.build_arguments
    listing = run("build", "--list-files", "--format", "json")
    built = run("build", *build, "--format", "json", "--show-hash")
    written = project.changes(arena)
    split, split_written = None, {}
    if project.split_arguments is not None:
        split = run("split", *project.split_arguments, "--format", "json")
        changes = project.changes(arena).items()
        split_written = dict(change for change in changes if change not in written.items())
    return Observation(
        listing=listing,
        build=built,
        written=written,
        split=split,
        split_written=split_written,
        fingerprint=run("hash") if with_fingerprint else None,
        listing_table=run("build", "--list-files", "--format", "csv") if with_tables else None,
        build_table=run("build", *build, "--format", "csv", "--show-hash") if with_tables else None,
    )


def document(run: Run) -> dict[str, Any]:
    """The JSON object on stdout, empty if there is none.

    A path that is not UTF-8 reads the same whether it was escaped or written as it is.
    """
    try:
        value = json.loads(run.stdout.decode("utf-8", "surrogateescape"))
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def table(run: Run, header: list[str]) -> list[list[str]]:
    """The CSV rows on stdout from the header on; the reference prints notices above it."""
    text = run.stdout.decode("utf-8", "surrogateescape")
    _, found, rows = text.partition(",".join(header) + "\n")
    return [row for row in csv.reader(rows.splitlines(keepends=True)) if row] if found else []
