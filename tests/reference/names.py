"""Names of files and folders that catch a wrong order or a wrong quoting."""

from dice import Dice

NUMBERING = {"none": 20, "decimal": 25, "hex": 25, "mixed": 22, "huge": 8}

_NUMBERS = (0, 1, 2, 3, 7, 9, 10, 11, 15, 16, 17, 26, 31, 99, 100, 160, 171, 255, 256, 1000, 4095)

_WORDS = ("a", "b", "c", "users", "orders", "audit", "types", "views", "tables", "core", "x")

# Siblings that a comparison of whole paths, of characters without case or of UTF-16 units would
# put in another order than a comparison of components by code point.
_NEIGHBOURS = (
    "a",
    "A",
    "a b",
    "a-b",
    "a.b",
    "a_b",
    "aB",
    "Ab",
    "ab",
    "a!",
    "a~",
    "Users",
    "_",
    "__",
)

_FOREIGN = (
    "é",
    "e\u0301",
    "ß",
    "Ж",
    "日本",
    "\u0661_x",
    "\uff5a",
    "\ufb01",
    "😀",
    "𝒳",
    "٣",
    "naïve",
)

_SHELL = ("it's", 'say "hi"', "[draft]", "{x}", "100%", "back\\slash", "#1", "$tmp", "a;b", "a,b")
_GLOB = ("[a]", "a]b", "a[b", "{a,b}", "a?b", "!x", "a+b", "-dash", "^a", "a=b")

_LETTERS_ONLY = ("add", "face", "dead", "ABC", "cafe", "F")

_SUFFIXES = {
    ".sql": 88,
    ".SQL": 2,
    ".Sql": 1,
    ".ddl": 2,
    ".txt": 2,
    ".sql.bak": 2,
    "": 2,
    ".sql ": 1,
}

_SEED_FOLDERS = ("seeds", "30_seed_backend", "10-Seeds", "seedling", "proceeds", "seed")


def file_name(dice: Dice, numbering: str) -> str:
    """A file name under the numbering habit of its tree."""
    stem = _stem(dice, numbering, _file_word(dice))
    if dice.chance(0.02, "names: hidden"):
        stem = "." + stem
    if dice.chance(0.003, "names: long"):
        stem += "x" * 120
    return stem + dice.pick(_SUFFIXES)


def folder_name(dice: Dice, numbering: str) -> str:
    """A folder name; without `*`, which would close a block comment before the next slash."""
    if dice.chance(0.06, "names: seed folder"):
        return dice.choice(_SEED_FOLDERS)
    word = dice.choice(_NEIGHBOURS if dice.chance(0.2) else _WORDS)
    name = _stem(dice, numbering, word)
    if dice.chance(0.03, "names: folder like a file"):
        return name + ".sql"
    return "." + name if dice.chance(0.02) else name


def _file_word(dice: Dice) -> str:
    kind = dice.pick({"plain": 60, "neighbours": 22, "foreign": 9, "shell": 5, "glob": 4}, "names")
    if kind == "glob" and dice.chance(0.2):
        return "a*b"
    return dice.choice(
        {
            "plain": _WORDS,
            "neighbours": _NEIGHBOURS,
            "foreign": _FOREIGN,
            "shell": _SHELL,
            "glob": _GLOB,
        }[kind]
    )


def _stem(dice: Dice, numbering: str, word: str) -> str:
    if dice.chance(0.05, "names: letters-only prefix"):
        return f"{dice.choice(_LETTERS_ONLY)}_{word}"
    if numbering == "none" or dice.chance(0.15):
        return word
    joint = dice.pick({"_": 90, "__": 2, "-": 2, "": 2, " ": 2, "_.": 2})
    return _number(dice, numbering) + joint + word


def _number(dice: Dice, numbering: str) -> str:
    kind = dice.pick({"decimal": 5, "hex": 4, "huge": 1}) if numbering == "mixed" else numbering
    if kind == "huge":
        digits = dice.pick({"0123456789": 3, "0123456789abcdefABCDEF": 1})
        start = dice.choice(("1" * 28, "0" * 25 + "1" * 10, "9" * 30))
        return start + "".join(dice.choice(digits) for _ in range(dice.randint(2, 8)))
    width = dice.choice((1, 1, 2, 3, 4, 5))
    letter = "d" if kind == "decimal" else dice.choice("xxX")
    return format(dice.choice(_NUMBERS), f"0{width}{letter}")
