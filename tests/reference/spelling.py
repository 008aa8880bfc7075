"""One configuration, many spellings: YAML 1.1 text whose values the reference reads as given.

Scalars vary in style and, for the lax fields of the reference, in type; mappings and sequences
are in block or flow style, with comments, duplicate keys (the last wins), anchors, aliases and
merge keys.
"""

import re
from typing import Any

from dice import Dice


class Verbatim(str):
    """YAML text that is written as it stands."""


# Without `?`, which the reference refuses inside a flow collection.
_PLAIN = re.compile(r"[A-Za-z_./\u00e9\u00fc][\w./*!%+=~@\\-]*", re.ASCII)
_WORDS_WITH_MEANING = {"yes", "no", "on", "off", "true", "false", "null", "y", "n"}

_TRUE = """true True TRUE yes Yes on ON y 1 1.0 "yes" 't' "TRUE" "1" """.split()
_FALSE = """false False FALSE no No off OFF n 0 0.0 "no" 'f' "FALSE" "0" """.split()

# Values that a duplicate key may hold before the right one overrides it.
_DECOYS = {
    "recursive": False,
    "auto_discover": True,
    "order": 77,
    "include": ["nothing"],
    "exclude": ["*"],
    "sort_mode": "decoy",
    "style": "decoy",
    "enabled": True,
    "database_url": "postgresql://decoy",
}


def document(dice: Dice, settings: dict[str, Any]) -> str:
    """`settings` as the text of an environment file."""
    return _Speller(dice).document(settings)


class _Speller:
    def __init__(self, dice: Dice) -> None:
        self._dice = dice
        self._shared: list[str] = []  # top-level lines that define anchors, written first

    def document(self, settings: dict[str, Any]) -> str:
        body = self._block_mapping(settings, 0)
        dice = self._dice
        head = dice.pick({"": 80, "---\n": 10, "# local setup\n\n": 7, "%YAML 1.1\n---\n": 3})
        tail = dice.pick({"": 90, "...\n": 5, "# the end": 5})
        text = head + "".join(line + "\n" for line in self._shared + body) + tail
        if dice.chance(0.03, "yaml: CRLF"):
            text = text.replace("\n", "\r\n")
        return "\ufeff" + text if dice.chance(0.01, "yaml: BOM") else text

    def _block_mapping(self, mapping: dict[str, Any], indent: int) -> list[str]:
        lines: list[str] = []
        for key, value in self._pairs(mapping):
            lines += self._block_value(" " * indent + key + ":", value, indent)
            if self._dice.chance(0.04, "yaml: comments"):
                lines.append(" " * indent + "# include_dirs: [old]")
        return lines

    def _block_sequence(self, items: list[Any], indent: int) -> list[str]:
        lines: list[str] = []
        for item in items:
            if isinstance(item, dict) and self._dice.chance(0.7):
                rows = self._block_mapping(item, indent + 2)
                lines += [" " * indent + "- " + rows[0].lstrip(), *rows[1:]]
            else:
                lines += self._block_value(" " * indent + "-", item, indent)
        return lines

    def _block_value(self, head: str, value: Any, indent: int) -> list[str]:
        """`head` followed by the value, on the same line or on the lines below."""
        if value and isinstance(value, (dict, list)):
            if self._dice.chance(0.6, "yaml: block style"):
                if isinstance(value, dict):
                    return [head, *self._block_mapping(value, indent + 2)]
                return [head, *self._block_sequence(value, indent + self._dice.choice((0, 2, 4)))]
            self._dice.traits.add("yaml: flow style")
        if _fits_literal(value) and self._dice.chance(0.15, "yaml: literal block"):
            return [head + " |-", *(" " * (indent + 2) + line for line in value.split("\n"))]
        remark = "  # as agreed" if self._dice.chance(0.05, "yaml: comments") else ""
        return [f"{head} {self._flow(value)}{remark}"]

    def _flow(self, value: Any) -> str:
        if isinstance(value, dict):
            pairs = (f"{key}: {self._flow(item)}" for key, item in self._pairs(value))
            return "{" + self._comma().join(pairs) + "}"
        if isinstance(value, list):
            return "[" + self._comma().join(self._flow(item) for item in value) + "]"
        return self._scalar(value)

    def _comma(self) -> str:
        return self._dice.pick({", ": 80, " , ": 10, ",\n            ": 10})

    def _pairs(self, mapping: dict[str, Any]) -> list[tuple[str, Any]]:
        """The mapping's keys as written, with decoys, shared values and merged mappings."""
        pairs: list[tuple[str, Any]] = []
        merged: dict[str, Any] = {}
        for key, value in mapping.items():
            if key in _DECOYS and self._dice.chance(0.02, "yaml: duplicate keys"):
                pairs.append((key, _DECOYS[key]))
            if "path" in mapping and key in _DECOYS and self._dice.chance(0.06):
                merged[key] = value
            elif (
                isinstance(value, list)
                and key in _DECOYS
                and self._dice.chance(0.06, "yaml: alias")
            ):
                pairs.append((self._key(key), self._share(value)))
            else:
                pairs.append((self._key(key), value))
        if merged:
            pairs.insert(self._dice.randint(0, len(pairs)), ("<<", self._merge(merged, mapping)))
        return pairs

    def _merge(self, merged: dict[str, Any], mapping: dict[str, Any]) -> Verbatim:
        """What a merge key holds: explicit keys beat it, and the first of a list beats the rest."""
        self._dice.traits.add("yaml: merge keys")
        overridden = {key: _DECOYS[key] for key in mapping if key in _DECOYS and key not in merged}
        name = self._share({**overridden, **merged} if self._dice.chance(0.5) else merged)
        if self._dice.chance(0.6):
            return name
        return Verbatim(f"[{name}, {self._share({key: _DECOYS[key] for key in merged})}]")

    def _share(self, value: Any) -> Verbatim:
        """Defines an anchor at the top of the document and names its alias."""
        text = self._flow(value)  # may share parts of its own, which have to stand above
        name = f"shared{len(self._shared)}"
        self._shared.append(f"x-{name}: &{name} {text}")
        return Verbatim(f"*{name}")

    def _key(self, key: str) -> str:
        if isinstance(key, Verbatim):
            return key
        return self._dice.pick({key: 94, f'"{key}"': 3, f"'{key}'": 3})

    def _scalar(self, value: Any) -> str:
        if isinstance(value, Verbatim):
            return value
        if value is None:
            return self._dice.choice(("null", "~", "Null"))
        if isinstance(value, bool):
            return self._dice.choice(_TRUE if value else _FALSE)
        if isinstance(value, int):
            return self._integer(value)
        return self._string(value)

    def _integer(self, value: int) -> str:
        spellings = [
            str(value),
            str(value),
            f'"{value}"',
            f"'  {value} '",
            f"{value}.0",
            f'"{value}.0"',
        ]
        if value >= 0:
            spellings += [f"+{value}", f'"00{value}"', f"{value:#x}", f"{value:#b}", f"0{value:o}"]
        if value >= 10:
            spellings += [f"{value // 10}_{value % 10}", f'"{value // 10}_{value % 10}"']
        if value >= 60:
            spellings.append(f"{value // 60}:{value % 60:02d}")
        return self._dice.choice(spellings)

    def _string(self, text: str) -> str:
        styles = ["double"]
        if text.isprintable():
            styles += ["single", "single"]
        if _PLAIN.fullmatch(text) and text.lower() not in _WORDS_WITH_MEANING:
            styles += ["plain"] * 4
        style = self._dice.choice(styles)
        self._dice.traits.add(f"yaml: {style} scalars")
        if style == "plain":
            return text
        if style == "single":
            return "'" + text.replace("'", "''") + "'"
        return '"' + "".join(self._escaped(character) for character in text) + '"'

    def _escaped(self, character: str) -> str:
        if character in '"\\':
            return "\\" + character
        if character.isprintable() and not self._dice.chance(0.05):
            return character
        code = ord(character)
        if code < 0x100:
            return f"\\x{code:02x}"
        return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _fits_literal(value: Any) -> bool:
    return (
        isinstance(value, str)
        and not isinstance(value, Verbatim)
        and all(line.isprintable() and line.strip() == line and line for line in value.split("\n"))
    )
