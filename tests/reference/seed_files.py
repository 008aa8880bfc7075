"""One seed, one project whose seeds are applied to a database.

Left out is what the two programs treat differently on purpose (deliberate.py, and the README's
table): a byte-order mark, functions with BEGIN ATOMIC, nested comments, and what is open at the end
of a file; and where each file is committed and none may fail, files that are refused without asking
the server. Nor are there sequences, which keep what is rolled back.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from dice import Dice

SCHEMA = """
CREATE TABLE t (id int PRIMARY KEY, name text);
CREATE TABLE child (id int, parent int REFERENCES t DEFERRABLE INITIALLY DEFERRED);
CREATE SCHEMA other;
CREATE TABLE other.t (id int, name text);
"""

_NAMES = (
    *("'plain'", "'it''s'", "'BEGIN; COMMIT;'", "$$ ; ROLLBACK; $$", "E'\\'; \\n'", "NULL"),
    *("'größe — 表'", "'a'\n  'b'", "$é$ $$ ; $é$", "'--'", "'/*'", "'\\'", "'two\r\nlines\rhere'"),
)
_ROWS = ("plain", "\\N", "BEGIN;", "a\\tb", "größe", "\\\\.", "it's", "$$", "/* --", "")
_COMMENTS = (
    *("-- ; BEGIN; '\n", "/* ; COMMIT; ' */ ", "--\n", "/* \\! */ ", "-- größe\r\n"),
)
_REFUSED = (
    *("BEGIN", "commit work", "ROLLBACK", "SAVEPOINT a", "START /* c */ TRANSACTION", "END", "ABORT"),
    *("RELEASE SAVEPOINT a", "\\echo x\n", "SELECT 1 \\! true\n", "PREPARE TRANSACTION 'x'"),
)
_FAILURES = (
    *("SELECT 1/0", "INSERT INTO nowhere VALUES (1)", "SELEC 1", "INSERT INTO t VALUES (1, 'x')"),
    *("DO $$ BEGIN RAISE 'no'; END $$", "COMMENT ON TABLE t", "VACUUM t"),
    *("COPY t FROM stdin;\nx\ty\n\\.\n", "COPY t FROM stdin;\n900\n\\.\n", "SET nothing TO 1"),
    *("COPY t FROM stdin;\n901\ta\n901\tb\n\\.\n", "DO $$ BEGIN COMMIT; END $$", "ROLL"),
)
_ORPHAN = "INSERT INTO child VALUES (1, 777)"


@dataclass(frozen=True)
class SeedProject:
    """Without the database's URL, which differs between the programs."""

    settings: dict[str, Any]
    files: dict[str, bytes]
    options: list[str]


def seed_project(dice: Dice, *, is_sequential: bool) -> SeedProject:
    settings, options = _settings(dice, is_sequential)
    commits_each = settings["seed"].get("transaction_mode") == "transaction"
    goes_on = "--continue-on-error" in options or settings["seed"].get("continue_on_error")
    writer = _Writer(dice, may_refuse=not commits_each or bool(goes_on))
    files = {"db/schema/a.sql": SCHEMA.encode()}
    for name in dice.sample(_FILES, dice.randint(0, 6)):
        files[name] = writer.text()
    return SeedProject(settings, files, options)


_FILES = (
    *("db/seeds/10_a.sql", "db/seeds/9_b.sql", "db/seeds/core/a.sql", "db/seeds/core/b.sql"),
    *("db/seeds/stats/x.sql", "db/seeds/stats/seeds/y.sql", "db/seeds/z.sql"),
    *("db/schema/seed/s.sql", "db/schema/30-Seeds_x/s.sql", "db/schema/seed_data.sql"),
)
_PROFILES = {
    "slim": {"include": ["core/", "*_a.sql"]},
    "lean": {"exclude": ["stats/**", "/z.sql"], "name": "lean"},
    "none": {"include": ["x/y/z"]},
}


def _settings(dice: Dice, is_sequential: bool) -> tuple[dict[str, Any], list[str]]:
    seed: dict[str, Any] = {"profiles": _PROFILES}
    options = []
    if is_sequential and dice.chance(0.5):
        seed["execution_mode"] = "sequential"
    elif is_sequential:
        options.append("--sequential")
    mode = dice.pick({"savepoint": 3, "transaction": 3, "default": 1}, "transactions")
    if mode != "default":
        seed["transaction_mode"] = mode
    going_on = dice.pick({"no": 2, "option": 1, "setting": 1}, "goes on")
    if going_on == "option":
        options.append("--continue-on-error")
    elif going_on == "setting":
        seed["continue_on_error"] = True
    if dice.chance(0.3, "with a profile"):
        options += ["--seed-profile", dice.choice(["slim", "lean", "none", "missing"])]
    if dice.chance(0.15, "schema only"):
        options.append("--schema-only")
    include: list[Any] = ["db/schema", {"path": "db/seeds", "auto_discover": True}]
    if dice.chance(0.2):
        include = ["db"]
    elif dice.chance(0.2):
        include.reverse()
    return {"include_dirs": include, "seed": seed}, options


class _Writer:
    """Files of SQL whose rows do not get into each other's way, unless they are to."""

    def __init__(self, dice: Dice, may_refuse: bool) -> None:
        self._dice = dice
        self._may_refuse = may_refuse
        self._number = 100

    def text(self) -> bytes:
        dice = self._dice
        statements = list(self._statements())
        fault = dice.pick({"none": 10, "fails": 3, "refused": 2, "orphan": 1, "bytes": 1}, "fault")
        if fault == "fails":
            statements.insert(dice.randint(0, len(statements)), dice.choice(_FAILURES))
        elif fault == "refused" and self._may_refuse:
            statements.insert(dice.randint(0, len(statements)), dice.choice(_REFUSED))
        elif fault == "orphan":
            statements.append(_ORPHAN)
        text = "".join(self._terminated(statement) for statement in statements).encode()
        return text + b"'\xff';\n" if fault == "bytes" and self._may_refuse else text

    def _statements(self) -> Iterator[str]:
        kinds: list[Callable[[], str]] = [
            *(self._insert, self._insert, self._copy, self._block, self._function, self._session),
        ]
        for _ in range(self._dice.randint(0, 5)):
            if self._dice.chance(0.3):
                yield self._dice.choice(_COMMENTS)
            yield self._dice.choice(kinds)()

    def _terminated(self, statement: str) -> str:
        if statement in _COMMENTS or statement.endswith("\n"):
            return statement
        return statement + self._dice.choice([";\n", "; ", ";\r\n", " ;\n\n", ";;\n"])

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _insert(self) -> str:
        table = self._dice.choice(["t", "other.t", "public.t"])
        return f"INSERT INTO {table} VALUES\n  ({self._next()}, {self._dice.choice(_NAMES)})"

    def _copy(self) -> str:
        table = self._dice.choice(["t", 'other."t"', "public.t (id, name)"])
        line_end = self._dice.choice(["\n", "\n", "\r\n"])
        rows = [
            f"{self._next()}\t{self._dice.choice(_ROWS)}{line_end}"
            for _ in range(self._dice.randint(0, 3))
        ]
        options = self._dice.choice(["", " WITH (FORMAT text)", " (DELIMITER E'\\t')"])
        command = self._dice.choice(["COPY", "copy", "Copy /* from stdin; */"])
        return f"{command} {table} FROM STDIN{options};\n{''.join(rows)}\\.{line_end}"

    def _block(self) -> str:
        body = f"INSERT INTO public.t VALUES ({self._next()}, 'block');"
        return f"DO $do$ BEGIN {body} END; $do$"

    def _function(self) -> str:
        number = self._next()
        return (
            f"CREATE FUNCTION f{number}() RETURNS int LANGUAGE plpgsql AS $$\n"
            f"BEGIN\n  RETURN {number};\nEND $$"
        )

    def _session(self) -> str:
        return self._dice.choice(
            [
                "SET search_path TO other, public",
                "SET LOCAL search_path TO other",
                "RESET search_path",
                "CREATE TEMP TABLE IF NOT EXISTS scratch (a int)",
                "UPDATE public.t SET name = name || '!' WHERE id % 2 = 0",
                "SELECT CASE WHEN true THEN 1 END",
                "SET CONSTRAINTS ALL DEFERRED",
            ]
        )
