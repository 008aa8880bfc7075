"""Makes project trees of SQL files for timing, the same for the same arguments.

    corpus.py FOLDER TREE [SEED]

A TREE is a number of files of 2 KB, as 1000, or a number and a size, as 200x4MB or 1x2GB. Layout:
db/environments/local.yaml and db/schema/NN_area/NN_module/NNNNNN_entity.sql, fifty files a module,
fifty modules an area. Sizes are log-normal around the mean, as those of real schemas are; large
files, from a megabyte, are all alike in size and repeat one block of text, numbered.
"""

import random
import re
import sys
from argparse import ArgumentTypeError
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

COLUMNS = [
    "id bigint PRIMARY KEY",
    "name text NOT NULL",
    "created_at timestamptz DEFAULT now()",
    "amount numeric(12, 2)",
    "payload jsonb DEFAULT '{}'",
    "tenant_id uuid NOT NULL",
]
SPREAD = 0.8
FILES_A_MODULE = 50
MODULES_AN_AREA = 50
CONFIG = "database_url: postgresql://localhost/app_local\ninclude_dirs:\n  - db/schema\n"
BLOCK_BYTES = 1_000_000
SMALL_FILE = "2KB"
UNITS = {"KB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000}


@dataclass(frozen=True)
class Tree:
    name: str
    files: int
    mean_bytes: int

    @property
    def is_of_small_files(self) -> bool:
        return self.mean_bytes == size_named(SMALL_FILE)

    @property
    def title(self) -> str:
        unit, factor = next((u, f) for u, f in reversed(UNITS.items()) if self.mean_bytes >= f)
        noun = "file" if self.files == 1 else "files"
        return f"{self.files:,} {noun} of {self.mean_bytes / factor:g} {unit}"


def size_named(text: str) -> int:
    return int(text[:-2]) * UNITS[text[-2:]]


def tree_named(name: str) -> Tree:
    match = re.fullmatch(r"([1-9]\d*)(?:x([1-9]\d*[KMG]B))?", name)
    if match is None:
        raise ArgumentTypeError(f"{name!r} is no tree: write a number of files, or as in 200x4MB")
    return Tree(name, int(match[1]), size_named(match[2] or SMALL_FILE))


def entity(rng: random.Random, number: int, size: int) -> str:
    """A table with comments on it, of about `size` bytes."""
    table = f"app.tb_entity_{number:06d}"
    columns = ",\n".join("    " + column for column in rng.sample(COLUMNS, 4))
    parts = [f"CREATE TABLE {table} (\n{columns}\n);\n"]
    used = len(parts[0])
    while used < size:
        if rng.random() < 0.5:
            line = "-- why this column exists, and which report reads it, is kept beside the column\n"
        else:
            line = f"COMMENT ON TABLE {table} IS 'row {rng.random():.12f} of the ledger';\n"
        parts.append(line)
        used += len(line)
    return "".join(parts)


def write_repeated(file: BinaryIO, block: bytes, number: int, size: int) -> None:
    """`block` again and again up to `size` bytes, whole lines only, each time with its number."""
    part = 0
    while size > 0:
        part += 1
        piece = b"-- file %d, part %d\n" % (number, part) + block
        if len(piece) > size:
            piece = piece[: piece.rfind(b"\n", 0, size) + 1]
        if not piece:
            return
        file.write(piece)
        size -= len(piece)


def make(folder: Path, tree: Tree, seed: int = 7) -> None:
    rng = random.Random(seed)
    environments = folder / "db/environments"
    environments.mkdir(parents=True)
    (environments / "local.yaml").write_text(CONFIG)
    large = tree.mean_bytes >= BLOCK_BYTES
    block = entity(rng, 0, BLOCK_BYTES).encode() if large else b""
    scale = tree.mean_bytes / 2.718281828 ** (SPREAD**2 / 2)
    for number in range(tree.files):
        area, module = divmod(number // FILES_A_MODULE, MODULES_AN_AREA)
        place = folder / f"db/schema/{area:02d}_area/{module:02d}_module"
        if number % FILES_A_MODULE == 0:
            place.mkdir(parents=True)
        with open(place / f"{number:06d}_entity.sql", "wb") as file:
            if large:
                write_repeated(file, block, number, tree.mean_bytes)
            else:
                size = int(rng.lognormvariate(0, SPREAD) * scale)
                file.write(entity(rng, number, size).encode())


if __name__ == "__main__":
    make(Path(sys.argv[1]), tree_named(sys.argv[2]), *map(int, sys.argv[3:]))
