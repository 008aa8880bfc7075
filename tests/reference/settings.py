"""The parts of a configuration that are not about which files are selected."""

from typing import Any

from dice import Dice

_FIELDS = (
    "{file_path}",
    "{file_path}",
    "{file_path.name}",
    "{file_path.stem}",
    "{file_path.suffix}",
    "{file_path.parent}",
    "{file_path!s}",
    "{file_path!s:>40}",
    "{file_path!s:<60}|",
    "{file_path!s:*^30}",
    "{file_path!s:.8}",
    "{file_path!s:>12.5}",
    "{file_path!s:045}",
    "{file_path!s:é>50s}",
    "{file_path.name!s:^25}",
    "{file_path.stem:>20}",
)
_LITERALS = (
    "-- ",
    "\n",
    "/* ",
    " */",
    "{{",
    "}}",
    "{{{{x}}}}",
    "100% ",
    "é ",
    "\\n",
    "'",
    '"',
    "# ",
    "$1 ",
    "😀",
)


def template(dice: Dice) -> str:
    """A separator template of the kind that both programs take."""
    pieces = [dice.choice(_FIELDS)]
    for _ in range(dice.randint(0, 4)):
        pieces.insert(dice.randint(0, len(pieces)), dice.choice(_FIELDS + _LITERALS))
    return "".join(pieces)


def build_block(dice: Dice) -> dict[str, Any]:
    """The `build:` block, possibly empty."""
    block: dict[str, Any] = {}
    sort_mode = dice.pick(
        {"hex": 45, "alphabetical": 20, None: 25, "HEX": 5, "numeric": 5}, "sort_mode"
    )
    if sort_mode is not None:
        block["sort_mode"] = sort_mode
    if dice.chance(0.3):
        block["separators"] = _separators(dice)
    if dice.chance(0.25, "validate_comments: configured"):
        keys = ("enabled", "fail_on_unclosed_blocks", "fail_on_spillover")
        block["validate_comments"] = {key: dice.chance(0.6) for key in dice.few(keys, 3)}
    if dice.chance(0.1):
        block["two_pass"] = False
    if dice.chance(0.05):
        block["lint"] = {"enabled": False, "rules": ["naming_convention"]}
    return block


def other_blocks(dice: Dice) -> dict[str, Any]:
    """Valid blocks that a build reads past."""
    candidates: dict[str, Any] = {
        "name": "another",
        "x_unknown": {"a": [1, {"b": None}]},
        "migration": {"tracking_table": "public.tb_confiture"},
        "seed": {"execution_mode": "concatenate", "profiles": {"lean": {"exclude": ["big_*"]}}},
        "locking": True,
    }
    return {key: candidates[key] for key in dice.few(candidates, 2)} if dice.chance(0.4) else {}


def phases(dice: Dice, folders: list[str]) -> dict[str, list[str]]:
    """What goes into the other files of a split, by key; at times everything, nothing or both."""
    chosen: dict[str, list[str]] = {}
    for key, probability in {"superuser_dirs": 0.85, "superuser_post_dirs": 0.6}.items():
        if dice.chance(probability, f"split: {key}"):
            count = dice.pick({0: 5, 1: 45, 2: 30, 3: 20})
            chosen[key] = [dice.choice(folders) for _ in range(count)]
    if not chosen:
        dice.traits.add("split: no keys")
    elif len(chosen) == 2 and set.intersection(*map(set, chosen.values())):
        dice.traits.add("split: a folder under both keys")
    return chosen


def flags(dice: Dice, block: dict[str, Any]) -> list[tuple[str, ...]]:
    """Options of the command line that override the `build:` block."""
    options: list[tuple[str, ...]] = []
    for flag in ("validate-comments", "fail-on-unclosed", "fail-on-spillover"):
        if dice.chance(0.07, f"flags: {flag}"):
            options.append((f"--{'no-' if dice.chance(0.4) else ''}{flag}",))
    if dice.chance(0.03):
        options.append(("--no-two-pass",))
    if dice.chance(0.15, "flags: separator style"):
        style = dice.pick({"block_comment": 1, "line_comment": 2, "mysql": 2, "custom": 4})
        if dice.chance(0.1, "flags: repeated"):
            options.append(("--separator-style", "mysql"))
        options.append(("--separator-style", style))
        if style == "custom" and not block.get("separators", {}).get("custom_template"):
            options.append(("--separator-template", template(dice)))
    elif dice.chance(0.05, "flags: separator template"):
        options.append(("--separator-template", template(dice)))
    return options


def _separators(dice: Dice) -> dict[str, Any]:
    style = dice.pick(
        {"block_comment": 15, "line_comment": 25, "mysql": 20, "custom": 35, None: 5}, "separators"
    )
    block: dict[str, Any] = {} if style is None else {"style": style}
    if style == "custom" or dice.chance(0.2):
        block["custom_template"] = template(dice)
    return block
