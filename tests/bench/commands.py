"""The commands that are timed on a tree, each a whole process or pipeline.

They run in the project's folder and write beside it, to ../out, on the same file system. Each finds
there what its last run left, as anyone who builds again does; only Git begins with an empty
repository.
"""

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from corpus import Tree
from measure import ENVIRONMENT

BUILD = "build"
HASH = "hash"
REFERENCE = "reference"
CAT = "cat"

FIND = "find db/schema -type f -name '*.sql' -print0"
CAT_ALL = f"{FIND} | sort -z | xargs -0 cat"
REFERENCE_BYTES = 1_000_000_000  # it holds a tree in memory several times


@dataclass(frozen=True)
class Command:
    name: str
    label: str  # as it is printed
    argv: list[str]
    prepare: Callable[[Path], None] = lambda project: None  # before each run, not timed
    skipped: str | None = None  # the reason


def shell(script: str) -> list[str]:
    return ["sh", "-c", script]


def make_empty_repository(project: Path) -> None:
    repository = project.parent / "out/git"
    shutil.rmtree(repository, ignore_errors=True)
    subprocess.run(["git", "init", "--quiet", "--bare", repository], check=True, env=ENVIRONMENT)


def why_no_reference(tree: Tree, reference: str | None, most_files: int) -> str | None:
    if reference is None:
        return "no --reference given"
    if tree.files > most_files:
        return f"more than {most_files:,} files, see --reference-files"
    if tree.files * tree.mean_bytes > REFERENCE_BYTES:
        return f"more than {REFERENCE_BYTES // 1_000_000_000} GB"
    return None


def commands(tree: Tree, binary: str, reference: str | None, reference_files: int) -> list[Command]:
    b3sum = None if shutil.which("b3sum") else "b3sum is not installed (apt-get install b3sum)"
    git = None if shutil.which("git") else "git is not installed"
    openssl = None if shutil.which("openssl") else "openssl is not installed"
    add_to_git = "git --git-dir=../out/git --work-tree=. add db/schema && git --git-dir=../out/git write-tree"
    return [
        Command(
            BUILD, "confiture-build build --show-hash", [binary, "build", "-o", "../out/build.sql", "--show-hash"]
        ),
        Command(HASH, "confiture-build hash", [binary, "hash"]),
        Command(
            REFERENCE,
            "confiture build --show-hash",
            [reference or "confiture", "build", "-o", "../out/reference.sql", "--show-hash"],
            skipped=why_no_reference(tree, reference, reference_files),
        ),
        Command(CAT, "find … | sort -z | xargs -0 cat > file", shell(f"{CAT_ALL} > ../out/cat.sql")),
        Command(
            "cat-openssl",
            "find … | sort -z | xargs -0 cat | openssl dgst -sha256",
            shell(f"{CAT_ALL} | openssl dgst -sha256"),
            skipped=openssl,
        ),
        Command(
            "openssl",
            "openssl dgst -sha256 bundle",
            ["openssl", "dgst", "-sha256", "../out/build.sql"],
            skipped=openssl,
        ),
        Command("sha256sum", "find … | xargs -0 sha256sum", shell(f"{FIND} | xargs -0 sha256sum")),
        Command("b3sum", "find … | xargs -0 b3sum", shell(f"{FIND} | xargs -0 b3sum"), skipped=b3sum),
        Command(
            "git",
            "git add db/schema && git write-tree",
            shell(add_to_git),
            prepare=make_empty_repository,
            skipped=git,
        ),
    ]
