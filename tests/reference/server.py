"""A PostgreSQL server of its own for a comparison, gone with the process."""

import os
import subprocess
from pathlib import Path
from typing import Self

import psycopg

_SCRIPT = Path(__file__).parents[1] / "postgres/server.sh"
_NOBODY = "65534"


class Server:
    """Started by tests/postgres/server.sh, which ends it when the process ends in whatever way."""

    def __enter__(self) -> Self:
        words = ["sh", "-c", _SCRIPT.read_text()]
        if os.geteuid() == 0:  # which PostgreSQL refuses to run as
            ids = [f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups"]
            words = ["setpriv", *ids, *words]
        self._keeper = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd="/", text=True
        )
        assert self._keeper.stdout is not None
        self.folder = self._keeper.stdout.readline().rstrip("\n")
        if not self.folder:
            raise SystemExit("PostgreSQL does not start.")
        self._databases = 0
        self._connection = psycopg.connect(self.url("postgres"), autocommit=True)
        return self

    def __exit__(self, *exception: object) -> None:
        self._connection.close()
        self._keeper.communicate()

    def url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def create_database(self, template: str = "template0") -> str:
        """A new database, a copy of another one; its name."""
        self._databases += 1
        name = f"compared_{self._databases}"
        self._connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
        return name

    def drop_database(self, name: str) -> None:
        self._connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())

    def databases(self) -> set[str]:
        rows = self._connection.execute("SELECT datname FROM pg_database").fetchall()
        return {str(name) for (name,) in rows}

    def run(self, database: str, sql: str) -> None:
        with psycopg.connect(self.url(database)) as connection:
            connection.execute(sql.encode())

    def contents(self, database: str) -> list[str]:
        """All that is in a database, in lines."""
        return _sql_of(["pg_dump", "--dbname", self.url(database)])


def restored(artifact: Path) -> list[str]:
    """What a dump in pg_dump's own formats holds, in lines."""
    return _sql_of(["pg_restore", "--file=-", str(artifact)])


def _sql_of(command: list[str]) -> list[str]:
    """Without comments, which name versions, and what keeps psql within bounds by chance."""
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [line for line in text.splitlines() if line and not line.startswith(("--", "\\"))]
