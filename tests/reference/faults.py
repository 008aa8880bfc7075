"""The ways in which a tree is made to fail; one per faulty tree.

A fault may turn out harmless, as an open comment is in a tree that does not check comments: then
both programs have to succeed.
"""

from collections.abc import Callable
from typing import Any

import contents
import patterns
from project import PROJECT, Draft
from spelling import Verbatim

# The environment that has no file.
MISSING_ENVIRONMENT = "missing"

_BROKEN_YAML = (
    "",
    "# nothing\n",
    "- a\n- b\n",
    "just text\n",
    "42\n",
    "a: [1, 2\n",
    "a: 'x\n",
    "a:\n\tb: 1\n",
    "a: b: c\n",
    "a: *nowhere\n",
    "a: !unknown 1\n",
    "a: 1\n---\nb: 2\n",
    "a: 1\n b: 2\n",
    "- a\nb: c\n",
    "a: @x\n",
    "a: %x\n",
    "a: `x`\n",
    "{a: 1\n",
    "a: \x01\n",
    "<<: 3\na: 1\n",
    "? [a]\n: 1\n",
    "a: {b: 1}}\n",
    "a: [b?c]\n",
)

# Key paths below the top level, and values that are refused there.
_WRONG_VALUES: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("database_url",), ("mysql://x", "Postgres://x", '" postgresql://x"', "3", "null", "[]")),
    (("build",), ("null", "[]", "text", "3")),
    (("build", "sort_mode"), ("null", "1e3", "12", "true", "[hex]")),
    (("build", "two_pass"), ("maybe", "null", "2", '" true"')),
    (("build", "separators"), ("null", "custom", "[a]")),
    (("build", "separators", "style"), ("null", "3", "no", "2020-01-01")),
    (("build", "separators", "custom_template"), ("3", "[a]", "true")),
    (("build", "validate_comments"), ("null", "false")),
    (("build", "validate_comments", "enabled"), ("null", "2", '""', "maybe", "nO_", "0.5")),
)

_WRONG_ENTRY_VALUES = (
    (
        "order",
        ("3.5", '"0x10"', "null", "first", "1e3", "08.5", "[1]", '""', "1 000", '"1__0"', ".inf"),
    ),
    ("recursive", ("2", '""', "null", '" true"', "maybe", "[true]", "0.5")),
    ("auto_discover", ("null", "maybe", "2.0", '"yes "')),
    ("include", ("null", "x.sql", "[1]", "[null]", "{a: b}", "[[a]]", "[true]")),
    ("exclude", ("null", "x.sql", "[1.5]", "[yes]", "[2020-01-01]")),
    ("path", ("null", '""', "false", "0", "[]")),
)

_BAD_TEMPLATES = (
    "{",
    "}",
    "{}",
    "{0}",
    "{name}",
    "{file_path",
    "a}b",
    "{file_path:>40}",
    "{file_path.nope}",
)

_BAD_ARGUMENTS = ("--bogus", "--schema-onl", "--show-hash=yes")


def spoil(draft: Draft) -> None:
    """Applies one fault, chosen by weight."""
    fault = draft.dice.pick(_FAULTS)
    draft.dice.traits.add("faults: " + fault.__name__.lstrip("_").replace("_", " "))
    fault(draft)


def _unclosed_comment(draft: Draft) -> None:
    draft.files[_some_file(draft)] = contents.with_open_comment(draft.dice)


def _invalid_utf8(draft: Draft) -> None:
    draft.files[_some_file(draft)] = contents.with_invalid_utf8(draft.dice)


def _name_that_is_not_utf8(draft: Draft) -> None:
    folder = draft.dice.choice(draft.folders)
    draft.files[f"{folder}/b\udcff.sql"] = b"SELECT 1;\n"


def _dangling_link(draft: Draft) -> None:
    folder, target = (
        draft.dice.choice(draft.folders),
        draft.dice.choice(("gone.sql", "/nonexistent")),
    )
    draft.links[f"{folder}/dangling.sql"] = target


def _broken_yaml(draft: Draft) -> None:
    draft.settings_text = draft.dice.choice(_BROKEN_YAML)


def _environment_missing(draft: Draft) -> None:
    draft.environment = MISSING_ENVIRONMENT


def _key_missing(draft: Draft) -> None:
    del draft.settings[draft.dice.choice(("database_url", "include_dirs"))]


def _key_refused(draft: Draft) -> None:
    key = draft.dice.choice(
        ("tenancy", "migration_table", Verbatim("on"), Verbatim("1"), Verbatim("~"))
    )
    draft.settings[key] = draft.dice.choice((1, "x", None))


def _value_refused(draft: Draft) -> None:
    path, values = draft.dice.choice(_WRONG_VALUES)
    block = draft.settings
    for key in path[:-1]:
        block = block.setdefault(key, {})
    block[path[-1]] = Verbatim(draft.dice.choice(values))


def _entry_value_refused(draft: Draft) -> None:
    key, values = draft.dice.choice(_WRONG_ENTRY_VALUES)
    _some_entry(draft)[key] = Verbatim(draft.dice.choice(values))


def _entry_refused(draft: Draft) -> None:
    entry = draft.dice.choice(("3", "null", "[db/schema]", "{}", "{include: ['*']}", "true"))
    draft.settings["include_dirs"].append(Verbatim(entry))


def _entries_refused(draft: Draft) -> None:
    entries = draft.dice.choice(("[]", "null", "3", "true", "db/schema", "{path: db/schema}", '""'))
    draft.settings["include_dirs"] = Verbatim(entries)


def _entry_missing(draft: Draft) -> None:
    missing = {
        "path": "db/not/there",
        "auto_discover": draft.dice.choice((False, Verbatim('"no"'))),
    }
    draft.settings["include_dirs"].append(draft.dice.choice(("db/not/there", missing)))


def _entry_is_a_file(draft: Draft) -> None:
    draft.settings["include_dirs"].append(f"db/environments/{draft.environment}.yaml")


def _nothing_selected(draft: Draft) -> None:
    for entry in draft.settings["include_dirs"]:
        if isinstance(entry, dict):
            entry["include"] = draft.dice.choice((["*.none"], [], [""]))
    draft.settings["exclude_dirs"] = draft.dice.choice(
        (["."], [""], ["..", "db"], Verbatim("db/schema"))
    )


def _pattern_refused(draft: Draft) -> None:
    entry = _some_entry(draft)
    listed = entry.setdefault(draft.dice.choice(("include", "exclude")), [])
    listed.insert(draft.dice.randint(0, len(listed)), draft.dice.choice(patterns.BROKEN))


def _separator_refused(draft: Draft) -> None:
    styles = ("Custom", "none", "", "custom", "block-comment")
    style, template = draft.dice.choice(styles), draft.dice.choice(("", *_BAD_TEMPLATES))
    if draft.dice.chance(0.5):
        draft.settings.setdefault("build", {})["separators"] = {
            "style": style,
            "custom_template": template,
        }
    else:
        draft.options += [("--separator-style", style), ("--separator-template", template)]


def _arguments_refused(draft: Draft) -> None:
    draft.stray_arguments.append(draft.dice.choice(_BAD_ARGUMENTS))


def _epoch_refused(draft: Draft) -> None:
    draft.epoch = draft.dice.choice(
        ("soon", "1.5", "0x10", "253402300800", "-62135596801", "1__0", "- 1")
    )


def _output_refused(draft: Draft) -> None:
    output = draft.dice.choice(
        ("db/environments", "db", f"db/environments/{draft.environment}.yaml/x.sql")
    )
    draft.output = f"{PROJECT}/{output}"
    if draft.split_directory is not None:
        draft.split_directory = f"{PROJECT}/db/environments/{draft.environment}.yaml/split"


def _some_file(draft: Draft) -> str:
    """A file that is likely to be selected."""
    likely = [
        path
        for path in draft.files
        if path.startswith(tuple(draft.folders)) and path.endswith(".sql")
    ]
    return draft.dice.choice(likely or list(draft.files))


def _some_entry(draft: Draft) -> dict[str, Any]:
    """An entry in the form of a mapping; a string becomes one."""
    entries: list[Any] = draft.settings["include_dirs"]
    place = draft.dice.randrange(len(entries))
    if isinstance(entries[place], str):
        entries[place] = {"path": entries[place]}
    entry: dict[str, Any] = entries[place]
    return entry


_FAULTS: dict[Callable[[Draft], None], float] = {
    _unclosed_comment: 14,
    _invalid_utf8: 10,
    _name_that_is_not_utf8: 3,
    _dangling_link: 5,
    _broken_yaml: 8,
    _environment_missing: 2,
    _key_missing: 3,
    _key_refused: 4,
    _value_refused: 9,
    _entry_value_refused: 10,
    _entry_refused: 5,
    _entries_refused: 4,
    _entry_missing: 6,
    _entry_is_a_file: 2,
    _nothing_selected: 5,
    _pattern_refused: 9,
    _separator_refused: 6,
    _arguments_refused: 3,
    _epoch_refused: 4,
    _output_refused: 3,
}
