"""A project tree in memory, and how it gets onto the disk.

Every path is relative to the arena, the directory that belongs to one tree: the project itself is
`project`, and what lies outside of it (`shared`, `result`) lies beside it.
"""

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dice import Dice

PROJECT = "project"


@dataclass
class Draft:
    """A tree whose settings are still values: what the generator decides on and faults spoil."""

    dice: Dice
    arena: str
    environment: str = "local"
    folders: list[str] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    settings_text: str | None = None  # instead of `settings`, where a fault is in the YAML itself
    output: str | None = None  # None: the default output
    split_directory: str | None = None  # None: the tree is not split
    options: list[tuple[str, ...]] = field(default_factory=list)
    stray_arguments: list[str] = field(default_factory=list)
    epoch: str = "0"


@dataclass(frozen=True)
class Project:
    """A tree as it is written, and the command lines to run on it."""

    files: dict[str, bytes]
    links: dict[str, str]
    folders: list[str]
    working_directory: str
    project_arguments: list[str]  # --env and --project-dir, which every command takes
    build_arguments: list[str]
    split_arguments: list[str] | None  # None: the tree is not split
    variables: dict[str, str]
    traits: frozenset[str]

    def write(self, arena: Path) -> None:
        """Makes `arena` hold exactly this tree, whatever it held before."""
        shutil.rmtree(arena, ignore_errors=True)
        for folder in [PROJECT, self.working_directory, *self.folders]:
            (arena / folder).mkdir(parents=True, exist_ok=True)
        for name, content in self.files.items():
            path = os.path.join(arena, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(content)
        for name, target in self.links.items():
            path = os.path.join(arena, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            os.symlink(target, path)

    def changes(self, arena: Path) -> dict[str, bytes | None]:
        """The files below `arena` that this tree lacks or that have other bytes by now.

        None stands for a file that is gone.
        """
        changed: dict[str, bytes | None] = dict.fromkeys(self.files)
        for folder, _, names in os.walk(arena):
            for name in names:
                path = os.path.join(folder, name)
                key = os.path.relpath(path, arena)
                if key in self.links:
                    continue
                with open(path, "rb") as file:
                    content = file.read()
                if self.files.get(key) == content:
                    del changed[key]
                else:
                    changed[key] = content
        return changed
