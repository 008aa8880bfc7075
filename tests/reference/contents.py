"""What stands in the source files: newlines, comments and bytes that are easy to get wrong."""

from dice import Dice

_STATEMENTS = (
    "CREATE TABLE app.t_{n} (id bigint PRIMARY KEY, label text NOT NULL);",
    "CREATE VIEW app.v_{n} AS SELECT {n} AS one;",
    "INSERT INTO app.t_{n} VALUES ({n}, 'plain');",
    "COMMENT ON TABLE app.t_{n} IS 'naïve — ünïcödé, 表, 😀';",
    "SELECT $body$ {n} $body$;",
    "-- a remark, number {n}",
    "",
    "   ",
    "\tSELECT {n}",
)

# Every one leaves the comment scan of the reference closed.
_CLOSED_COMMENTS = (
    "/* one line */",
    "/* two\nlines */",
    "/**/",
    "/***/",
    "/*/ still open */",
    "/* opened /* and opened again */",
    "/* nested /* for PostgreSQL */ but closed here */",
    "/* star and slash on two lines *\n/ */",
    "SELECT '/* in a string */';",
    "-- /* in a line comment */",
    "SELECT 1; */ a lone end",
    "/* a *//* b */",
    "//* slash first */",
)

_OPEN_COMMENTS = (
    "/* never closed",
    "/*/",
    "/* closed */ /* and\nopened again",
    "SELECT '/* in a string';",
    "-- /* in a line comment",
    "/* /* */ /*",
    "/* *\n/",
)

_ODD_CHARACTERS = {
    "NUL": "\0",
    "U+2028": "\u2028",
    "U+0085": "\u0085",
    "VT": "\v",
    "FF": "\f",
    "BOM inside": "\ufeff",
    "SUB": "\x1a",
    "astral": "𝒳😀",
    "combining": "e\u0301",
    "U+10FFFF": "\U0010ffff",
    "noncharacter": "\ufffe\uffff",
}

_NEWLINES = {"LF": 80, "CRLF": 9, "CR": 4, "mixed": 7}
_ENDS = {"newline": 74, "none": 16, "several": 4, "CR": 3, "blanks": 3}

_INVALID_UTF8 = (
    b"\xff",
    b"\x80",
    b"\xc0\x80",
    b"\xc3(",
    b"\xe2\x82",
    b"\xed\xa0\x80",
    b"\xf0\x9f\x98",
    b"\xf4\x90\x80\x80",
    b"\xf8\x88\x80\x80\x80",
)


def source(dice: Dice) -> bytes:
    """The bytes of one valid file whose comments are closed."""
    shape = dice.pick({"text": 960, "empty": 30, "newline only": 6, "large": 4}, "contents")
    if shape == "empty":
        return b""
    if shape == "newline only":
        return dice.choice((b"\n", b"\r", b"\r\n", b"\n\n", b"\r\n\r"))
    return (_large if shape == "large" else _small)(dice).encode()


def with_open_comment(dice: Dice) -> bytes:
    """The bytes of a file that ends inside a block comment."""
    return (
        _small(dice) + "\n" + dice.choice(_OPEN_COMMENTS) + dice.choice(("", "\n", "\r\n"))
    ).encode()


def with_invalid_utf8(dice: Dice) -> bytes:
    """The bytes of a file that is not UTF-8, at its start, in the middle or at its very end."""
    text = source(dice)
    # Cutting between lines keeps the characters around the bad bytes whole.
    place = dice.choice((0, text.rfind(b"\n") + 1, len(text)))
    return text[:place] + dice.choice(_INVALID_UTF8) + text[place:]


def _small(dice: Dice) -> str:
    pieces = [_piece(dice) for _ in range(dice.randint(1, 8))]
    text = _in_newline_style(dice, "\n".join(pieces))
    text += {
        "newline": "\n",
        "none": "",
        "several": "\n\n\n",
        "CR": "\r",
        "blanks": "\n  \t",
    }[dice.pick(_ENDS, "file end")]
    return "\ufeff" + text if dice.chance(0.02, "contents: BOM") else text


def _large(dice: Dice) -> str:
    """A file with something delicate across a power of two, where a reader may cut it."""
    boundary = dice.pick({2**12: 2, 2**13: 2, 2**15: 2, 2**16: 4, 2**17: 3, 2**18: 2, 2**19: 3, 2**20: 3})
    delicate = dice.choice(("\r\n", "\r", "/* x */", "/* *\n/ */", "*/", "é", "表", "😀", "\ufeff"))
    length = boundary - dice.randint(0, len(delicate.encode()))
    line = dice.choice(
        ("x" * 79 + "\n", "x" * 78 + "\r\n", "/* y */ " * 9 + "\n", "z" * 5000, "\n", "\r")
    )
    filler = (line * (length // len(line) + 1))[:length]
    # A comment cut in two by the slice would stay open until the one that follows.
    return filler + delicate + "/* tail */\n" + _small(dice)


def _piece(dice: Dice) -> str:
    if dice.chance(0.12, "contents: block comments"):
        return dice.choice(_CLOSED_COMMENTS)
    statement = dice.choice(_STATEMENTS).format(n=dice.randint(1, 999))
    if dice.chance(0.03, "contents: odd characters"):
        return statement + dice.choice(list(_ODD_CHARACTERS.values()))
    return statement


def _in_newline_style(dice: Dice, text: str) -> str:
    style = dice.pick(_NEWLINES, "newlines")
    if style == "mixed":
        return "".join(dice.choice(("\n", "\r\n", "\r")) if c == "\n" else c for c in text)
    return text.replace("\n", {"LF": "\n", "CRLF": "\r\n", "CR": "\r"}[style])
