"""Include and exclude patterns: derived from real paths, so that they match some and miss some."""

from dice import Dice

EVERYTHING = (
    "**/*.sql",
    "*.sql",
    "**",
    "*",
    "**/",
    "/**/*.sql",
    " **/*.sql ",
    "**/**/*.sql",
    "**/*.[s]ql",
)

# Each reads differently in gitignore, fnmatch, a shell or pathlib. None is an error, also as a
# regular expression: class bodies reach the reference's regular expressions unchanged.
_TRAPS = (
    "",
    " ",
    "/",
    "//",
    "///",
    "?",
    "??",
    "***",
    "a**",
    "**a",
    "x**/*.sql",
    "*/",
    "*/*",
    "*/**",
    "**/*/**",
    "**/**",
    "/*.sql",
    "\t*.sql\n",
    "[",
    "[]",
    "[!]",
    "[a",
    "a[",
    "[]a]*",
    "[!]a]*",
    "[^]a]*",
    "[!a]*",
    "[^a]*",
    "[!!a]*",
    "[a^]*",
    "[-a]*",
    "[a-]*",
    "[a-cx-z]*",
    "[A-Z]*",
    "[0-9]*",
    "[0-9a-f]*_*",
    "*[!q]*.sql",
    "a[+-9]*",
    "**[!q]*.sql",
    "[[:alpha:]]*",
    "[\\x30-9]*",
    "[\\-\\.a-z]*",
    "[!\\u0061-z]*",
    "[é]*",
    "[а-я]*",
    "[!é]*",
    "{a,b}.sql",
    "*.{sql,ddl}",
    "\\*.sql",
    "a\\b*",
    "back\\slash*",
    "!a*",
    "#*",
    "~*",
    "$*",
    "(*)",
    "*.SQL",
    "*.sql|*.txt",
    "a.sql",
    "a.sql/",
    "a/",
    "a",
    "tables",
    "tables/",
    "/tables/",
    "**/tables/**",
    "tables/**/*.sql",
    ".*",
    "**/.*",
    "./a.sql",
    "a..b",
    "...",
    "é*",
)

# Fail as soon as the reference tries them on a file.
BROKEN = (
    "../*.sql",
    "a/../b.sql",
    "..",
    " ../ ",
    "**/..",
    "[z-a]",
    "[a\\]",
    "x[9-0]y",
    "[\\d-z]",
    "[\\Z]",
)


def includes(dice: Dice, paths: list[str]) -> list[str]:
    """What one entry includes; nearly always something that takes most SQL files."""
    patterns = [_pattern(dice, paths, 0.4) for _ in range(dice.pick({0: 30, 1: 40, 2: 20, 3: 10}))]
    if not patterns or dice.chance(0.9):
        broad = "**/*.sql" if dice.chance(0.6) else dice.choice(EVERYTHING)
        patterns.insert(dice.randint(0, len(patterns)), broad)
    return patterns


def excludes(dice: Dice, paths: list[str]) -> list[str]:
    """What one entry excludes; rarely everything, as many of the traps would."""
    return [_pattern(dice, paths, 0.15) for _ in range(dice.pick({0: 10, 1: 60, 2: 20, 3: 10}))]


def _pattern(dice: Dice, paths: list[str], trap_probability: float) -> str:
    if not paths or dice.chance(trap_probability, "patterns: trap"):
        return dice.choice(_TRAPS)
    dice.traits.add("patterns: derived")
    return _derived(dice, dice.choice(paths))


def _derived(dice: Dice, path: str) -> str:
    """A generalisation of one real path."""
    if dice.chance(0.06, "patterns: class across a slash") and "/" in path:
        return path.replace("/", dice.choice(("[!q]", "[+-9]", "[^ ]")), 1)
    components = path.split("/")
    if dice.chance(0.25):
        components = components[-1:]
    elif len(components) > 1 and dice.chance(0.25, "patterns: folder"):
        return _decorated(dice, "/".join(components[:-1]) + "/")
    components = [_generalised(dice, component) for component in components]
    if dice.chance(0.4, "patterns: double star"):
        place = dice.randint(0, len(components))
        components[place : place + dice.randint(0, 2)] = ["**"]
    return _decorated(dice, "/".join(components))


def _generalised(dice: Dice, component: str) -> str:
    kind = dice.pick({"literal": 40, "star": 10, "start": 12, "end": 12, "mark": 10, "class": 16})
    place = dice.randrange(len(component))
    character = component[place]
    before, after = component[:place], component[place + 1 :]
    if kind == "class" and character.isalnum():
        return before + _class_around(dice, character) + after
    return {
        "star": "*",
        "start": before + "*",
        "end": "*" + after,
        "mark": before + "?" + after,
    }.get(kind, component)


def _class_around(dice: Dice, character: str) -> str:
    """A class that holds the letter or digit, or holds all but it."""
    code = ord(character)
    spread = f"{character}-{chr(code + 1)}" if chr(code + 1).isalnum() else character
    bodies = (
        character,
        f"xyz{character}",
        f"]{character}",
        f"{character}-",
        f"-{character}",
        spread,
    )
    return "[" + dice.choice(("", "", "", "!", "^")) + dice.choice(bodies) + "]"


def _decorated(dice: Dice, pattern: str) -> str:
    kind = dice.pick({"bare": 80, "slash": 8, "blanks": 6, "folder": 4, "deep": 2})
    return {
        "bare": pattern,
        "slash": "/" + pattern,
        "blanks": f" {pattern}  ",
        "folder": pattern + "/",
        "deep": "**/" + pattern,
    }[kind]
