#!/usr/bin/env python3
"""Compares what confiture-build and the Python program find defined more than once.

    python tests/reference/compare_duplicates.py --binary build/release/confiture-build

Run it with a Python that has the reference installed (see README.md). Exit status: 0 if both
programs agree on every tree, 1 if not.
"""

import argparse
import importlib
import json
import multiprocessing
import os
import shlex
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import definitions
from installed import require_reference
from options import ComparisonParser
from programs import Executable

_ENVIRONMENT_FILE = b"database_url: postgresql://localhost/app\ninclude_dirs: [db/schema]\n"
_OUTPUT = "../schema.sql"  # beside the project, where no entry reads it
_INTERNAL_ERROR = "the reference stops with an internal error"


@dataclass(frozen=True)
class Verdict:
    """What came out for one tree."""

    seed: int
    files: dict[str, bytes]
    differences: list[str]
    traits: set[str]
    findings: int


def main() -> int:
    options = _parsed_options()
    require_reference()
    started = time.monotonic()
    seeds = options.seeds
    workshop = Path(tempfile.mkdtemp(prefix="confiture-reference-")).resolve()
    counts: Counter[str] = Counter()
    different = findings = 0
    try:
        for name in ("builder", "linting.duplicates"):
            importlib.import_module(f"confiture.core.{name}")  # for all workers
        adopted = (Executable(options.binary.resolve()), workshop)
        context = multiprocessing.get_context("fork")
        with context.Pool(options.jobs, _adopt, adopted) as pool:
            for verdict in pool.imap(_judge, seeds, chunksize=16):
                counts.update(verdict.traits)
                findings += verdict.findings
                if verdict.differences:
                    different += 1
                    _print_verdict(verdict, options)
    finally:
        shutil.rmtree(workshop)
    if options.stats:
        for trait, count in sorted(counts.items()):
            print(f"{100 * count / len(seeds):6.1f} %  {trait}")
    print(
        f"{len(seeds)} trees from seed {options.seed}, {findings} findings of the reference, "
        f"{counts[_INTERNAL_ERROR]} internal errors of it, {different} trees differ, "
        f"{time.monotonic() - started:.1f} s"
    )
    return 1 if different else 0


def _adopt(candidate: Executable, workshop: Path) -> None:
    """Gives this worker process its program and a tree of its own."""
    global _candidate, _arena
    _candidate, _arena = candidate, workshop / str(os.getpid())


_candidate: Executable
_arena: Path


def _judge(seed: int) -> Verdict:
    """Runs both programs on the tree of one seed."""
    files, traits = definitions.generate(seed)
    shutil.rmtree(_arena, ignore_errors=True)
    project = _arena / "project"
    everything = {"db/environments/local.yaml": _ENVIRONMENT_FILE, **files}
    for name, content in everything.items():
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    try:
        expected = _expected(project)
    except (NotImplementedError, AttributeError, TypeError) as error:
        # What it does not use of a statement, it prints nevertheless, and cannot always.
        return Verdict(seed, files, [], {*traits, _INTERNAL_ERROR, f"internal error: {error}"}, 0)
    for finding in expected["duplicates"]:
        traits |= {f"{finding['rule_id']}: {finding['kind']}", f"wins: {finding['wins']}"}
    if expected["warnings"]:
        traits.add("warning: SCHEMA_206")
    found = _differences(expected, _actual(project))
    return Verdict(seed, files, found, traits, len(expected["duplicates"]))


def _expected(project: Path) -> dict[str, Any]:
    """What the reference finds; by its parts, as starting it takes a second."""
    builder = importlib.import_module("confiture.core.builder").SchemaBuilder
    duplicates = importlib.import_module("confiture.core.linting.duplicates")
    warning = importlib.import_module("confiture.models.warnings").BuildWarning
    files = builder(env="local", project_dir=project).find_sql_files()
    objects, _, rejected = duplicates.inventory_files(files, root=project)
    return {
        "duplicates": [finding.to_dict() for finding in duplicates.find_duplicates(objects)],
        "warnings": [warning.of("SCHEMA_206", file=file.label).to_dict() for file in rejected],
    }


def _actual(project: Path) -> dict[str, Any]:
    arguments = ["--warn-duplicates", "--format=json", "--no-validate-comments", "-o", _OUTPUT]
    run = _candidate.run(arguments, project, {})
    return json.loads(run.stdout) if run.status == 0 else {"failure": run}


def _differences(expected: dict[str, Any], actual: dict[str, Any]) -> list[str]:
    found = []
    for key, value in expected.items():
        other = actual.get(key, actual)
        if value != other:
            found.append(f"{key}\n  reference: {value}\n  candidate: {other}")
    return found


def _print_verdict(verdict: Verdict, options: argparse.Namespace) -> None:
    print(f"seed {verdict.seed}:")
    for difference in verdict.differences:
        print("  " + difference.replace("\n", "\n  ").encode("ascii", "backslashreplace").decode())
    replay = [sys.executable, sys.argv[0], f"--binary={options.binary}", f"--only={verdict.seed}"]
    print(f"  replay: {shlex.join(replay)}")
    for name, content in verdict.files.items():
        print(f"  {name}: {content!r}")
    print(flush=True)


def _parsed_options() -> argparse.Namespace:
    parser = ComparisonParser(__doc__, "trees", 1000)
    parser.add_jobs()
    return parser.options()


if __name__ == "__main__":
    sys.exit(main())
