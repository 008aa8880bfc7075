"""The other generator: one seed, one environment file over a tree that is always the same.

Values have right and wrong types in all spellings of YAML 1.1; one text in four is then damaged.
About half of the files are accepted by the reference.
"""

from typing import Any

import damage
import reach
import scalars
from dice import Dice
from spelling import Verbatim

# The names are such that strings read letter by letter and odd scalars may find their folder.
TREE = {
    name: f"SELECT '{name}';\n".encode()
    for name in (
        "db/schema/00_types.sql",
        "db/schema/10_tables/1_users.sql",
        "db/schema/10_tables/0a_orders.sql",
        "db/schema/10_tables/deep/x.sql",
        "db/schema/views/v.sql",
        "db/schema/views/v.txt",
        "db/schema/.hidden.sql",
        "db/seeds/s.sql",
        "a/a.sql",
        "b/b.sql",
        "1/one.sql",
        "yes/y.sql",
        "null/n.sql",
        "~/home.sql",
        "2020-01-01/d.sql",
        "with space/w.sql",
        "prüfung/p.sql",
    )
}

_URLS = (
    "postgresql://localhost/app",
    "postgres://u:p@host:5432/app",
    "postgresql://",
    "postgres://x?sslmode=require#y",
    "postgresql://${HOST}/x",
)
_WRONG_URLS = ("Postgres://x", " postgres://x", "mysql://x", "postgresql:/x", "postgresql//x", "x")
_FOLDERS = {
    "db/schema": 40,
    "./db/schema/": 5,
    "db//schema/views": 5,
    "db/schema/../seeds": 5,
    "db/seeds": 10,
    "db": 3,
    "a": 6,
    "b": 6,
    "1": 2,
    "yes": 2,
    "null": 2,
    "~": 2,
    "2020-01-01": 2,
    "with space": 3,
    "prüfung": 4,
    "missing": 0.7,
    "db/schema/10_tables": 8,
}
_STRINGS_FOR_LISTS = ("ab", "a", "ba", "1a", "", "db", "aab", "{a: 1, b: 2}", "!!set {a, b}")
_PATTERNS = (
    "**/*.sql", "*.sql", "views/", "10_tables/", "10_tables/**", "v.*", "/views/*", "0*", "[0-9]*",
    "[!0-9]*", "{a,b}.sql", "!v.sql", "#x", "a: b", "*", "**", "", " *.sql", "?.sql", "..", "../x", "x\\y",
    "00_types.sql", "x.sql", "- x", "1", "yes", "%.sql", "@.sql",
)  # fmt: skip
_TEMPLATES = ("-- {file_path}\\n", "-- {file_path}", "{{{file_path.name}}}", "x: {file_path!s:>9}", "")
_STYLES = ("block_comment", "line_comment", "mysql", "custom", "Custom", "none")
_UNKNOWN = ("x_note", "version", "y", "description", "path", "Build", "database-url", "include_dir")

# How likely a value is one that its author cannot have meant.
_ODD = 0.007


def generate(seed: int) -> tuple[bytes, frozenset[str]]:
    """The bytes of the environment file of a seed, and its traits."""
    dice = Dice(seed)
    text = _Writer(dice).document(_settings(dice))
    if dice.chance(0.25, "damage: any"):
        for _ in range(dice.pick({1: 80, 2: 15, 3: 5})):
            text = damage.damaged(dice, text)
    text = {
        "LF": text,
        "CRLF": text.replace("\n", "\r\n"),
        "CR": text.replace("\n", "\r"),
        "no end": text.rstrip("\n"),
    }[dice.pick({"LF": 88, "CRLF": 5, "CR": 2, "no end": 5}, "newlines")]
    if dice.chance(0.02, "BOM"):
        text = "\ufeff" + text
    content = text.encode("utf-8", "surrogatepass")
    if dice.chance(0.01, "encoding"):
        content = dice.choice(
            (
                content[:-1] + b"\xff\n",
                b"\xff" + content,
                text.encode("utf-16", "surrogatepass"),
                text.encode("latin-1", "replace"),
            )
        )
    if reach.leaves_the_tree(content):
        return generate(seed + 2**32)
    return content, frozenset(dice.traits)


class _Pairs(list[tuple[str, Any]]):
    """A mapping in the order in which it is written, in which a key may come twice."""


def _settings(dice: Dice) -> _Pairs:
    url = dice.pick({"right": 97, "wrong": 2, "odd": 1})
    settings = _Pairs()
    if not dice.chance(0.01, "keys: no database_url"):
        value = dice.choice(_WRONG_URLS if url == "wrong" else _URLS)
        settings.append(("database_url", Verbatim(scalars.anything(dice)) if url == "odd" else value))
    if not dice.chance(0.01, "keys: no include_dirs"):
        settings.append(("include_dirs", _include_dirs(dice)))
    if dice.chance(0.25, "keys: exclude_dirs"):
        settings.append(("exclude_dirs", _listed(dice, lambda: _folder(dice))))
    for key in ("superuser_dirs", "superuser_post_dirs"):
        if dice.chance(0.12, f"keys: {key}"):
            settings.append((key, _listed(dice, lambda: _entry(dice))))
    if dice.chance(0.6, "keys: build"):
        settings.append(("build", _or_odd(dice, _build(dice))))
    if dice.chance(0.2, "keys: seed"):
        settings.append(("seed", _or_odd(dice, _seed(dice))))
    if dice.chance(0.25, "keys: unknown"):
        settings.append(_unknown(dice))
    if dice.chance(0.03, "keys: deep nesting"):
        depth, pair = dice.choice((5, 20, 60)), dice.choice(("[]", "{}"))
        deep = f"[{'[' * depth}{']' * depth}]" if pair == "[]" else "{a: " * depth + "}" * depth
        settings.append(("deep", Verbatim(deep)))
    if dice.chance(0.15, "keys: twice"):
        settings.append(dice.choice(settings or _Pairs([("x", "y")])))
    dice.shuffle(settings)
    return settings


def _include_dirs(dice: Dice) -> Any:
    if dice.chance(0.03, "include_dirs: no list"):
        return Verbatim(dice.choice(_STRINGS_FOR_LISTS))
    return _or_odd(dice, [_entry(dice) for _ in range(dice.pick({0: 2, 1: 45, 2: 35, 3: 18}))])


def _entry(dice: Dice) -> Any:
    if dice.chance(0.4):
        return _folder(dice)
    entry = _Pairs()
    if not dice.chance(0.01, "entries: no path"):
        entry.append(("path", _folder(dice)))
    if dice.chance(0.25):
        entry.append(("recursive", Verbatim(_truth(dice))))
    for key in ("include", "exclude"):
        if dice.chance(0.3):
            entry.append((key, _listed(dice, lambda: _pattern(dice))))
    if dice.chance(0.2):
        entry.append(("auto_discover", Verbatim(_truth(dice))))
    if dice.chance(0.35):
        number = scalars.integer if dice.chance(0.2) else scalars.small_integer
        entry.append(("order", Verbatim(number(dice))))
    if dice.chance(0.08):
        entry.append(_unknown(dice))
    if dice.chance(0.05, "entries: keys twice") and entry:
        entry.append(dice.choice(entry))
    dice.shuffle(entry)
    return entry


def _build(dice: Dice) -> _Pairs:
    build = _Pairs()
    if dice.chance(0.6):
        build.append(("sort_mode", _text(dice, ("hex", "hex", "alphabetical", "HEX", "numeric"))))
    if dice.chance(0.25):
        build.append(("two_pass", Verbatim(scalars.falsehood(dice))))
    if dice.chance(0.35):
        keys = ("enabled", "fail_on_unclosed_blocks", "fail_on_spillover")
        pairs = _Pairs((key, Verbatim(_truth(dice))) for key in dice.few(keys, 2))
        build.append(("validate_comments", _or_odd(dice, pairs)))
    if dice.chance(0.4):
        separators = _Pairs()
        if dice.chance(0.8):
            separators.append(("style", _text(dice, _STYLES)))
        if dice.chance(0.5):
            separators.append(("custom_template", _text(dice, _TEMPLATES)))
        build.append(("separators", _or_odd(dice, separators)))
    if dice.chance(0.08):
        build.append(_unknown(dice))
    return build


def _seed(dice: Dice) -> _Pairs:
    seed = _Pairs()
    if dice.chance(0.5):
        modes = ("concatenate", "Sequential", "sequentially", "other")
        seed.append(("execution_mode", _text(dice, modes)))
    if dice.chance(0.3):
        seed.append(("continue_on_error", Verbatim(_truth(dice))))
    if dice.chance(0.4):
        wrong = dice.chance(0.1, "seed: wrong transaction mode")
        mode = "Savepoint" if wrong else dice.choice(("savepoint", "transaction"))
        seed.append(("transaction_mode", _or_odd(dice, mode)))
    if dice.chance(0.4, "seed: profiles"):
        names = dice.few(("slim", "full", "a b", "größe", ""), 2)
        seed.append(("profiles", _or_odd(dice, _Pairs((name, _profile(dice, name)) for name in names))))
    return seed


def _profile(dice: Dice, name: str) -> Any:
    profile = _Pairs()
    for key in ("include", "exclude"):
        if dice.chance(0.5):
            profile.append((key, _listed(dice, lambda: _pattern(dice))))
    if dice.chance(0.2):
        other = dice.chance(0.2, "seed: a profile under another name")
        profile.append(("name", _or_odd(dice, "other" if other else name)))
    if dice.chance(0.1):
        profile.append(_unknown(dice))
    return _or_odd(dice, profile)


def _unknown(dice: Dice) -> tuple[str, Any]:
    right = dice.choice(("1.2", "about this", "[a, b]", "{a: 1}", "2024-05-06", "~", "0x1F"))
    value = scalars.anything(dice) if dice.chance(0.35) else right
    return dice.choice(_UNKNOWN), Verbatim(value)


def _truth(dice: Dice) -> str:
    return scalars.boolean(dice) if dice.chance(0.12) else scalars.plain_boolean(dice)


def _folder(dice: Dice) -> Any:
    return _text(dice, (dice.pick(_FOLDERS),))


def _pattern(dice: Dice) -> Any:
    return _text(dice, _PATTERNS)


def _text(dice: Dice, values: tuple[str, ...]) -> Any:
    return _or_odd(dice, dice.choice(values))


def _listed(dice: Dice, item: Any) -> Any:
    if dice.chance(0.01, "lists: no list"):
        return Verbatim(dice.choice(_STRINGS_FOR_LISTS))
    return _or_odd(dice, [item() for _ in range(dice.pick({0: 5, 1: 50, 2: 35, 3: 10}))])


def _or_odd(dice: Dice, value: Any) -> Any:
    return Verbatim(scalars.anything(dice)) if dice.chance(_ODD, "values: odd") else value


class _Writer:
    """Writes values down in block and flow style, with anchors, aliases and merge keys."""

    def __init__(self, dice: Dice) -> None:
        self._dice = dice
        self._anchors = 0
        self._sharing = dice.chance(0.2, "text: sharing")
        self._quoted = dice.chance(0.92)  # strings that would mean something else plain
        self._shared: list[str] = []

    def document(self, settings: _Pairs) -> str:
        dice = self._dice
        if dice.chance(0.04, "text: flow document"):
            body = self._flow(settings)
        else:
            body = "\n".join(self._block_mapping(settings, dice.pick({0: 96, 1: 2, 2: 2})))
        head = dice.pick({"": 84, "---\n": 8, "# setup\n\n": 4, "%YAML 1.1\n---\n": 2, "--- # x\n": 2})
        tail = dice.pick({"": 92, "...\n": 4, "# end": 2, "---\n": 1, "...\n# end\n": 1})
        return head + "".join(line + "\n" for line in self._shared) + body + "\n" + tail

    def _block_mapping(self, pairs: _Pairs, indent: int) -> list[str]:
        lines: list[str] = []
        for key, value in self._with_merges(pairs):
            head = " " * indent + self._key(key)
            lines += self._block_value(head, value, indent)
            if self._dice.chance(0.03, "text: comments"):
                lines.append(self._dice.choice(("# old: 1", " " * indent + "# x", " " * 9 + "# y", "")))
        return lines or [" " * indent + "{}"]

    def _block_sequence(self, items: list[Any], indent: int) -> list[str]:
        lines: list[str] = []
        for item in items:
            if isinstance(item, _Pairs) and item and self._dice.chance(0.75):
                step = self._dice.pick({2: 90, 4: 7, 3: 3})
                rows = self._block_mapping(item, indent + step)
                lines += [" " * indent + "-" + " " * (step - 1) + rows[0].lstrip(" "), *rows[1:]]
            else:
                lines += self._block_value(" " * indent + "-", item, indent)
        return lines

    def _block_value(self, head: str, value: Any, indent: int) -> list[str]:
        dice = self._dice
        if isinstance(value, list) and value and dice.chance(0.6, "text: block style"):
            if self._sharing and dice.chance(0.2):
                self._anchors += 1
                head += f" &v{self._anchors}"
            head += dice.pick({"": 96, " # why": 2, " ": 1, "\t": 1})
            if isinstance(value, _Pairs):
                return [head, *self._block_mapping(value, indent + dice.pick({2: 90, 4: 7, 1: 3}))]
            return [head, *self._block_sequence(value, indent + dice.choice((0, 2, 2, 4)))]
        if isinstance(value, list):
            return [f"{head} {self._flow(value)}{dice.pick({'': 96, '  # why': 4})}"]
        if self._sharing and self._anchors and dice.chance(0.04, "text: alias"):
            return [f"{head} *v{dice.randint(1, self._anchors)}"]
        if isinstance(value, Verbatim):
            anchor = self._anchor() if self._sharing and dice.chance(0.1) else ""
            return [f"{head} {anchor}{value}"]
        if self._quoted and not _is_plain(value):
            return [f"{head} {self._quoted_text(value)}"]
        return [f"{head} {scalars.text(dice, value, indent)}"]

    def _flow(self, value: Any) -> str:
        comma = self._dice.pick({", ": 85, ",": 5, " , ": 4, ",\n      ": 6})
        if isinstance(value, _Pairs):
            pairs = (f"{self._key(key)} {self._flow(item)}" for key, item in value)
            return "{" + comma.join(pairs) + self._dice.pick({"}": 96, ",}": 2, "\n  }": 2})
        if isinstance(value, list):
            last = self._dice.pick({"]": 96, ",]": 2, "\n  ]": 2})
            return "[" + comma.join(self._flow(item) for item in value) + last
        if isinstance(value, Verbatim):
            return value
        if self._quoted and not _is_plain(value):
            return self._quoted_text(value)
        return scalars.flow_text(self._dice, value)

    def _with_merges(self, pairs: _Pairs) -> _Pairs:
        """Some pairs moved into a mapping of their own that is merged in."""
        if not (self._sharing and pairs and self._dice.chance(0.3, "text: merge keys")):
            return pairs
        moved = self._dice.few(pairs, 2)
        rest = _Pairs(pair for pair in pairs if pair not in moved or self._dice.chance(0.2))
        merged = self._define(_Pairs(moved))
        other = self._define(_Pairs(self._dice.few(pairs, 1)))
        form = self._dice.choice(("{0}", "{0}", "[{0}]", "[{0}, {1}]", "[{1}, {0}]", "{2}"))
        value = form.format(merged, other, self._flow(_Pairs(moved)))
        rest.insert(self._dice.randint(0, len(rest)), ("<<", Verbatim(value)))
        return rest

    def _define(self, pairs: _Pairs) -> str:
        """Writes the mapping at the top of the document; the answer is an alias of it."""
        text = self._flow(pairs)
        anchor = self._anchor()
        self._shared.append(f"x-{self._anchors}: {anchor}{text}")
        return f"*v{self._anchors}"

    def _anchor(self) -> str:
        self._anchors += 1
        return f"&v{self._anchors} "

    def _key(self, key: str) -> str:
        """The key with its colon."""
        return self._dice.pick(
            {f"{key}:": 950, f'"{key}":': 15, f"'{key}':": 15, f"{key} :": 10, f"? {key}\n:": 2,
             f"!!str {key}:": 3, f"{key}:\t": 2}
        )  # fmt: skip

    def _quoted_text(self, value: str) -> str:
        return "'" + value.replace("'", "''") + "'"


def _is_plain(value: str) -> bool:
    return all(c.isalnum() or c in "_/.-" for c in value) and value[:1].isalpha()
