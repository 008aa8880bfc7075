"""Deliberate differences in what an environment file may hold.

`in_file` has to be narrow: whatever differs for a file it takes is no failure.
"""

from typing import Any

import yaml
from example import BUILT, Difference, Example

# Blocks that only other commands of the reference read, by the name of their key.
_OTHER_BLOCKS = ("acls", "drift", "lint", "migration", "ssh_tunnel")


def _settings(content: bytes) -> dict[Any, Any]:
    """The top level of an environment file as PyYAML reads it, empty if there is none."""
    try:
        settings = yaml.safe_load(content.decode())
    except Exception:  # whatever PyYAML makes of it
        return {}
    return settings if isinstance(settings, dict) else {}


def _block(content: bytes, key: str) -> dict[Any, Any]:
    block = _settings(content).get(key)
    return block if isinstance(block, dict) else {}


def _is_two_pass(content: bytes) -> bool:
    value = str(_block(content, "build").get("two_pass"))
    return value.strip().lower() in ("1", "1.0", "true", "t", "yes", "y", "on")


def _is_sequential(content: bytes) -> bool:
    return _block(content, "seed").get("execution_mode") == "sequential"


IN_FILES = (
    Difference(
        "blocks of other commands (`drift`, `acls`, `ssh_tunnel`, …)",
        "a build should not stop for what it does not read",
        Example(b"include_dirs: [db/schema]\ndrift: 3\n"),
        here=BUILT,
        reference="CONFIG_001",
        in_file=lambda content: any(key in _settings(content) for key in _OTHER_BLOCKS),
    ),
    Difference(
        "blocks of other commands (`drift`, `acls`, `ssh_tunnel`, …)",
        "a build should not stop for what it does not read",
        Example(b"include_dirs: [db/schema]\nbuild: {lint: 3}\n"),
        here=BUILT,
        reference="CONFIG_001",
        in_file=lambda content: "lint" in _block(content, "build"),
    ),
    Difference(
        "not in this version",
        "two passes need a parser of SQL",
        Example(b"include_dirs: [db/schema]\nbuild: {two_pass: true}\n"),
        here="SCHEMA_001",
        reference=BUILT,
        in_file=_is_two_pass,
    ),
    Difference(
        "not in this version",
        "seeds that are applied one after the other need a database",
        Example(
            b"include_dirs: [db/schema, db/seeds]\nseed: {execution_mode: sequential}\n",
            {"db/schema/a.sql": b"SELECT 1;\n", "db/seeds/s.sql": b"SELECT 1;\n"},
        ),
        here="SCHEMA_001",
        reference="CONFIG_006",
        in_file=_is_sequential,
    ),
)
