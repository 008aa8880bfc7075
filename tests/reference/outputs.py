"""Where a tree has its outputs: never where a build would read them, which is refused here."""

import os
from collections.abc import Iterable

from project import PROJECT, Draft


def choose_output(draft: Draft, entries: list[str]) -> None:
    """Picks an output that is no input, sometimes one that exists already or is a link."""
    dice = draft.dice
    default = f"{PROJECT}/db/generated/schema_{draft.environment}.sql"
    places = {
        f"{PROJECT}/out/schema.sql": 60,
        default: 20,
        f"{PROJECT}/out/new/deep er/bundle.txt": 10,
        "result/schema.sql": 10,
    }
    safe = _unread(places, entries)
    output = dice.pick({path: places[path] for path in safe})
    draft.output = None if output == default else output
    dice.traits.add("output: default" if output == default else "output: given")
    if dice.chance(0.1, "output: exists"):
        draft.files[output] = b"-- an older build\n" * dice.randint(1, 200)
    elif dice.chance(0.03, "output: link"):
        draft.files["result/real.sql"] = b"-- an older build\n"
        draft.links[output] = os.path.relpath("result/real.sql", os.path.dirname(output))


def choose_split_directory(draft: Draft, entries: list[str]) -> None:
    """Picks a folder that is no input for the files of a split, some of which may exist already."""
    dice = draft.dice
    places = (f"{PROJECT}/out", f"{PROJECT}/out/a/b c", f"{PROJECT}/db/generated", "result/split")
    draft.split_directory = dice.choice(_unread(places, entries))
    phase = dice.choice(("superuser_pre", "app", "superuser_post"))
    path = f"{draft.split_directory}/schema_{draft.environment}_{phase}.sql"
    if dice.chance(0.1, "split: file exists"):
        draft.files[path] = b"-- an older build\n" * dice.randint(1, 200)
    elif dice.chance(0.03, "split: file is a link"):
        draft.files["result/phase.sql"] = b"-- an older build\n"
        draft.links[path] = os.path.relpath("result/phase.sql", os.path.dirname(path))
    elif dice.chance(0.03, "split: file is a folder"):
        draft.folders.append(path)


def _unread(outputs: Iterable[str], entries: list[str]) -> list[str]:
    """Those outputs that no build over the entries takes for a source.

    Entries and outputs are folders and files below the arena, with symlinks resolved.
    """
    return [path for path in outputs if not any(_covers(entry, path) for entry in entries)]


def _covers(folder: str, path: str) -> bool:
    return os.path.commonpath([folder, path]) == folder
