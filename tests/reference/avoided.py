"""What no generated tree holds, because confiture-build differs there on purpose.

The first group cannot be expressed by the generator at all:

- FIFOs, sockets and devices: the reference hangs. A tree has folders, files and links only.
- Symlink loops: what the reference does depends on the version of Python.
- Invalid values in blocks that a build does not read (`drift`, `acls`, `ssh_tunnel`, ...):
  the reference refuses them, confiture-build leaves them to the commands they are for.
- Separator templates beyond `{file_path}`, its `.name .stem .suffix .parent`, `!s`, a format spec
  for text, and doubled braces: `settings.template` writes no other, `faults` only such as both
  refuse.
- Patterns with a character class that ends in a backslash (`[\\]]*`): in the reference it swallows
  what follows the class, confiture-build refuses it.
- `\\d`, `\\s` and `\\w` in a character class: any alphabet's in the reference, ASCII here.
- Positional arguments: the reference takes none, confiture-build takes directories.
- `--sequential`, `--dump`, `--two-pass` and the duplicate checks: optional components that need a
  database or a parser, with tests of their own.
- Text for people (messages, hints, progress): reported with a difference, never compared.
- Configurations with blocks of other commands, `build.lint` or the keys of `seed` beyond
  `execution_mode`: `configurations` writes none, and damage to the text does not make one.

The second group could come up by chance; `refuse` holds the generator to it.
"""

import os
import re
from typing import Any

import yaml
from project import Draft

# Characters that end a line for some reader; a name with one is refused.
_LINE_BREAKERS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def refuse(draft: Draft) -> None:
    """Raises AssertionError if the tree would meet a deliberate difference."""
    for path in [*draft.files, *draft.links, *draft.folders]:
        assert not _LINE_BREAKERS.search(path), f"breaks out of a line comment: {path!r}"
        assert "*/" not in path, f"breaks out of a block comment: {path!r}"
    assert draft.environment and "/" not in draft.environment, "not a plain file name"
    assert draft.environment not in (".", ".."), "not a plain file name"
    assert draft.epoch.strip(), "without an epoch the header holds the time of day"


def refuses_configuration(content: bytes) -> bool:
    """Whether an environment file would meet a deliberate difference, or walk out of the tree."""
    try:
        settings = yaml.safe_load(content.decode())
    except Exception:  # whatever PyYAML makes of it, there is nothing to build
        return False
    if not isinstance(settings, dict):
        return False
    build, seed = settings.get("build"), settings.get("seed")
    return (
        (isinstance(build, dict) and _may_be_true(build.get("two_pass")))
        or (isinstance(seed, dict) and seed.get("execution_mode") == "sequential")
        or any(_leaves_the_tree(item) for item in _items(settings.get("include_dirs")))
    )


def unread_outputs(entries: list[str], outputs: list[str]) -> list[str]:
    """Those outputs that no build over the entries takes for a source.

    Entries and outputs are folders and files below the arena, with symlinks resolved.
    """
    return [path for path in outputs if not any(_covers(entry, path) for entry in entries)]


def csv_is_comparable(text: str) -> bool:
    """Whether the reference's terminal library leaves this text alone.

    It swallows `[bold]`, turns `:smile:` into a picture and tabs into blanks, and stops at `[/x]`.
    """
    return not any(character in text for character in "[:\t")


def _covers(folder: str, path: str) -> bool:
    return os.path.commonpath([folder, path]) == folder


def _may_be_true(value: Any) -> bool:
    return str(value).strip().lower() in ("1", "1.0", "true", "t", "yes", "y", "on")


def _items(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, str, dict, set)) else []


def _leaves_the_tree(item: Any) -> bool:
    path = item.get("path") if isinstance(item, dict) else item
    return isinstance(path, str) and os.path.normpath(path).startswith(("/", ".."))
