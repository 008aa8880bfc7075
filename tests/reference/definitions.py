"""One seed, one list of SQL files that define the same few things again and again."""

from collections.abc import Callable

from dice import Dice

FOLDER = "db/schema"

# Few names, so that they meet. Those in quotes are other objects than those without.
_SCHEMAS = {"": 8, "app.": 3, "public.": 3, '"App".': 1, "App.": 1, "PUBLIC.": 1, "tenant.": 1}
_NAMES = {
    "a": 9,
    "b": 5,
    "A": 2,
    '"A"': 1,
    "user_v": 1,
    '"odd ""name"': 1,
    '"größe"': 1,
    "tv_x": 1,
}
_TYPES = {
    "int": 4,
    "integer": 4,
    "INT4": 2,
    "int8": 1,
    "bigint": 2,
    "smallint": 1,
    "serial": 1,
    "text": 5,
    "pg_catalog.text": 1,
    '"text"': 1,
    "varchar": 2,
    "varchar(20)": 2,
    "character varying (50)": 1,
    "char": 2,
    "char(1)": 1,
    "character(8)": 1,
    "bpchar": 1,
    '"char"': 2,
    '"Char"': 1,
    "nchar varying(3)": 1,
    "bool": 1,
    "boolean": 1,
    "float": 1,
    "float(24)": 1,
    "float(25)": 1,
    "real": 1,
    "float4": 1,
    "double precision": 1,
    "numeric": 1,
    "numeric(10, 2)": 1,
    "dec(5)": 1,
    "decimal": 1,
    "timestamp": 2,
    "timestamp(3)": 1,
    "timestamp without time zone": 1,
    "timestamp with time zone": 2,
    "timestamp (6) with time zone": 1,
    "timestamptz": 2,
    "time with time zone": 1,
    "timetz": 1,
    "time": 1,
    "interval": 1,
    "interval day to second": 1,
    "interval day to second (3)": 1,
    "interval(2)": 1,
    "interval year": 1,
    "bit": 1,
    "bit(3)": 1,
    "bit varying": 1,
    "varbit": 1,
    "json": 1,
    "jsonb": 1,
    "pg_catalog.json": 1,
    "app.custom_t": 3,
    "other.custom_t": 3,
    "custom_t": 3,
    "App.Custom_T": 1,
    '"App".custom_t': 1,
    '"My Type"': 1,
    '"my  type"': 1,
    "my$type": 1,
    '"größe"': 1,
    "größe": 1,
    "db.app.custom_t": 1,
    '"left"': 1,
    "app.user": 1,
    '"a""b"': 1,
    '"a.b"': 1,
    '"pg_catalog.bool"': 1,
    '"9to5"': 1,
    "anyelement": 1,
    "geometry(Point, 4326)": 1,
    "a.b%TYPE": 1,
    "app.a.b%type": 1,
    "setof text": 1,
}
_ARRAYS = {"": 20, "[]": 2, "[][]": 1, "[3]": 1, "[0]": 1, " array": 1, " ARRAY[4]": 1}
_MODES = {"": 8, "in ": 1, "INOUT ": 1, "out ": 1}
_BODY = " language sql as $$ select 1; -- ' $$"
_COMMENTS = (
    "-- größe; 'x\n",
    "/* größe 😀 */ ",
    "/* a /* b */ c */\n",
    "\n\n",
    "   ",
    "\t",
    ";",
    "--\n",
)


class _Dice(Dice):
    """Chance, and the types of one tree: most have few, so that they meet."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.types = dict(self.sample(sorted(_TYPES.items()), 4)) if self.chance(0.8) else _TYPES


def generate(seed: int) -> tuple[dict[str, bytes], set[str]]:
    """Files by their path in the project, and the traits of what is in them."""
    dice = _Dice(seed)
    files = {}
    for number in range(dice.randint(1, 4)):
        name = dice.pick({"a": 3, "größe": 1, "B": 1, "x y": 1})
        folder = dice.pick({"": 3, "sub/": 1, "Sub/": 1})
        files[f"{FOLDER}/{folder}{number}{name}.sql"] = _text(dice).encode()
    return files, dice.traits


def _text(dice: _Dice) -> str:
    statements = [_statement(dice) for _ in range(dice.randint(0, 12))]
    if dice.chance(0.02, "text: COPY"):
        rows = dice.pick({"1\tgröße\n\\.\n": 3, "": 1})
        statements.insert(dice.randint(0, len(statements)), f"copy a from stdin;\n{rows}")
    if dice.chance(0.03, "text: does not parse"):
        wrong = dice.pick({"create tabel x ()": 1, "'": 1, "\\set a b\n": 1})
        statements.insert(dice.randint(0, len(statements)), wrong)
    text = ""
    for statement in statements:
        text += "".join(dice.few(_COMMENTS, 2)) + statement
        text += dice.pick({";\n": 8, ";": 1, " ;\n": 1, ";;\n": 1, "; -- größe\n": 1})
    if dice.chance(0.1):
        text = text.rstrip("; \n")
    if dice.chance(0.01, "text: BOM"):
        text = "\ufeff" + text
    endings = {"LF": "\n", "CRLF": "\r\n", "CR": "\r"}
    return text.replace("\n", endings[dice.pick({"LF": 6, "CRLF": 2, "CR": 1}, "line ends")])


def _statement(dice: _Dice) -> str:
    make: Callable[[_Dice], str] = dice.pick(
        {
            _table: 5,
            _view: 4,
            _matview: 2,
            _type: 3,
            _domain: 2,
            _sequence: 2,
            _routine: 12,
            _aggregate: 3,
            _drop: 6,
            _rename: 3,
            _move: 2,
            _tview: 2,
            _other: 2,
        }
    )
    dice.traits.add(f"statement: {make.__name__[1:]}")
    statement = make(dice)
    if dice.chance(0.2) and '"' not in statement and "'" not in statement:
        statement = statement.upper()
    return statement.replace(" ", "\n  ", 3) if dice.chance(0.15) else statement


def _name(dice: _Dice) -> str:
    return dice.pick(_SCHEMAS) + dice.pick(_NAMES)


def _routine_name(dice: _Dice) -> str:
    """Fewer still, as arguments tell routines apart too."""
    return dice.pick({"f": 4, "app.f": 2, "public.f": 1}) if dice.chance(0.7) else _name(dice)


def _if_not_exists(dice: _Dice) -> str:
    return dice.pick({"": 3, "if not exists ": 2})


def _table(dice: _Dice) -> str:
    temporary = dice.pick({"": 9, "temp ": 1, "unlogged ": 1})
    body = dice.pick(
        {
            "(id int)": 5,
            "()": 1,
            "(id int primary key, x text default 'größe;', check (id > 0))": 1,
            "(like b including all)": 1,
            "partition of b for values in (1)": 1,
            "(id int) inherits (b)": 1,
            "of custom_t": 1,
        }
    )
    return f"create {temporary}table {_if_not_exists(dice)}{_name(dice)} {body}"


def _view(dice: _Dice) -> str:
    start = dice.pick({"create ": 2, "create or replace ": 3, "create temp ": 0.3})
    if dice.chance(0.1):
        return f"create recursive view {_name(dice)} (x) as select 1"
    return f"{start}view {_name(dice)} as select 1 as x"


def _matview(dice: _Dice) -> str:
    return f"create materialized view {_if_not_exists(dice)}{_name(dice)} as select 1 as x"


def _type(dice: _Dice) -> str:
    body = dice.pick(
        {"as (x int)": 2, "as enum ('a', 'b')": 3, "as range (subtype = int)": 1, "": 1}
    )
    return f"create type {_name(dice)} {body}"


def _domain(dice: _Dice) -> str:
    return f"create domain {_name(dice)} as int check (value > 0)"


def _sequence(dice: _Dice) -> str:
    return f"create sequence {_if_not_exists(dice)}{_name(dice)}{dice.pick({'': 2, ' start 5': 1})}"


def _type_name(dice: _Dice) -> str:
    name = dice.pick(dice.types)
    # The reference counts the dimensions of some arrays, and %TYPE has none.
    return name if "%" in name.upper() else name + dice.pick(_ARRAYS)


def _parameters(dice: _Dice, *, defaults: bool = True) -> str:
    parameters = [
        dice.pick(_MODES) + dice.pick({"": 2, f"p{number} ": 2}) + _type_name(dice)
        for number in range(dice.pick({0: 2, 1: 6, 2: 2, 3: 1}))
    ]
    if parameters and defaults and dice.chance(0.1):
        parameters[-1] = dice.pick({"x int = 1": 1, "x text default null": 1})
    if dice.chance(0.08):
        parameters.append("variadic " + dice.pick({"text[]": 2, '"any"': 1, "v int[]": 1}))
    return "(" + dice.pick({", ": 3, ",": 1}).join(parameters) + ")"


def _routine(dice: _Dice) -> str:
    start = dice.pick({"create ": 1, "create or replace ": 2})
    if dice.chance(0.25):
        return f"{start}procedure {_routine_name(dice)}{_parameters(dice)}{_BODY}"
    returns = dice.pick(
        {" returns int": 4, " returns table (x int, y text)": 1, " returns setof a": 1, "": 1}
    )
    body = _BODY
    if dice.chance(0.15):
        body = " language sql begin atomic select 1; select case when true then 2 end; end"
    return f"{start}function {_routine_name(dice)}{_parameters(dice)}{returns}{body}"


def _aggregate(dice: _Dice) -> str:
    start = dice.pick({"create ": 3, "create or replace ": 1})
    form = dice.pick(
        {
            "(*) (sfunc = f, stype = int)": 1,
            f"({_type_name(dice)}) (sfunc = f, stype = int)": 3,
            f"({_type_name(dice)}, x {_type_name(dice)}) (sfunc = f, stype = int)": 1,
            "(basetype = int, sfunc = f, stype = int)": 1,
            f"({_type_name(dice)} order by {_type_name(dice)}) (sfunc = f, stype = int)": 1,
            '(variadic "any" order by variadic "any") (sfunc = f, stype = int)': 0.5,
        }
    )
    return f"{start}aggregate {_routine_name(dice)} {form}"


_RELATIONS = {
    "table": 4,
    "view": 3,
    "materialized view": 1,
    "sequence": 1,
    "type": 2,
    "domain": 1,
}
_ROUTINES = {"function": 4, "procedure": 2, "aggregate": 1, "routine": 2}


def _drop(dice: _Dice) -> str:
    condition = dice.pick({"": 1, "if exists ": 1})
    behavior = dice.pick({"": 2, " cascade": 1})
    if dice.chance(0.5):
        kind = dice.pick(_RELATIONS)
        names = ", ".join(_name(dice) for _ in range(dice.pick({1: 4, 2: 1})))
        return f"drop {kind} {condition}{names}{behavior}"
    kind = dice.pick(_ROUTINES)
    if kind == "aggregate":
        arguments = dice.pick({"(*)": 1, f"({_type_name(dice)})": 3})
    else:
        arguments = dice.pick({"": 1, _parameters(dice, defaults=False): 3})
    return f"drop {kind} {condition}{_routine_name(dice)}{arguments}{behavior}"


def _rename(dice: _Dice) -> str:
    to = dice.pick(_NAMES)
    if dice.chance(0.1):
        return f"alter table {_name(dice)} rename column x to y"
    if dice.chance(0.2):
        return f"alter {dice.pick(_ROUTINES)} {_name(dice)}(int) rename to {to}"
    return f"alter {dice.pick(_RELATIONS)} {_name(dice)} rename to {to}"


def _move(dice: _Dice) -> str:
    to = dice.pick({"app": 2, "tenant": 1, '"App"': 1, "public": 1})
    if dice.chance(0.2):
        return f"alter {dice.pick(_ROUTINES)} {_name(dice)}(int) set schema {to}"
    return f"alter {dice.pick(_RELATIONS)} {_name(dice)} set schema {to}"


def _tview(dice: _Dice) -> str:
    name = dice.pick(
        {
            "x": 2,
            "tv_x": 2,
            "app.x": 1,
            'App."X"': 1,
            '"tv_x"': 1,
            "a b": 1,
            "": 1,
            "select": 1,
        }
    )
    call = dice.pick(
        {
            f"pg_tviews_create('{name}', 'select 1')": 2,
            f"tviews.pg_tviews_create_or_replace('{name}'::text, $$select 1$$)": 2,
            f"pg_tviews_create_aggregate(tview_name => '{name}', query => 'select 1')": 1,
            f"tviews.pg_tviews_drop('{name}')": 2,
            f"other.pg_tviews_create('{name}')": 0.5,
            "pg_tviews_create(x)": 0.5,
        }
    )
    if dice.chance(0.3):
        return f"create table {_if_not_exists(dice)}{dice.pick(_SCHEMAS)}tv_x as select 1 as pk"
    return dice.pick(
        {
            f"select {call}": 3,
            f"select (select {call}), {call}": 1,
            f"with c as (select {call}) select 2": 1,
        }
    )


def _other(dice: _Dice) -> str:
    return dice.pick(
        {
            "create table plain as select 1": 1,
            "create schema app create table a ()": 1,
            "drop schema if exists app cascade": 1,
            "alter schema app rename to tenant": 1,
            "create foreign table a (x int) server s": 1,
            "create operator === (leftarg = int, rightarg = int, function = f)": 1,
            "alter table a add column x int": 1,
            "create index i on a (x)": 1,
            "comment on table a is 'größe'": 1,
            "insert into a values (1, 'größe;')": 1,
            "do $$ begin null; end $$": 1,
            "create trigger a before insert on a execute function f()": 1,
            "select 1 into a": 1,
            "create extension a": 1,
        }
    )
