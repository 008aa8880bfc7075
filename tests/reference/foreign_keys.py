"""Statements with foreign keys in them: all that `--two-pass` has to move, and all it must not.

Left out is what the two programs treat differently on purpose (deliberate.py): a parenthesis too
many, COLLATE behind a key, commas in brackets before a key that is an element, tables OF a type or
PARTITION OF another that have nothing but keys, CREATE TABLE within BEGIN ATOMIC, NUL.
"""

from collections.abc import Callable

from dice import Dice

Words = list[str]

_NAMES = (
    *("a", "b", "customer", "order_line", "t1", "x$y", "_u", "größe", "表", "naïve_t", "Orders"),
    *("name", "type", "value", "key", "action", "match", "no", "deferred", "period", "language"),
    *('"a"', '"order"', '"user"', '"MixedCase"', '"with space"', '"a""b"', '"a,b"', '"x (y"'),
    *('"REFERENCES"', '"references b)"', '"Ünï"', '"表 ,"', '"--"', '"/*"', '"left"', '"1st"'),
    *('U&"d\\0061t"', '"semi;colon"', '"' + "é" * 40 + '"', "long_" * 15, '"tab\there"', '"$$"'),
)
_SCHEMAS = ("app", "public", '"Weird Schema"', '"schema"', "größe", '"table"', '"a.b"')
_TYPES = (
    *("int", "bigint", "text", "uuid", "numeric ( 10 , 2 )", "varchar ( 20 ) [ ]", "int [ ]"),
    *("int [ 3 ]", "timestamp ( 3 ) with time zone", "double precision", "app . money"),
    *('"char"', "interval day to second ( 3 )", "bit varying ( 4 )", "SETOF_x", "größe"),
)
_LITERALS = (
    *("1", "-1", "1.5e3", "NULL", "true", "now ( )", "( 1 + 2 )", "'plain'", "'it''s'"),
    *("'REFERENCES b (c)'", "'a, b) REFERENCES c;'", "$$ ) , REFERENCES $$", "$é$ ;, $$ $é$"),
    *("E'\\'), REFERENCES'", "U&'d\\0061'", "'ünï — 表'", "'a'\n'b'", "'--'", "'/*'", "ARRAY [ 1 ]"),
    *("( ARRAY [ 1 , 2 ] )", "coalesce ( 1 , 2 )", "'x' :: text", "current_date", "'two\nlines'"),
)
_COMMENTS = (
    *("/* c */", "/* , ) ( */", "/* nested /* REFERENCES x */ */", "/**/", "/* two\n   lines */"),
    *("-- c\n", "-- REFERENCES b (c),\n", "-- ünï ; $$ ' (\n", "--\n", "/* 表 */", "-- ')\n"),
)
_ACTIONS = ("NO ACTION", "RESTRICT", "CASCADE", "SET NULL", "SET DEFAULT")
_ATTRIBUTES = (
    *("DEFERRABLE", "NOT DEFERRABLE", "INITIALLY DEFERRED", "INITIALLY IMMEDIATE"),
    *("DEFERRABLE INITIALLY DEFERRED", "DEFERRABLE INITIALLY IMMEDIATE"),
    *("INITIALLY DEFERRED DEFERRABLE", "NOT DEFERRABLE INITIALLY IMMEDIATE"),
)
_OTHERS = (
    "ALTER TABLE a ADD CONSTRAINT k FOREIGN KEY (b) REFERENCES c (d)",
    "CREATE INDEX i ON a (b)",
    "CREATE VIEW v AS SELECT 'CREATE TABLE t (a int REFERENCES b);' AS references_",
    "GRANT REFERENCES ON a TO b",
    "COMMENT ON TABLE a IS 'REFERENCES b; — naïve'",
    "INSERT INTO a VALUES (1, 'x); CREATE TABLE t (a int REFERENCES b);')",
    "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$\nBEGIN\n"
    "  CREATE TABLE t (a int REFERENCES b);\nEND\n$$",
    "CREATE OR REPLACE PROCEDURE p() LANGUAGE sql AS $body$ CREATE TABLE t (a int REFERENCES b); "
    "SELECT $$;$$ $body$",
    "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END",
    "DO $do$ BEGIN EXECUTE 'CREATE TABLE t (a int REFERENCES b)'; END $do$",
    "CREATE SCHEMA s CREATE TABLE t (a int REFERENCES b)",
    "CREATE FOREIGN TABLE t (a int) SERVER s",
    "CREATE TABLE t AS SELECT 1 AS references_, 'REFERENCES' AS b",
    "CREATE TRIGGER g AFTER INSERT ON a REFERENCING NEW TABLE AS n EXECUTE FUNCTION f()",
    "CREATE RULE r AS ON INSERT TO a DO (DELETE FROM b; DELETE FROM c)",
    "CREATE TYPE e AS ENUM ('references')",
    "SELECT ';' \"REFERENCES;\"",
    "",
    "-- CREATE TABLE t (a int REFERENCES b)\n",
    "/* CREATE TABLE t (a int REFERENCES b); */",
)
_REFUSED = (
    "CREATE TABLE t (a int REFERENCES b,)",
    "CREATE TABLE t (a int REFERENCES)",
    "CREATE TABLE t (a int REFERENCES b b int)",
    "CREATE TBALE t (a int REFERENCES b)",
    "CREATE TABLE t a int REFERENCES b",
    "CREATE TABLE (a int REFERENCES b)",
    "CREATE TABLE t (a int REFERENCES b ON UPDATE SET NULL (a))",
    "CREATE TABLE t (a int REFERENCES b MATCH PARTIAL)",
    "\\connect shop\nCREATE TABLE t (a int REFERENCES b)",
    "CREATE TABLE select (a int REFERENCES b)",
    "CREATE TABLE t (a int, FOREIGN KEY () REFERENCES b)",
    "CREATE TABLE t (a int DEFAULT ; , b int REFERENCES c)",
    "# CREATE TABLE t (a int REFERENCES b)",
)
_ROWS = (
    "1\tplain",
    "2\tit's (open",
    "3\t$$ \"quote",
    "4\tCREATE TABLE t (a int REFERENCES b);",
    "5\t/* open; ünï",
    "\\N\t\\\\.",
    "",
    "COPY a FROM stdin;",
)
# PostgreSQL's scanner refuses these, and then the reference ends with an internal error.
_UNSCANNABLE = ("SELECT 1a", "SELECT 'open", "SELECT \"\"", "/* open", "SELECT $$ open", "SELECT $1x")

_FILE_ENDS = {"newline": 84, "none": 8, "no semicolon": 5}
_FILE_NAMES = ("tables", "größe", "two words", "REFERENCES x")


def sources(dice: Dice) -> dict[str, bytes]:
    """Files below a directory. Rows of COPY are rows also behind an open parenthesis for the
    reference, so no tree has both."""
    ends = _FILE_ENDS | ({} if dice.chance(0.3, "rows") else {"open parenthesis": 3})
    folders = ("", "", "roles/", "grants/")
    files = {
        f"{dice.choice(folders)}{dice.choice(_FILE_NAMES)}_{number}.sql": _source(dice, ends)
        for number in range(dice.pick({1: 50, 2: 30, 4: 20}))
    }
    if dice.chance(0.02, "not to be scanned"):
        files["zzz.sql"] = dice.choice(_UNSCANNABLE).encode()  # the last one, which spoils no other
    return files


def _source(dice: Dice, ends: dict[str, int]) -> bytes:
    statements = [_statement(dice) for _ in range(dice.randint(1, 5))]
    between = dice.choice((";\n", ";\n\n", ";", "; \n  ", " ;\n-- next\n", "\n;\n"))
    text = between.join(statements)
    end = dice.pick(ends, "file end")
    text += {"newline": ";\n", "none": ";", "no semicolon": "\n", "open parenthesis": "(\n"}[end]
    if "open parenthesis" not in ends and dice.chance(0.5, "statement: COPY"):
        text += ("" if ";" in text[-2:] else ";\n") + _copy(dice)
        text += dice.choice(("", "\n")) + _statement(dice) + ";\n"
    if dice.chance(0.05, "newlines: CRLF"):
        text = text.replace("\n", "\r\n")
    return text.encode()


def _statement(dice: Dice) -> str:
    kind = dice.pick({"table": 74, "other": 18, "refused": 4, "damaged": 4}, "statement")
    if kind == "other":
        return dice.choice(_OTHERS)
    if kind == "refused":
        return dice.choice(_REFUSED)
    words = _table(dice)
    if kind == "damaged":
        # Never a parenthesis, after which the two would differ in where statements end.
        del words[dice.choice([i for i, word in enumerate(words) if word not in "()"])]
    return _laid_out(dice, words)


def _copy(dice: Dice) -> str:
    options = dice.choice(("", " WITH (FORMAT csv)", " /* c */"))
    text = f"COPY {_table_name(dice)} FROM {dice.choice(('stdin', 'STDIN'))}{options};"
    text += dice.choice(("", " ", " -- c", " CREATE TABLE t (a int REFERENCES b);")) + "\n"
    text += "".join(row + "\n" for row in dice.few(_ROWS, 5))
    return text + dice.choice(("\\.\n", "\\.\n", "\\.\n", ""))


def _table(dice: Dice) -> Words:
    """CREATE TABLE as words, to be laid out."""
    kind = dice.pick({"plain": 80, "OF": 6, "PARTITION OF": 8, "empty": 2, "only keys": 4}, "table")
    words = ["CREATE", *dice.choice(("", "", "", "TEMP", "UNLOGGED", "GLOBAL TEMPORARY")).split()]
    words += ["TABLE", *dice.choice(("", "", "", "IF NOT EXISTS")).split(), _table_name(dice)]
    if kind == "OF":
        words += ["OF", dice.choice(_NAMES)]
    elif kind == "PARTITION OF":
        words += ["PARTITION", "OF", dice.choice(_NAMES)]
    words += ["(", *_elements(dice, kind), ")"]
    if kind == "PARTITION OF":
        words += dice.choice(("DEFAULT", "FOR VALUES IN ( 1 , 2 )")).split()
    elif kind == "plain":
        words += dice.choice(("", "", "", "INHERITS ( a , app . b )", "PARTITION BY LIST ( a )")).split()
    words += dice.choice(("", "", "", "WITH ( fillfactor = 70 )", "TABLESPACE space")).split()
    return words


def _elements(dice: Dice, kind: str) -> Words:
    if kind == "empty":
        return []
    makers: list[Callable[[Dice], Words]]
    if kind == "only keys":
        makers = [_element_key] * dice.randint(1, 3)
    elif kind == "plain":
        choices = {_column: 60, _element_key: 25, _element_constraint: 12, _like: 3}
        makers = [dice.pick(choices) for _ in range(dice.randint(1, 6))]
    else:
        choices = {_column_options: 60, _element_key: 30, _element_constraint: 10}
        makers = [dice.pick(choices) for _ in range(dice.randint(0, 3))] + [_column_options]
        dice.shuffle(makers)
    elements = [maker(dice) for maker in makers]
    if kind == "plain" and _element_key not in makers and dice.chance(0.1, "commas in brackets"):
        elements.append([dice.choice(_NAMES), *"int [ ] DEFAULT ARRAY [ 1 , 2 ]".split()])
    words: Words = []
    for element in elements:
        words += [",", *element] if words else element
    return words


def _column(dice: Dice) -> Words:
    return [dice.choice(_NAMES), *dice.choice(_TYPES).split(), *_clauses(dice)]


def _column_options(dice: Dice) -> Words:
    return [dice.choice(_NAMES), *dice.choice(("", "WITH OPTIONS")).split(), *_clauses(dice)]


def _clauses(dice: Dice) -> Words:
    """What stands behind a column's type."""
    words = ["COLLATE", '"C"'] if dice.chance(0.08, "COLLATE") else []
    for _ in range(dice.pick({0: 30, 1: 40, 2: 18, 3: 8, 5: 4})):
        if dice.chance(0.5):
            words += _named(dice) + _references(dice, "key in a column") + _attributes(dice)
        else:
            words += _named(dice) + _other_clause(dice)
    return words


def _other_clause(dice: Dice) -> Words:
    clause = dice.choice(
        (
            *("NOT NULL", "NULL", "UNIQUE", "PRIMARY KEY", "CHECK ( a > 0 )", "DEFAULT"),
            *("GENERATED ALWAYS AS IDENTITY ( START 5 )", "GENERATED ALWAYS AS ( a * 2 ) STORED"),
            *("UNIQUE DEFERRABLE INITIALLY DEFERRED", "NOT NULL DEFERRABLE", "UNIQUE NULLS DISTINCT"),
        )
    )
    words = clause.split()
    return words + _spaced(dice.choice(_LITERALS)) if clause == "DEFAULT" else words


def _element_key(dice: Dice) -> Words:
    words = [*_named(dice), "FOREIGN", "KEY", *_column_list(dice)]
    if dice.chance(0.05, "PERIOD"):
        words[-1:] = [",", "PERIOD", dice.choice(_NAMES), ")"]
    words += _references(dice, "key as an element") + _attributes(dice)
    if dice.chance(0.05, "NOT VALID"):
        words += ["NOT", "VALID"]
    return words


def _element_constraint(dice: Dice) -> Words:
    constraint = dice.choice(
        (
            *("UNIQUE ( a , b )", "PRIMARY KEY ( a )", "CHECK ( a IN ( 1 , 2 ) )", "NOT NULL a"),
            *("EXCLUDE USING gist ( a WITH = , b WITH && ) WHERE ( a > 0 )",),
        )
    )
    return _named(dice) + constraint.split()


def _like(dice: Dice) -> Words:
    return ["LIKE", dice.choice(_NAMES), *dice.choice(("", "INCLUDING ALL", "EXCLUDING INDEXES")).split()]


def _named(dice: Dice) -> Words:
    return ["CONSTRAINT", dice.choice(_NAMES)] if dice.chance(0.25, "CONSTRAINT name") else []


def _references(dice: Dice, topic: str) -> Words:
    dice.traits.add(topic)
    words = ["REFERENCES" if dice.chance(0.8) else "references", _table_name(dice)]
    if dice.chance(0.6):
        words += _column_list(dice)
        if "element" in topic and dice.chance(0.05):
            words[-1:] = [",", "PERIOD", dice.choice(_NAMES), ")"]
    match = dice.pick({"": 85, "SIMPLE": 8, "FULL": 7}, "MATCH")
    words += ["MATCH", match] if match else []
    events = dice.few(("DELETE", "UPDATE"), 2)
    for event in events:
        words += ["ON", event, *dice.choice(_ACTIONS).split()]
        if event == "DELETE" and words[-2] == "SET" and dice.chance(0.15, "SET … (columns)"):
            words += _column_list(dice)
    return words


def _attributes(dice: Dice) -> Words:
    words = dice.choice(_ATTRIBUTES).split() if dice.chance(0.3, "DEFERRABLE") else []
    enforced = dice.pick({"": 94, "ENFORCED": 3, "NOT ENFORCED": 3}, "enforced").split()
    return enforced + words if dice.chance(0.5) else words + enforced


def _column_list(dice: Dice) -> Words:
    words = [dice.choice(_NAMES)]
    for _ in range(dice.pick({0: 65, 1: 25, 2: 10})):
        words += [",", dice.choice(_NAMES)]
    return ["(", *words, ")"]


def _table_name(dice: Dice) -> str:
    name = dice.choice(_NAMES)
    if dice.chance(0.4, "schema"):
        name = dice.choice(_SCHEMAS) + "." + name
        if dice.chance(0.05, "database"):
            name = "shop." + name
    return name


def _spaced(literal: str) -> Words:
    return [literal] if literal[0] in "'$EU" else literal.split()


def _laid_out(dice: Dice, words: Words) -> str:
    """The words with blanks, lines and comments between them."""
    layout = dice.pick({"lines": 45, "one line": 20, "comma first": 10, "wild": 25}, "layout")
    comments = dice.pick({0.0: 50, 0.03: 30, 0.2: 20}, "comments")
    indent = dice.choice(("  ", "    ", "\t", ""))
    text = ""
    depth = 0
    for word, following in zip(words, [*words[1:], ""], strict=True):
        text += word
        depth += (word == "(") - (following == ")")
        is_break = depth == 0 if following == ")" else depth == 1 and word in "(,"
        if layout == "comma first":
            is_break = depth == 1 and following == ","
        if not following:
            continue
        if layout == "wild":
            text += dice.choice((" ", " ", "  ", "\n", "\t", " \n\n ", " \t"))
        elif is_break and layout != "one line":
            text += _line_end(dice, comments) + (indent if following != ")" else "")
        elif following not in "),":
            text += " "
        if dice.chance(comments):
            text += dice.choice(("", " ")) + dice.choice(_COMMENTS) + dice.choice(("", " "))
    return _with_case(dice, text)


def _line_end(dice: Dice, comments: float) -> str:
    blanks = dice.choice(("", "", "", " ", "\t"))
    if comments and dice.chance(0.3):
        return blanks + " " + dice.choice(("-- why, it's (so)\n", "/* c */\n", "-- x\n  -- y\n"))
    return blanks + "\n"


def _with_case(dice: Dice, text: str) -> str:
    """Keywords in small letters, in some statements."""
    if not dice.chance(0.2, "small letters"):
        return text
    for word in ("CREATE", "TABLE", "REFERENCES", "CONSTRAINT", "FOREIGN", "KEY", "CASCADE"):
        text = text.replace(word + " ", word.lower() + " ")
    return text
