#!/usr/bin/env python3
"""Times fingerprints and builds inside one Python: confiture_build, the reference with its native core,
and the reference without.

    PYTHONPATH=build/release/python VENV/bin/python tests/bench/hash_files.py

VENV has the reference installed (tests/reference/requirements.txt). As in the reference's own
benchmarks, ten calls warm up, samples are single calls, and mean, median and standard deviation are
told. The candidates take turns, a turn being ten samples after their own warm-up, so that what else
the machine does meets all of them; but for builds, which have a single turn. Every digest is compared.
"""

import argparse
import hashlib
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import confiture.core.builder as builder
import confiture_build
from confiture import _core as native
from confiture.core.builder import SchemaBuilder

from machine import describe

WARM_UP = 10
TURN = 10

# What a file of a table looks like, some 450 bytes; --bytes makes them longer.
TABLE = """-- Table {0}: what belongs to one of them
CREATE TABLE part_{0} (
    part_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code        text NOT NULL UNIQUE,
    description text,
    weight      numeric(10, 3) CHECK (weight > 0),
    created_at  timestamptz NOT NULL DEFAULT now()
);

COMMENT ON TABLE part_{0} IS 'Parts of group {0}';
CREATE INDEX part_{0}_created ON part_{0} (created_at);
"""

Candidates = dict[str, Callable[[], object]]


def main() -> int:
    options = _parsed_options()
    print(json.dumps(describe(Path(tempfile.gettempdir()))))
    print("Cells: mean, median ± standard deviation.\n")
    print("| | native | confiture_build | Python | native against confiture_build |")
    print("|---|---:|---:|---:|---:|")
    for count in options.files:
        with tempfile.TemporaryDirectory(dir=options.folder) as name:
            project = Path(name).resolve() / "project"
            files = [str(path) for path in _make_project(project, count, options.bytes)]
            hashes = _hashes(files, str(project / "db/schema"))
            _time_all(f"hash, {count:,} files", hashes, options.samples)
            if count <= options.build_files:
                _time_all(f"build, {count:,} files", _builds(project), options.samples // 10)
    return 0


def _make_project(project: Path, count: int, size: int) -> list[Path]:
    (project / "db/environments").mkdir(parents=True)
    (project / "db/environments/local.yaml").write_text(
        "name: local\ndatabase_url: postgresql://localhost/x\ninclude_dirs: [db/schema]\n"
    )
    files = []
    for number in range(count):
        # A hundred to a folder, as people keep them.
        path = project / f"db/schema/{number // 100:03}_tables/{number:05}_part.sql"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = TABLE.format(number)
        path.write_text(text + "-- more\n" * ((size - len(text)) // 8))
        files.append(path)
    return files


def _hashes(files: list[str], base: str) -> Candidates:
    return {
        "native": lambda: native.hash_files(files, base),
        "confiture_build": lambda: confiture_build.hash_files(files, base),
        "Python": lambda: _python_hash(files, base),
    }


def _python_hash(files: list[str], base: str) -> str:
    """What the reference does without a native core."""
    digest = hashlib.sha256()
    for file in map(Path, files):
        digest.update(str(file.relative_to(base)).encode() + b"\0")
        digest.update(file.read_bytes() + b"\0")
    return digest.hexdigest()


def _builds(project: Path) -> Candidates:
    output = project / "db/generated/schema_local.sql"

    def reference(core: object) -> Callable[[], object]:
        def run() -> object:
            builder._core, builder.HAS_RUST = core, core is not None
            made = SchemaBuilder(env="local", project_dir=project)
            made.build(output_path=output)
            return made.compute_hash()

        return run

    return {
        "native": reference(native),
        "confiture_build": lambda: confiture_build.build(output, project_dir=project).hash,
        "Python": reference(None),
    }


def _time_all(title: str, candidates: Candidates, samples: int) -> None:
    results: set[object] = set()
    times: dict[str, list[float]] = {name: [] for name in candidates}
    for _ in range(max(1, samples // TURN)):
        for name, call in candidates.items():
            for _ in range(WARM_UP):
                results.add(call())
            for _ in range(TURN):
                start = time.perf_counter()
                result = call()
                times[name].append(time.perf_counter() - start)
                results.add(result)
    if len(results) != 1:
        sys.exit(f"{title}: they differ: {results}")
    cells = " | ".join(_shown(taken) for taken in times.values())
    ratio = statistics.median(times["native"]) / statistics.median(times["confiture_build"])
    print(f"| {title} | {cells} | {ratio:.2f} |")


def _shown(taken: list[float]) -> str:
    scale, unit = (1e6, "µs") if statistics.median(taken) < 0.001 else (1e3, "ms")
    numbers = (statistics.mean(taken), statistics.median(taken), statistics.stdev(taken))
    mean, median, deviation = (_rounded(scale * number) for number in numbers)
    return f"{mean}, {median} ± {deviation} {unit}"


def _rounded(number: float) -> str:
    return f"{number:.0f}" if number >= 100 else f"{number:.3g}"


def _parsed_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, nargs="+", default=[10, 100, 1_000, 10_000])
    parser.add_argument("--bytes", type=int, default=450, help="of a file (default: 450)")
    parser.add_argument(
        "--samples", type=int, default=100, help="of each, in tens (default: 100); a tenth of builds"
    )
    parser.add_argument(
        "--build-files", type=int, default=10_000, help="largest tree that is built too"
    )
    parser.add_argument("--folder", help="where trees are made (default: TMPDIR)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
