"""The two programs under comparison, called alike."""

import gc
import importlib
import os
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, Protocol

# A call that takes longer is ended with SIGALRM and counts as failed.
TIME_LIMIT_SECONDS = 60

# What must not differ between machines. The reference lays out text for a terminal: a wide one
# wraps nothing, a dumb one gets no colours.
ENVIRONMENT = {"LANG": "C.UTF-8", "TZ": "UTC", "COLUMNS": "2000", "TERM": "dumb"}


@dataclass(frozen=True)
class Run:
    """How a call ended; a negative status is the number of the signal that ended it."""

    status: int
    stdout: bytes
    stderr: bytes


class Program(Protocol):
    """Something with the command line of `confiture`."""

    def run(
        self,
        arguments: list[str],
        directory: Path,
        variables: dict[str, str],
        time_limit: int = TIME_LIMIT_SECONDS,
    ) -> Run: ...


class Reference:
    """The Python program, loaded once and forked for each call.

    Starting it takes more than a second, a fork some 20 ms. The process must have no other thread.
    """

    def __init__(self) -> None:
        os.environ.update(ENVIRONMENT)  # the terminal library reads it on import
        time.tzset()
        app = importlib.import_module("confiture.cli.main").app
        _add_split_command(app)
        self._main: Any = importlib.import_module("typer.main").get_command(app)
        gc.freeze()  # no collection in a child has to copy the pages of what was imported

    def run(
        self,
        arguments: list[str],
        directory: Path,
        variables: dict[str, str],
        time_limit: int = TIME_LIMIT_SECONDS,
    ) -> Run:
        with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
            child = os.fork()
            if child == 0:
                signal.alarm(time_limit)
                os.dup2(stdout.fileno(), 1)
                os.dup2(stderr.fileno(), 2)
                self._call_and_exit(arguments, directory, variables)
            _, ended = os.waitpid(child, 0)
            stdout.seek(0)
            stderr.seek(0)
            return Run(os.waitstatus_to_exitcode(ended), stdout.read(), stderr.read())

    def _call_and_exit(
        self, arguments: list[str], directory: Path, variables: dict[str, str]
    ) -> NoReturn:
        """What the child does instead of returning into the code of its parent."""
        status = 1
        try:
            sys.stdout = open(1, "w", encoding="utf-8", errors="surrogateescape", closefd=False)
            sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)
            os.chdir(directory)
            os.environ.update(variables)
            sys.argv = ["confiture", *arguments]
            self._main()
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else int(end.code is not None)
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)


def _add_split_command(app: Any) -> None:
    """Gives the reference the command `split`, which it has as a method only.

    What surrounds the method, the JSON and the errors, is what its own commands are made of.
    """
    option = importlib.import_module("typer").Option
    builder = importlib.import_module("confiture.core.builder").SchemaBuilder
    with_error_reports = importlib.import_module("confiture.cli.error_json").cli_boundary
    print_json = importlib.import_module("confiture.cli.helpers").emit

    def split(
        env: str = option("local", "--env", "-e"),
        project_dir: Path = option(Path("."), "--project-dir"),
        output_dir: Path = option(..., "--output-dir"),
        format_type: str = option(..., "--format"),
    ) -> None:
        print_json(builder(env, project_dir=project_dir).build_split(output_dir).to_dict())

    app.command("split")(with_error_reports(split))


class Executable:
    """Any executable, started for each call."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def run(
        self,
        arguments: list[str],
        directory: Path,
        variables: dict[str, str],
        time_limit: int = TIME_LIMIT_SECONDS,
    ) -> Run:
        try:
            ended = subprocess.run(
                [self._path, *arguments],
                cwd=directory,
                env={**os.environ, **ENVIRONMENT, **variables},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=time_limit,
            )
        except subprocess.TimeoutExpired:
            return Run(-signal.SIGALRM, b"", b"took too long")
        return Run(ended.returncode, ended.stdout, ended.stderr)
