#!/usr/bin/env python3
"""Checks confiture_build.hash_files in the place of the reference's native core.

    PYTHONPATH=build/release/python python tests/reference/check_core.py

Run it with a Python that has the reference installed (see README.md). Takes the trees of the
recorded cases, and paths in odd spellings. Exit status: 0 if all agrees, 1 if not.
"""

import contextlib
import itertools
import json
import os
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import confiture.core.builder as builder
import confiture_build
from confiture import _core as native
from confiture.core.builder import SchemaBuilder
from confiture.exceptions import SchemaError

_ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(_ROOT / "tests/vectors"))
from case_tree import make_tree  # noqa: E402


class _Fails:
    """A core with a defect."""

    @staticmethod
    def hash_files(files: list[str], base_dir: str) -> str:
        raise RuntimeError("broken")


def main() -> int:
    _require_readme()
    faults = _odd_paths() + _unreadable()
    trees = 0
    for case in sorted((_ROOT / "fixtures/cases").glob("*.json")):
        with tempfile.TemporaryDirectory() as directory:
            root = Path(directory).resolve()
            make_tree(json.loads(case.read_text())["tree"], root)
            for project in _projects(root):
                trees += 1
                faults += [f"{case.name}: {fault}" for fault in _faults(*project)]
    print(*faults, sep="\n", end="\n" if faults else "")
    print(f"{trees} environments of the recorded cases, {len(faults)} faults")
    return 1 if faults or trees < 50 else 0


def _require_readme() -> None:
    """What this tests is what the README says."""
    lines = (
        "import confiture.core.builder, confiture_build\n"
        "confiture.core.builder._core, confiture.core.builder.HAS_RUST = confiture_build, True\n"
    )
    if lines not in (_ROOT / "README.md").read_text():
        sys.exit("The README does not show these lines:\n" + lines)


@contextlib.contextmanager
def _core(core: Any) -> Iterator[None]:
    """With this core under the reference, or with none."""
    before = builder._core, builder.HAS_RUST
    builder._core, builder.HAS_RUST = core, core is not None
    try:
        yield
    finally:
        builder._core, builder.HAS_RUST = before


def _faults(environment: str, project: Path) -> list[str]:
    outcomes = {
        "native": _outcome(native, environment, project),
        "ours": _outcome(confiture_build, environment, project),
    }
    without = {_outcome(core, environment, project)[0] for core in (None, _Fails)}
    # The reference goes on in Python where either core fails, and only there.
    is_same = outcomes["native"] == outcomes["ours"] and without == {outcomes["ours"][0]}
    return [] if is_same else [f"{project}: {outcomes}, without a core {without}"]


def _outcome(core: Any, environment: str, project: Path) -> tuple[str, bool]:
    """The digest or what was raised, and whether it went on in Python."""
    builder._FALLBACK_NOTED.clear()
    with _core(core):
        try:
            digest = SchemaBuilder(env=environment, project_dir=project).compute_hash()
        except Exception as error:  # the reference has internal errors too
            digest = type(error).__name__
    return digest, bool(builder._FALLBACK_NOTED)


def _projects(root: Path) -> Iterator[tuple[str, Path]]:
    for file in sorted(root.rglob("db/environments/*.yaml")):
        yield file.stem, file.parents[2]


def _answer(function: Callable[[list[str], str], str], files: list[str], base: str) -> str:
    try:
        return function(files, base)
    except OSError:
        return "OSError"


def _odd_paths() -> list[str]:
    """Every spelling of a path against every spelling of a base."""
    parts = ["", ".", "..", "a", "b", "f"]
    with tempfile.TemporaryDirectory() as directory, contextlib.chdir(directory):
        os.makedirs("a/b")
        for place in ("f", "a/f", "a/b/f"):
            Path(place).write_text(place)
        here = os.getcwd()
        spellings = [
            "/".join(some) for n in range(1, 5) for some in itertools.product(parts, repeat=n)
        ]
        files = [name for name in spellings if os.path.isfile(name)]
        files += [f"{here}/{name}" for name in files] + [f"/.{here}//{files[0]}"]
        bases = [name for name in spellings if len(name) < 6]
        bases += [f"{here}/{name}" for name in bases] + [f"/./{here}", f"//{here}"]
        dice = random.Random(1)
        pairs = [(dice.choice(files), dice.choice(bases)) for _ in range(50_000)]
        return [
            f"{file!r} below {base!r}: not what the native core makes of it"
            for file, base in pairs
            if _answer(native.hash_files, [file], base)
            != _answer(confiture_build.hash_files, [file], base)
        ]


def _unreadable() -> list[str]:
    """A file that is gone is an error of the reference, not a reason to fall back."""
    faults = []
    with tempfile.TemporaryDirectory() as directory:
        project = Path(directory)
        (project / "db/environments").mkdir(parents=True)
        (project / "db/schema").mkdir()
        (project / "db/schema/a.sql").write_text("")
        (project / "db/environments/local.yaml").write_text(
            "name: local\ndatabase_url: postgresql://localhost/x\ninclude_dirs: [db/schema]\n"
        )
        built = SchemaBuilder(env="local", project_dir=project)
        missing = [project / "db/schema/a.sql", project / "db/schema/gone.sql"]
        built.find_sql_files = lambda: missing  # type: ignore[method-assign]
        with _core(confiture_build):
            try:
                faults.append(f"a missing file has a digest: {built.compute_hash()}")
            except SchemaError as error:
                if "gone.sql" not in str(error):
                    faults.append(f"a missing file is not named: {error}")
    return faults


if __name__ == "__main__":
    sys.exit(main())
