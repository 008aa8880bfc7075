"""The generator: one seed, one project tree.

About 85 of 100 trees build several files; the others carry one fault each (see `faults`).
"""

import os
from typing import Any

import contents
import deliberate
import faults
import names
import outputs
import patterns
import settings
import spelling
from dice import Dice
from project import PROJECT, Draft, Project

_FAULTY = 0.12
_SPLIT = 0.42

# Folders that get files of their own, as paths below the arena.
_ROOTS = {
    f"{PROJECT}/db/schema": 70,
    f"{PROJECT}/db/seeds": 14,
    f"{PROJECT}/db/20_seed-data": 5,
    f"{PROJECT}/db/0_roles": 10,
    f"{PROJECT}/sql/functions": 10,
    "shared": 6,
    "shared/sql": 8,
}
_ENVIRONMENTS = {"local": 75, "production": 10, "ci-2": 4, "dev.eu": 4, "my env": 4, "prüfung": 3}
# None is empty: without an epoch the header holds the time of day.
_EPOCHS = {"0": 60, "1700000000": 25, "253402300799": 3, "-1": 3, " 5 ": 3, "1_000": 3, "+7": 3}


def generate(seed: int, arena: str) -> Project:
    """The tree of a seed; `arena`, an absolute path, occurs in it only where paths are absolute."""
    dice = Dice(seed)
    draft = Draft(dice, arena)
    draft.environment = dice.pick(_ENVIRONMENTS, "environment")
    draft.epoch = dice.pick(_EPOCHS)
    roots = _roots(dice)
    _populate(draft, roots)
    _add_links(draft, roots)
    entries = _entries(draft, roots)
    if dice.chance(_SPLIT, "split: any"):
        outputs.choose_split_directory(draft, roots + entries)
    draft.settings = _settings(draft, entries)
    draft.options = settings.flags(dice, draft.settings.get("build", {}))
    seeds = sum("seed" in entry for entry in entries)
    if dice.chance(0.4 if 0 < seeds < len(entries) else 0.05, "flags: schema only"):
        draft.options.append(("--schema-only",))
    outputs.choose_output(draft, roots + entries)
    # Two faults at once would compare which of them each program looks at first.
    if "links: dangling" not in dice.traits and dice.chance(_FAULTY, "faults: any"):
        faults.spoil(draft)
    met = deliberate.met_by(draft)
    assert not met, met
    return _finished(draft)


def _roots(dice: Dice) -> list[str]:
    count = dice.pick({1: 55, 2: 30, 3: 15})
    roots = {dice.pick(_ROOTS): None for _ in range(count)}
    return list(roots)


def _populate(draft: Draft, roots: list[str]) -> None:
    """Fills each root with folders and files."""
    dice = draft.dice
    numbering = dice.pick(names.NUMBERING, "numbering")
    for root in roots:
        draft.folders.append(root)
        folders = [root]
        for _ in range(dice.pick({0: 15, 1: 20, 2: 20, 3: 15, 5: 20, 8: 10})):
            folder = f"{dice.choice(folders)}/{names.folder_name(dice, numbering)}"
            if folder not in draft.files and folder.count("/") < 8:
                folders.append(folder)
                draft.folders.append(folder)
        for _ in range(dice.pick({2: 10, 4: 25, 7: 25, 12: 25, 25: 13, 60: 2})):
            path = f"{dice.choice(folders)}/{names.file_name(dice, numbering)}"
            if path not in draft.folders:
                draft.files[path] = contents.source(dice)


def _add_links(draft: Draft, roots: list[str]) -> None:
    """Adds symlinks to files and to folders, inside and outside of what is built."""
    dice = draft.dice
    if not dice.chance(0.3, "links: any"):
        return
    draft.files["elsewhere/outside.sql"] = b"SELECT 'outside';\n"
    folders = [folder for folder in draft.folders if folder.startswith(tuple(roots))]
    for _ in range(dice.randint(1, 4)):
        place = f"{dice.choice(folders)}/{dice.choice(('0_', '', 'z_'))}link{len(draft.links)}"
        kind = dice.pick(
            {"inside": 45, "outside": 20, "folder": 15, "link": 10, "dangling": 5, "other name": 5},
            "links",
        )
        if kind == "folder":
            _link(draft, place, dice.choice(draft.folders))
        elif kind == "link" and draft.links:
            _link(draft, place + ".sql", dice.choice(list(draft.links)))
        elif kind == "outside":
            _link(draft, place + ".sql", "elsewhere/outside.sql")
        elif kind == "dangling":
            _link(draft, place + ".gone", "elsewhere/missing.sql")
        else:
            suffix = ".txt" if kind == "other name" else ".sql"
            _link(draft, place + suffix, dice.choice(list(draft.files)))


def _link(draft: Draft, path: str, target: str) -> None:
    """Makes `path` a link to `target`, spelled relative to it or absolute."""
    if path in draft.files or path in draft.folders:
        return
    if draft.dice.chance(0.2, "links: absolute"):
        draft.links[path] = f"{draft.arena}/{target}"
    else:
        draft.links[path] = os.path.relpath(target, os.path.dirname(path))


def _entries(draft: Draft, roots: list[str]) -> list[str]:
    """The folders to include: the roots, and sometimes others that overlap or are missing."""
    dice = draft.dice
    entries = list(roots)
    if dice.chance(0.2, "entries: nested"):
        entries.append(dice.choice(draft.folders))
    if dice.chance(0.05, "entries: repeated"):
        entries.append(dice.choice(roots))
    if dice.chance(0.06, "entries: parent"):
        entries.append(dice.choice((f"{PROJECT}/db", PROJECT)))
    if dice.chance(0.08, "entries: symlink"):
        draft.links[f"{PROJECT}/current"] = os.path.relpath(roots[0], PROJECT)
        entries[0] = f"{PROJECT}/current"
    if dice.chance(0.15, "entries: missing"):
        entries.append(dice.choice((f"{PROJECT}/db/missing", "absent/sql", f"{roots[0]}/missing")))
    dice.shuffle(entries)
    entries = entries[:4]
    if any(not entry.startswith(PROJECT) for entry in entries):
        dice.traits.add("entries: outside the project")
    dice.traits.add(f"entries: {len(entries)}")
    return entries


def _settings(draft: Draft, entries: list[str]) -> dict[str, Any]:
    dice = draft.dice
    host = dice.choice(("localhost", "u:secret@db:5432"))
    values: dict[str, Any] = {
        "database_url": dice.choice(("postgresql", "postgres")) + f"://{host}/app",
        "include_dirs": [_entry(draft, entry) for entry in entries],
    }
    if dice.chance(0.15, "exclude_dirs"):
        excluded = [*dice.few(draft.folders, 2), f"{PROJECT}/db/none"]
        values["exclude_dirs"] = [
            _spelled(draft, folder) for folder in excluded if folder not in entries
        ]
    block = settings.build_block(dice)
    if block:
        values["build"] = block
    values |= settings.other_blocks(dice)
    if draft.split_directory is not None:
        for key, folders in settings.phases(dice, _phase_folders(draft)).items():
            values[key] = [_phase(draft, folder) for folder in folders]
    keys = list(values)
    dice.shuffle(keys)
    return {key: values[key] for key in keys}


def _entry(draft: Draft, folder: str) -> Any:
    """One item of `include_dirs`, as a string or as a mapping."""
    dice = draft.dice
    missing = (
        folder not in draft.folders and folder not in draft.links and not _is_parent(draft, folder)
    )
    if not missing and dice.chance(0.45, "entries: string"):
        return _spelled(draft, folder)
    dice.traits.add("entries: mapping")
    below = folder + "/"
    paths = [path.removeprefix(below) for path in draft.files if path.startswith(below)]
    entry: dict[str, Any] = {"path": _spelled(draft, folder)}
    if dice.chance(0.2, "entries: recursive given"):
        entry["recursive"] = dice.chance(0.5)
    if dice.chance(0.45, "entries: include"):
        entry["include"] = patterns.includes(dice, paths)
    if dice.chance(0.35, "entries: exclude"):
        entry["exclude"] = patterns.excludes(dice, paths)
    if dice.chance(0.2):
        entry["auto_discover"] = missing or dice.chance(0.5)
    if dice.chance(0.35, "entries: order"):
        entry["order"] = dice.pick({0: 20, 1: 20, 2: 10, -3: 10, 8: 10, 90: 10, 1000: 5, 2**70: 1})
    keys = list(entry)
    dice.shuffle(keys)
    return {key: entry[key] for key in keys}


def _phase_folders(draft: Draft) -> list[str]:
    """What may go into a file of its own: folders of any depth, links to them, files, nothing."""
    dice = draft.dice
    filled = sorted({os.path.dirname(path) for path in draft.files})
    some = [*dice.few(filled, 5), *dice.few(draft.links, 1), *dice.few(draft.files, 2)]
    if dice.chance(0.3, "split: linked folder"):
        link = f"{PROJECT}/privileged"
        draft.links[link] = os.path.relpath(dice.choice(draft.folders), PROJECT)
        some.append(link)
    if dice.chance(0.25, "split: whole root"):
        some += [draft.folders[0], f"{PROJECT}/db"]
    return [*some, f"{PROJECT}/db/none"]


def _phase(draft: Draft, folder: str) -> Any:
    """One item of `superuser_dirs`, as a string or as a mapping."""
    path = _spelled(draft, folder)
    return {"path": path} if draft.dice.chance(0.3, "split: mapping") else path


def _is_parent(draft: Draft, folder: str) -> bool:
    return any(path.startswith(folder + "/") for path in draft.folders)


def _spelled(draft: Draft, folder: str) -> str:
    """A path as a configuration may spell it: relative to the project, or absolute."""
    path = os.path.relpath(folder, PROJECT)
    kind = draft.dice.pick(
        {"plain": 75, "dot": 6, "slash": 6, "double": 4, "back": 4, "absolute": 5}, "entry paths"
    )
    return {
        "plain": path,
        "dot": f"./{path}",
        "slash": f"{path}/",
        "double": path.replace("/", "//"),
        "back": f"{path}/../{os.path.basename(folder)}",
        "absolute": f"{draft.arena}/{folder}",
    }[kind]


def _finished(draft: Draft) -> Project:
    """Spells the settings and the command line of a draft."""
    dice = draft.dice
    text = draft.settings_text
    if text is None:
        text = spelling.document(dice, draft.settings)
    if draft.environment != faults.MISSING_ENVIRONMENT:
        draft.files[f"{PROJECT}/db/environments/{draft.environment}.yaml"] = text.encode()
    directory, project_dir = dice.pick(
        {
            (PROJECT, None): 40,
            (PROJECT, "."): 15,
            (".", PROJECT): 20,
            (f"{PROJECT}/db", ".."): 5,
            (".", f"{draft.arena}/{PROJECT}"): 20,
        }
    )
    project_options: list[tuple[str, ...]] = []
    if project_dir is not None:
        project_options.append(("--project-dir", project_dir))
    if draft.environment != "local" or dice.chance(0.2):
        project_options.append((dice.choice(("--env", "-e")), draft.environment))
    options = list(draft.options)
    if draft.output is not None:
        relative = os.path.relpath(draft.output, directory)
        path = dice.pick({relative: 80, f"{draft.arena}/{draft.output}": 20})
        options.append((dice.choice(("--output", "-o")), path))
    split_arguments = None
    if draft.split_directory is not None:
        place = os.path.relpath(draft.split_directory, directory)
        absolute = f"{draft.arena}/{draft.split_directory}"
        place = dice.pick({place: 70, f"./{place}/": 10, absolute: 20})
        split_arguments = ["--output-dir", place]
    return Project(
        files=draft.files,
        links=draft.links,
        folders=draft.folders,
        working_directory=directory,
        project_arguments=_arguments(dice, project_options),
        build_arguments=_arguments(dice, options) + draft.stray_arguments,
        split_arguments=split_arguments,
        variables={"SOURCE_DATE_EPOCH": draft.epoch},
        traits=frozenset(dice.traits),
    )


def _arguments(dice: Dice, options: list[tuple[str, ...]]) -> list[str]:
    """Options as arguments, each value in its own or in the option's."""
    arguments: list[str] = []
    for name, *value in options:
        if value and dice.chance(0.4):
            arguments.append(name + ("=" if name.startswith("--") else "") + value[0])
        else:
            arguments += [name, *value]
    return arguments
