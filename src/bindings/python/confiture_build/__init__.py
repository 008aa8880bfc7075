"""Build one PostgreSQL schema file, and its fingerprint, from a tree of .sql files.

The functions do what the commands of the same names of `confiture-build` do, in this process; other
threads run meanwhile. What is not as it has to be raises `Error`, whose `code` says what kind of
failure it is and whose `hint` says what to do about it.
"""

import os
from typing import List, NamedTuple, Optional, Tuple, Union

from confiture_build import _core
from confiture_build._core import Error, __version__, hash_files

__all__ = [
    "BuildResult",
    "Changes",
    "CheckResult",
    "Error",
    "__version__",
    "build",
    "check",
    "hash",
    "hash_files",
]

_Path = Union[str, "os.PathLike[str]"]


class BuildResult(NamedTuple):
    """What a build made."""

    path: str
    files: int
    size: int  #: of the schema in bytes
    hash: str  #: the fingerprint of its sources


class Changes(NamedTuple):
    """What happened to the sources; paths as the fingerprint has them."""

    added: List[str]
    removed: List[str]
    edited: List[str]
    renamed: List[Tuple[str, str]]
    reordered: List[str]
    line_endings: List[str]  #: edited in nothing but how lines end


class CheckResult(NamedTuple):
    """What was found, of manifest and schema each None if it was not looked at."""

    manifest: Optional[str]  #: current, stale, altered or missing
    output: Optional[str]  #: current, stale, edited by hand or missing
    changes: Changes

    @property
    def is_current(self) -> bool:
        return all(state in (None, "current") for state in (self.manifest, self.output))


def build(
    output: Optional[_Path] = None,
    *,
    env: str = "local",
    project_dir: _Path = ".",
    schema_only: bool = False,
    jobs: int = 0,
) -> BuildResult:
    """Build the schema of an environment into a file, which is replaced in one step.

    Without `output` that is db/generated/schema_<env>.sql in the project. `jobs` is how many
    threads read; 0 chooses. Seeds that the environment applies by themselves are left out.
    """
    return BuildResult(*_core.build(project_dir, env, output, schema_only, jobs))


def hash(
    *,
    env: str = "local",
    project_dir: _Path = ".",
    schema_only: bool = False,
    jobs: int = 0,
) -> str:
    """The fingerprint of an environment: a SHA-256 over paths and contents of its sources."""
    return _core.hash(project_dir, env, schema_only, jobs)


def check(
    *,
    env: str = "local",
    project_dir: _Path = ".",
    manifest: Optional[_Path] = None,
    output: Optional[_Path] = None,
    schema_only: bool = False,
    jobs: int = 0,
) -> CheckResult:
    """Compare the sources with what was written of them before.

    That is the manifest or schema named, else those of the two that are there.
    """
    states = _core.check(project_dir, env, manifest, output, schema_only, jobs)
    return CheckResult(states[0], states[1], Changes(*states[2]))
