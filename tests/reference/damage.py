"""Damage done to the text of an environment file, as a slip of the hand or a bad merge would."""

from collections.abc import Callable

from dice import Dice

_STRAY = (
    "\t", " ", "  ", "\n", "\n\n", ":", ": ", "- ", "-", "#", " #", ",", "[", "]", "{", "}", "&", "*",
    "!", "|", ">", "'", '"', "%", "@", "`", "?", "? ", "=", "<<: ", "~", "\\", "\ufeff", "\x00",
    "\x07", "\x1b", "\x7f", "\x80", "\u0085", "\u2028", "\u2029", "\u00a0", "\ufffe", "\r", "é", "😀",
    "\v", "\f",
)  # fmt: skip
_STRAY_LINES = (
    "---", "...", "--- ", "---\t", "--- # new", "--- x", "... ", "... # end", "...x", "---x", " ---",
    "%YAML 1.1", "%YAML 1.2", "%YAML 2.0", "%YAML 1.1 # x", "%YAML", "%TAG ! tag:x,2000:",
    "%TAG !! tag:yaml.org,2002:", "%OTHER thing", "%", "#", "# note", "\t# note", "  # note", "", " ",
    "\t", "  \t", "word", "  word", "key:", "key: value", "  key: value", "    key: value", "- item",
    "  - item", "-", ":", ": value", "? key", "? key\n: value", "?", "[a]", "{a: b}", "'quoted'",
    '"quoted": 1', "key : value", "key:value", "key:\tvalue", "\tkey: value", "key: value\t",
    "key: 'a' # b", "<<: {x: 1}", "<<:", "<<: x", "<<: []", "<<: [1]", "<<: [{x: 1}, {y: 2}]",
    "<<: [[{x: 1}]]", '"<<": 1', "=: 1", "=", "~: 1", "null: 1", "on: 1", "no: 1", "1: 1", "1.5: 1",
    "2020-01-01: 1", "? [a]\n: 1", "? {a: b}\n: 1", "[a]: 1", "{a: b}: 1", "!!str 1: 1", "!!int 'x': 1",
    "tenancy: x", "migration_table: x", "name: other", "x-note: |\n  a\n b", "x-note: |\n    a\n  b",
    "x-note: |2\n  a\n   b", "x-note: |0\n  a", "x-note: |10\n a", "x-note: >-1\n a", "x-note: |+-\n a",
    "x-note: |\n\ta", "x-note: |\n  a\n\tb", "x-note: |\n\n\n    a\n   b", "x-note: |\n      \n  a",
    "x-note: >\n  a\n\n   b\n  c\n", "x-note: |", "x-note: |\n# a\n  b", "x-note: &n", "x-note: &n\n  a: 1",
    "x-note: &n [*n]", "x-note: &n {a: *n}", "x-note: &n a\nx-more: &n b", "x-note: &n a\n*n : b",
    "&n x-note: a\nx-more: *n", "x-note: [a,\nb]", "x-note: [\n]", "x-note: {\n}", "x-note: [a\n  b, c]",
    "x-note: {a: 1\n  , b: 2}", "x-note: {a\n  : 1}", "x-note: {\"a\"\n  : 1}", "x-note: [\ta]",
    "x-note:\n- a\n- b", "x-note:\n - a\n - b", "x-note:\n - a\n  - b", "x-note:\n  - a\n - b",
    "x-note:\n  -\n    a\n  -\n  - b", "x-note:\n- - a\n  - b", "x-note: - a", "x-note:\n  a: 1\n   b: 2",
    "x-note:\n   a: 1\n  b: 2", "x-note: a\n  b: 2", "x-note: 'a'\n  b: 2", "x-note: {a: 1}\n  b: 2",
    "x-note:\n\ta: 1", "x-note:\n  a: 1\n\tb: 2", "x-note:\n  - a\n  b: 1", "x-note:\n  b: 1\n  - a",
    "x-note: a: 1", "x-note: 'a': 1", "x-note: &a b: 1", "x-note: !!map\n  a: 1", "x-note: !!seq\n- a",
    "x-note: !x {a: 1}", "x-note: !!set\n  ? a\n  ? b", "x-note: !!omap\n  - a: 1", "x-note: [a, [b, {c: [d]}]]",
    "x-note: \"a\n  b\"", "x-note: \"a\nb\"", "x-note: 'a\n\n  b'", "x-note: \"a\n--- b\"", "x-note: a\n  b\n  c",
    "x-note: a\n\n  b", "x-note: a # c\n  b", "x-note: a\n  # c\n  b", "x-note: a\n\tb", "x-note: *x-note",
    "*x : 1", "&x : 1", "!!null : 1", "'': 1", "? : 1", "? a\n? b", "? a\nb: 1", "- a: 1\n  b: 2", "x" * 130 + ": 1",
    "x" * 1030 + ": 1", '"' + "x" * 1030 + '": 1', "x y: 1", "x-note: " + "y" * 3000, "'x\n y': 1", "x\n y: 1",
    "'x': 1", '"x" : 1', '"x":1', "'x':1", "{x: 1, <<: {y: 2}}", "x-note: {<<: {y: 2}, <<: {z: 3}}",
    "x-note: {<<: [*x]}", "x-note: {x: 1, x: 2}", "x-note: {1: a, true: b, 1.0: c}", "x-note: [<<]",
    "x-note: {<<}", "x-note: {=}", "x-note: {=: 1}", "x-note: {a: =}", "x-note: [=]", "x-note: {? a}",
    "x-note: {a: b}c", "x-note: [a]b", "x-note: [a] # b", "x-note: [a]# b", "x-note: [a]:", "x-note: 'a'b",
    "x-note: {a:: b}", "x-note: {a: b:c}", "x-note: [a:b, c:]", "x-note: [:a]", "x-note: [a::b]", "x-note: {:a}",
    "x-note: [-]", "x-note: [- a]", "x-note: [-a, -1]", "x-note: {-: 1}", "x-note: {- a: 1}", "x-note: [a, #b\n  c]",
    "x-note: [a#, b]", "x-note: [[a], [b]]", "x-note: [[a] [b]]", "x-note: ['a' 'b']", "x-note: {a: 'b' c: d}",
    "x-note: [a\n# c\n  , b]", "x-note: [!!str]", "x-note: [!!str , a]", "x-note: {!!str : a}", "x-note: [&a , b]",
    "x-note: [&a, b]", "x-note: [*a]", "x-note: [%a]", "x-note: [@a]", "x-note: [|]", "x-note: [>a]", "x-note: [a|b]",
)  # fmt: skip


def damaged(dice: Dice, text: str) -> str:
    """The text with one slip in it, which may happen to be harmless."""
    damage = dice.choice(_DAMAGES)
    dice.traits.add("damage: " + damage.__name__.lstrip("_").replace("_", " "))
    return damage(dice, text)


def _stray_character(dice: Dice, text: str) -> str:
    place = dice.randint(0, len(text))
    return text[:place] + dice.choice(_STRAY) + text[place:]


def _stray_line(dice: Dice, text: str) -> str:
    lines = text.split("\n")
    place = dice.randint(0, len(lines))
    return "\n".join([*lines[:place], dice.choice(_STRAY_LINES), *lines[place:]])


def _stray_line_at_an_end(dice: Dice, text: str) -> str:
    line = dice.choice(_STRAY_LINES)
    return f"{line}\n{text}" if dice.chance(0.5) else f"{text}{line}\n"


def _character_lost(dice: Dice, text: str) -> str:
    place = dice.randrange(len(text) or 1)
    return text[:place] + text[place + 1 :]


def _mark_lost(dice: Dice, text: str) -> str:
    """One of the characters that make the structure is missing."""
    places = [at for at, character in enumerate(text) if character in ":-[]{},'\"\n&*|>#"]
    if not places:
        return text
    place = dice.choice(places)
    return text[:place] + text[place + 1 :]


def _line_lost(dice: Dice, text: str) -> str:
    lines = text.split("\n")
    del lines[dice.randrange(len(lines))]
    return "\n".join(lines)


def _line_repeated(dice: Dice, text: str) -> str:
    lines = text.split("\n")
    line = dice.choice(lines)
    lines.insert(dice.randint(0, len(lines)), line)
    return "\n".join(lines)


def _lines_swapped(dice: Dice, text: str) -> str:
    lines = text.split("\n")
    place = dice.randrange(max(1, len(lines) - 1))
    lines[place : place + 2] = reversed(lines[place : place + 2])
    return "\n".join(lines)


def _line_shifted(dice: Dice, text: str) -> str:
    """One line is indented more or less than it was, or with a tab."""
    lines = text.split("\n")
    place = dice.randrange(len(lines))
    line = lines[place]
    lines[place] = dice.choice((" " + line, "  " + line, "\t" + line, line[1:], line.lstrip()))
    return "\n".join(lines)


def _space_changed(dice: Dice, text: str) -> str:
    places = [at for at, character in enumerate(text) if character == " "]
    if not places:
        return text
    place = dice.choice(places)
    return text[:place] + dice.choice(("", "\t", "\n", "  ", " \t", "\u00a0")) + text[place + 1 :]


def _cut_short(dice: Dice, text: str) -> str:
    return text[: dice.randint(0, len(text))]


def _cut_start(dice: Dice, text: str) -> str:
    return text[dice.randint(0, min(40, len(text))) :]


_DAMAGES: tuple[Callable[[Dice, str], str], ...] = (
    _stray_character,
    _stray_character,
    _stray_line,
    _stray_line,
    _stray_line_at_an_end,
    _stray_line_at_an_end,
    _character_lost,
    _mark_lost,
    _line_lost,
    _line_repeated,
    _lines_swapped,
    _line_shifted,
    _space_changed,
    _space_changed,
    _cut_short,
    _cut_start,
)
