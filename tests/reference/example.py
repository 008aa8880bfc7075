"""Small projects on which the two programs differ, and what to look at there."""

import hashlib
import os
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from observation import document
from programs import TIME_LIMIT_SECONDS, Run
from project import Draft

BUILT = "built"
TIMES_OUT = "times out"
INTERNAL_ERROR = "INTERNAL_ERROR"

OUTPUT = "out/schema.sql"

_URL = b"database_url: postgresql://localhost/app\n"


@dataclass(frozen=True)
class Example:
    """A project and a build of it as JSON; all paths are below the project.

    A later option wins, so that `arguments` may ask for another format or output.
    """

    settings: bytes = b"include_dirs: [db/schema]\n"  # below the database's URL
    files: Mapping[str, bytes] = field(default_factory=lambda: {"db/schema/a.sql": b"SELECT 1;\n"})
    links: Mapping[str, str] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)
    prepare: Callable[[Path], None] | None = None  # makes what is neither file nor link
    meanwhile: Callable[[Path], None] | None = None  # runs beside the build, without end
    time_limit: int = TIME_LIMIT_SECONDS
    needs_permissions: bool = False  # has no meaning for a user who may write anywhere
    head: bytes = b""  # of the environment file, above the URL

    def environment_file(self) -> bytes:
        return self.head + _URL + self.settings


def ending(run: Run, project: Path) -> str:
    """The default view: that it was built, or why not."""
    if run.status == 0:
        return BUILT
    if run.status == -signal.SIGALRM:
        return TIMES_OUT
    error = document(run).get("error")
    return str(error["code"]) if isinstance(error, dict) else f"exit {run.status}"


@dataclass(frozen=True)
class Difference:
    """What is different on purpose, with an example of it.

    `name` is the first cell of its line in the table of the top-level README, if it has one there;
    several examples may share it. `here` and `reference` are what the view shows of the two runs.
    """

    name: str
    reason: str
    example: Example
    here: str
    reference: str
    shows: Callable[[Run, Path], str] = ending
    # Whether a random tree would meet the difference, which therefore no tree may.
    in_tree: Callable[[Draft], bool] | None = None
    # Whether an environment file may meet it: where confiture-build shows `here` of it, what
    # differs is no failure.
    in_file: Callable[[bytes], bool] | None = None


def pipe(path: str) -> Example:
    """A named pipe at the path, in place of the file there."""

    def prepare(project: Path) -> None:
        (project / path).unlink(missing_ok=True)
        os.mkfifo(project / path)

    return Example(prepare=prepare, time_limit=2)


def custom_template(template: str) -> Example:
    return Example(arguments=("--separator-style=custom", f"--separator-template={template}"))


def duplicates(*texts: str) -> Example:
    """A build that looks for duplicates in files with these texts."""
    files = {f"db/schema/{number}.sql": text.encode() for number, text in enumerate(texts)}
    return Example(files=files, arguments=("--warn-duplicates",))


def doubled(run: Run, project: Path) -> str:
    """What is defined more than once."""
    return ", ".join(finding["identity"] for finding in document(run)["duplicates"])


def sources(*names: str) -> dict[str, bytes]:
    return {f"db/schema/{name}": b"SELECT 1;\n" for name in names}


def including(pattern: str) -> bytes:
    """Settings with one pattern, which stands in single quotes."""
    return f"include_dirs: [{{path: db/schema, include: ['{pattern}']}}]\n".encode()


def two_pass(sql: str) -> Example:
    """A build of one source in two passes; no comment is looked for."""
    return Example(
        files={"db/schema/a.sql": sql.encode()},
        arguments=("--two-pass", "--no-validate-comments", "--output", OUTPUT),
    )


def touch_forever(project: Path) -> None:
    seconds = 0
    while True:
        seconds += 1
        os.utime(project / "db/schema/a.sql", (seconds, seconds))


def write_protect_output(project: Path) -> None:
    (project / OUTPUT).chmod(0o444)


def link_output(project: Path) -> None:
    os.link(project / OUTPUT, project / "second.sql")


def selected(run: Run, project: Path) -> str:
    """The names of the selected files, of a call with --list-files."""
    files = document(run).get("files", [])
    return ", ".join(sorted(Path(file["path"]).name for file in files))


def first_line(run: Run, project: Path) -> str:
    return run.stdout.decode().partition("\n")[0]


def rows(run: Run, project: Path) -> str:
    """What is printed below the first line."""
    return run.stdout.decode().partition("\n")[2].strip()


def parser(run: Run, project: Path) -> str:
    return "pglast" if document(run)["parser"]["pglast"] else "a grammar"


def duration(run: Run, project: Path) -> str:
    return "some" if document(run)["execution_time_ms"] else "none"


def output(run: Run, project: Path) -> str:
    """What a failure left of an older output."""
    older = (project / OUTPUT).read_bytes() == b"-- older\n"
    return f"exit {run.status}, {'as it was' if older else 'replaced'}"


def parsed_source(run: Run, project: Path) -> str:
    """What became of the only source, without the keys that were moved."""
    text = (project / OUTPUT).read_text()
    return text.partition("= */\n")[2].partition("\n-- ====")[0].strip()


def second_name(run: Run, project: Path) -> str:
    """What happened to the hard link `second.sql` of the output."""
    inodes = {(project / name).stat().st_ino for name in (OUTPUT, "second.sql")}
    return "written to" if len(inodes) == 1 else "left alone"


def hash_of_output(run: Run, project: Path) -> str:
    """Whether the fingerprint is that of the last lines of the output, the source `a.sql`."""
    line = (project / OUTPUT).read_bytes().splitlines(keepends=True)[-1]
    digest = hashlib.sha256(b"a.sql\0" + line + b"\0").hexdigest()
    return "of what was built" if document(run)["hash"] == digest else "of something else"
