"""Deliberate differences in what an environment file may hold.

`in_file` has to be narrow: whatever differs for a file it takes may be no failure.
"""

import re
from collections.abc import Callable
from typing import Any

import yaml
import yaml_features as features
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


def _has_odd_orders(content: bytes) -> bool:
    """Text for a number: zeros before `-` or `__`, or zeros and more than 4300 digits."""
    settings = _settings(content)
    lists = (settings.get(key) for key in ("include_dirs", "superuser_dirs", "superuser_post_dirs"))
    entries = (entry for entries in lists if isinstance(entries, list) for entry in entries)
    orders = (entry.get("order") for entry in entries if isinstance(entry, dict))
    return any(isinstance(order, str) and _is_odd_number(order) for order in orders)


def _is_odd_number(text: str) -> bool:
    if re.fullmatch(r"\s*[-+]?0[0_]*(-|__)[0-9_]+(\.0+)?\s*", text):
        return True
    zeros = re.fullmatch(r"\s*[-+]?(0[0-9_]*)(\.0+)?\s*", text)
    return zeros is not None and len(zeros[1].replace("_", "")) > 4300


_OTHER_COMMANDS = (
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
)


def _odd_yaml(
    reason: str, in_file: Callable[[bytes], bool], settings: str, head: str = ""
) -> Difference:
    """A difference in what `settings`, a line or more of them, and what is above them hold."""
    return Difference(
        "odd YAML: `!!set`, `?` in brackets, `>+`, `&a [*a]`, U+2028, …",
        reason,
        Example(f"include_dirs: [db/schema]\n{settings}".encode(), head=head.encode()),
        here="CONFIG_001",
        reference=BUILT,
        in_file=in_file,
    )


_ODD_YAML = (
    _odd_yaml(
        "`!!set`, `!!omap` and the like: no file needs them, and a set has a random order",
        features.has_rare_tags,
        "x: !!set {y}\n",
    ),
    _odd_yaml(
        "`!` alone: it overrides quotes",
        features.has_lone_exclamation_marks,
        "x: ! '3'\n",
    ),
    _odd_yaml(
        "escapes in tags: no file needs them",
        features.has_escaped_tags,
        "x: !!%73tr y\n",
    ),
    _odd_yaml(
        "`?` in brackets: most likely it is a pattern without quotes",
        features.has_question_marks_in_brackets,
        "x: [? .sql]\n",
    ),
    _odd_yaml(
        "`?` without a key: yaml-cpp reads it otherwise",
        features.has_keys_without_text,
        "x:\n  ?\n  : y\n",
    ),
    _odd_yaml(
        "`>+`: yaml-cpp loses newlines",
        features.has_folded_and_kept,
        "x: >+\n  y\n\n",
    ),
    _odd_yaml(
        "empty lines at the end of quotes: yaml-cpp drops them",
        features.has_quoted_empty_lines_at_end,
        "x: 'y\n\n\n  '\n",
    ),
    _odd_yaml(
        "blanks at the end of the file, below a block scalar: yaml-cpp takes them for text",
        features.ends_in_blanks,
        "x: |\n  y\n  ",
    ),
    _odd_yaml(
        r"`\N` and `\_`: yaml-cpp makes bytes of them that are not UTF-8",
        features.has_misread_escapes,
        r'x: "\N"',
    ),
    _odd_yaml(
        "an escape for half of a surrogate pair: it has no bytes in UTF-8",
        features.has_surrogates,
        r'x: "\ud800"',
    ),
    _odd_yaml(
        "U+2028 and U+2029: they end a line in YAML 1.1 only",
        features.has_line_separators,
        "# \u2028\n",
    ),
    _odd_yaml(
        "a second byte-order mark: yaml-cpp swallows it",
        features.has_two_marks,
        "",
        head="\ufeff\ufeffx: y\n",
    ),
    _odd_yaml(
        "directives other than %YAML 1.x: %TAG changes what tags mean",
        features.has_other_directives,
        "",
        head="%TAG !e! tag:example.org,2024:\n---\n",
    ),
    _odd_yaml(
        "a name right before : ? % @ or a backtick: yaml-cpp takes ':' into the name",
        features.has_names_before_indicators,
        "x: &y z\n*y: z\n",
    ),
    _odd_yaml(
        "':' right before a bracket, behind a key without quotes: yaml-cpp overlooks it",
        features.has_brackets_behind_colons,
        "x: {y:[z]}\n",
    ),
    _odd_yaml(
        "a key in {} without a value, its bracket or comma on a later line: yaml-cpp refuses it",
        features.has_keys_before_line_ends,
        "x: {y\n  }\n",
    ),
    _odd_yaml(
        "an anchor or tag where a key could begin, before text over lines: yaml-cpp measures the "
        "indentation from there",
        features.has_properties_before_lines,
        "x:\n  - &y z\n    z\n",
    ),
    _odd_yaml(
        "a value that contains itself: a merge would see half of it",
        features.contains_itself,
        "x: &y [*y]\n",
    ),
    _odd_yaml(
        "digits of other alphabets in a number with a tag: they depend on the version of Unicode",
        features.has_digits_of_other_alphabets,
        "x: !!int ٣\n",
    ),
    _odd_yaml(
        "leading zeros before - or __, or over 4300 digits: a slip, which pydantic reads as -2",
        _has_odd_orders,
        "superuser_dirs: [{path: db/schema, order: '0-2'}]\n",
    ),
)

_TOO_MUCH_YAML = Difference(
    "an environment file over 1 MiB, over 200 levels deep, or with over 100,000 keys from `<<`",
    "no environment needs them, and they take seconds or minutes to read",
    Example(b"include_dirs: [db/schema]\nx: " + b"[" * 250 + b"]" * 250 + b"\n"),
    here="CONFIG_001",
    reference=BUILT,
)

_ADDRESS_FOR_A_DIRECTORY = Difference(
    "an include directory that is the address of a database",
    "a path is shown in many places, and an address may hold a password",
    Example(
        b"include_dirs: ['postgresql://u:p@h']\n",
        files={"postgresql:/u:p@h/a.sql": b"SELECT 1;\n"},
    ),
    here="CONFIG_001",
    reference=BUILT,
)

IN_FILES = (*_OTHER_COMMANDS, *_ODD_YAML, _TOO_MUCH_YAML, _ADDRESS_FOR_A_DIRECTORY)
