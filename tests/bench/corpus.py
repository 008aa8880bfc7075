"""Makes project trees of SQL files for timing, the same for the same arguments.

    corpus.py FOLDER FILES MEAN_BYTES [SEED]

Layout: db/environments/local.yaml and db/schema/NN_area/NN_module/NNNNNN_entity.sql, fifty files
a module, fifty modules an area. Sizes are log-normal around the mean, as those of real schemas are.
"""

import random
import sys
from pathlib import Path

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


def make(folder: Path, files: int, mean: int, seed: int = 7) -> None:
    rng = random.Random(seed)
    environments = folder / "db/environments"
    environments.mkdir(parents=True)
    (environments / "local.yaml").write_text(CONFIG)
    scale = mean / 2.718281828 ** (SPREAD**2 / 2)
    for number in range(files):
        area, module = divmod(number // FILES_A_MODULE, MODULES_AN_AREA)
        place = folder / f"db/schema/{area:02d}_area/{module:02d}_module"
        place.mkdir(parents=True, exist_ok=True)
        size = int(rng.lognormvariate(0, SPREAD) * scale)
        (place / f"{number:06d}_entity.sql").write_text(entity(rng, number, size))


if __name__ == "__main__":
    make(Path(sys.argv[1]), *map(int, sys.argv[2:]))
