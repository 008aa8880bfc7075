"""Every deliberate difference, with an example that `check_deliberate.py` runs.

Those that random input could meet by chance carry a predicate: no random tree may be `in_tree`,
and what differs for an environment file that is `in_file` is explained by it, if it ends as `here`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from deliberate_files import IN_FILES
from example import (
    BUILT,
    INTERNAL_ERROR,
    OUTPUT,
    TIMES_OUT,
    Difference,
    Example,
    custom_template,
    doubled,
    duplicates,
    duration,
    first_line,
    hash_of_output,
    including,
    link_output,
    output,
    parsed_source,
    parser,
    pipe,
    rows,
    second_name,
    selected,
    sources,
    touch_forever,
    two_pass,
    write_protect_output,
)
from project import Draft

_SEPARATORS = "a path with a control character, or `*/` under `block_comment`"
_ENVIRONMENT = "`--env` that is no plain file name"
_OUTPUT = "an output that is a source, or would be next time"
_SPECIAL = "a named pipe or device as source or configuration"
_TEMPLATES = "custom templates"
_INTERNAL = "internal errors (exit 1)"
_STATEMENT_ENDS = "`--two-pass`: where statements end"
_LOSSES = "`--two-pass`: what leaves a table with its keys"
_CSV = "CSV on standard output"
_NAMES = "names in messages and CSV"

# Characters that end a line for some reader.
_LINE_BREAKERS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def met_by(draft: Draft) -> list[str]:
    """The differences that a tree would meet."""
    return [entry.name for entry in DIFFERENCES if entry.in_tree and entry.in_tree(draft)]


def explanations(content: bytes, ending: str) -> list[str]:
    """Why a call with an environment file may differ that ends so here."""
    return [
        entry.reason
        for entry in DIFFERENCES
        if entry.here == ending and entry.in_file and entry.in_file(content)
    ]


def _paths(draft: Draft) -> Iterator[str]:
    yield from (*draft.files, *draft.links, *draft.folders)


_REFUSED = (
    Difference(
        _SEPARATORS,
        "what follows a line break in a file's name would be run as SQL",
        Example(files=sources("a\nb.sql")),
        here="SCHEMA_001",
        reference=BUILT,
        in_tree=lambda draft: any(_LINE_BREAKERS.search(path) for path in _paths(draft)),
    ),
    Difference(
        _SEPARATORS,
        "what follows */ in a file's name would be run as SQL",
        Example(files=sources("a*/b.sql")),
        here="SCHEMA_001",
        reference=BUILT,
        in_tree=lambda draft: any("*/" in path for path in _paths(draft)),
    ),
    Difference(
        _ENVIRONMENT,
        "a name out of a pipeline's variable must not reach files elsewhere",
        Example(arguments=("--env", "../environments/local")),
        here="CONFIG_001",
        reference=BUILT,
        in_tree=lambda draft: draft.environment in ("", ".", "..") or "/" in draft.environment,
    ),
    Difference(
        "`SOURCE_DATE_EPOCH` in digits of other alphabets",
        "which digits there are depends on the version of Unicode",
        Example(variables={"SOURCE_DATE_EPOCH": "٣"}),
        here="CONFIG_001",
        reference=BUILT,
    ),
    Difference(
        _OUTPUT,
        "the source would be lost",
        Example(arguments=("--output", "db/schema/a.sql")),
        here="SCHEMA_001",
        reference=BUILT,
    ),
    Difference(
        _OUTPUT,
        "each build would hold the one before it",
        Example(arguments=("--output", "db/schema/z.sql")),
        here="SCHEMA_001",
        reference=BUILT,
    ),
    Difference(
        _SPECIAL,
        "a build that waits for a writer looks like one that works",
        pipe("db/schema/p.sql"),
        here="SCHEMA_001",
        reference=TIMES_OUT,
    ),
    Difference(
        _SPECIAL,
        "a build that waits for a writer looks like one that works",
        pipe("db/environments/local.yaml"),
        here="CONFIG_001",
        reference=TIMES_OUT,
    ),
    Difference(
        _SPECIAL,
        "a device need not end, nor give the same bytes twice",
        Example(links={"db/schema/d.sql": "/dev/null"}),
        here="SCHEMA_001",
        reference=BUILT,
    ),
    Difference(
        _TEMPLATES,
        "the attributes of a Python object are no interface",
        custom_template("-- {file_path.parts}"),
        here="CONFIG_001",
        reference=BUILT,
    ),
    Difference(
        _TEMPLATES,
        "the way Python prints an object is no interface",
        custom_template("-- {file_path!r}"),
        here="CONFIG_001",
        reference=BUILT,
    ),
    Difference(
        "a pattern's `[…]` that ends in a backslash",
        "it means something else than it says",
        Example(including(r"[\]]*.sql"), sources("].sql")),
        here="CONFIG_001",
        reference=BUILT,
    ),
)

_BUILT_OTHERWISE = (
    Difference(
        "a source that changes while it is read",
        "the result would be of no one version",
        Example(
            files={"db/schema/a.sql": bytes(2**26)},
            arguments=("--no-validate-comments",),
            meanwhile=touch_forever,
        ),
        here="SCHEMA_001",
        reference=BUILT,
    ),
    Difference(
        "each source",
        "the fingerprint has to be that of what was built",
        # The source has other bytes each time it is read.
        Example(
            files={},
            links={"db/schema/a.sql": "/proc/sys/kernel/random/uuid"},
            arguments=("--show-hash", "--output", OUTPUT),
        ),
        here="of what was built",
        reference="of something else",
        shows=hash_of_output,
    ),
    Difference(
        r"`\d`, `\w`, `\s` in a pattern's `[…]`",
        "what is built must not depend on the tables of a version of Unicode",
        Example(
            including(r"[\d\w\s].sql"),
            sources("a.sql", "é.sql", "٣.sql", "\u3000.sql"),
            arguments=("--list-files",),
        ),
        here="a.sql",
        reference="a.sql, é.sql, ٣.sql, \u3000.sql",
        shows=selected,
    ),
    Difference(
        "an output without write permission in a folder with it",
        "outputs are replaced, so that a reader never sees half of one",
        Example(
            files={**sources("a.sql"), OUTPUT: b""},
            arguments=("--output", OUTPUT),
            prepare=write_protect_output,
            needs_permissions=True,
        ),
        here=BUILT,
        reference="SCHEMA_001",
    ),
    Difference(
        "an output with a second name",
        "outputs are replaced, so that a reader never sees half of one",
        Example(
            files={**sources("a.sql"), OUTPUT: b""},
            arguments=("--output", OUTPUT),
            prepare=link_output,
        ),
        here="left alone",
        reference="written to",
        shows=second_name,
    ),
    Difference(
        "an output after a failure",
        "a failed build must not take away the last good one",
        Example(
            files={**sources("b\udcff.sql"), OUTPUT: b"-- older\n"},
            # Nothing is wrong with the name until it gets into the fingerprint.
            arguments=(
                *("--separator-style=custom", "--separator-template=-- {file_path.suffix}"),
                *("--show-hash", "--output", OUTPUT),
            ),
        ),
        here="exit 4, as it was",
        reference="exit 1, replaced",
        shows=output,
    ),
)

_PRINTED = (
    Difference(
        _CSV,
        "a reader of CSV takes the first line for the header",
        Example(arguments=("--format", "csv")),
        here="metric,value",
        reference="🔨 Building schema for environment: local",
        shows=first_line,
    ),
    Difference(
        _CSV,
        "a name is data, not markup for a terminal",
        Example(files=sources("[bold]a.sql"), arguments=("--list-files", "--format", "csv")),
        here="db/schema/[bold]a.sql,db/schema,0,**/*.sql",
        reference="db/schema/a.sql,db/schema,0,**/*.sql",
        shows=rows,
    ),
    Difference(
        _NAMES,
        "a name must not look like two",
        Example(files=sources("a\nb.sql"), arguments=("--list-files", "--format", "text")),
        here="db/schema/a\\nb.sql  ← db/schema · order 0 · **/*.sql",
        reference="db/schema/a\nb.sql  ← db/schema · order 0 · **/*.sql",
        shows=rows,
    ),
    Difference(
        "the line of progress in text output",
        "standard output holds the result",
        Example(arguments=("--format", "text")),
        here="Schema built successfully",
        reference="🔨 Building schema for environment: local",
        shows=first_line,
    ),
    Difference(
        "`execution_time_ms`",
        "the time is what was asked for",
        Example(
            files={"db/schema/a.sql": bytes(2**25)}, arguments=("--no-validate-comments",)
        ),
        here="some",
        reference="none",
        shows=duration,
    ),
    Difference(
        "`parser` in JSON",
        "it is the grammar that decides, and pglast is not there",
        Example(),
        here="a grammar",
        reference="pglast",
        shows=parser,
    ),
)

_DUPLICATES = (
    Difference(
        "duplicates: a table's name with letters outside ASCII, or blanks round its dot",
        "a part of a name names nothing, or something else",
        duplicates("CREATE TABLE größe ();", "CREATE TABLE größe ();"),
        here="größe",
        reference="gr",
        shows=doubled,
    ),
    Difference(
        "duplicates: a table's name with letters outside ASCII, or blanks round its dot",
        "a part of a name names nothing, or something else",
        duplicates("CREATE TABLE App . t ();", "CREATE TABLE app.t ();"),
        here="App.t",
        reference="App",
        shows=doubled,
    ),
    Difference(
        "duplicates: letters outside ASCII in names of schemas and types",
        "to PostgreSQL these are two schemas",
        duplicates('CREATE VIEW "Ä".v AS SELECT 1;', 'CREATE VIEW "ä".v AS SELECT 1;'),
        here="",
        reference="Ä.v",
        shows=doubled,
    ),
    Difference(
        "duplicates: letters outside ASCII in names of schemas and types",
        "to PostgreSQL these are two types",
        duplicates(
            'CREATE AGGREGATE f("Ä") (sfunc = g, stype = int);',
            'CREATE AGGREGATE f("ä") (sfunc = g, stype = int);',
        ),
        here="",
        reference='f("Ä")',
        shows=doubled,
    ),
    Difference(
        "duplicates: a dangling link",
        "the file cannot be read, whatever for",
        Example(links={"db/schema/l.sql": "missing"}, arguments=("--warn-duplicates",)),
        here="SCHEMA_001",
        reference="SCHEMA_201",
    ),
    Difference(
        _CSV,
        "a reader of CSV takes the first line for the header",
        replace(
            duplicates("CREATE TABLE t ();", "CREATE TABLE t ();"),
            arguments=("--fail-on-duplicates", "--format", "csv"),
        ),
        here="metric,value",
        reference="🔨 Building schema for environment: local",
        shows=first_line,
    ),
)

_COMMAND_LINE = (
    Difference(
        "directories as arguments",
        "a build needs no environment file",
        Example(arguments=("db/schema",)),
        here=BUILT,
        reference="exit 2",
    ),
)

_TWO_PASS = (
    *(
        Difference(name, reason, two_pass(sql), here=here, reference=there, shows=parsed_source)
        for name, reason, sql, here, there in (
            (
                _STATEMENT_ENDS,
                "a parenthesis too many costs its statement, not all that follow",
                "SELECT 1);\nCREATE TABLE t (a int REFERENCES b);",
                "SELECT 1);\nCREATE TABLE t (a int);",
                "SELECT 1);\nCREATE TABLE t (a int REFERENCES b);",
            ),
            (
                _STATEMENT_ENDS,
                "a function's body is part of its statement",
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1;\n"
                "CREATE TABLE t (a int REFERENCES b); END;",
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1;\n"
                "CREATE TABLE t (a int REFERENCES b); END;",
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1;\n"
                "CREATE TABLE t (a int); END;",
            ),
            (
                _STATEMENT_ENDS,
                "NUL costs its statement, not all that follow",
                "SELECT \0;\nCREATE TABLE t (a int REFERENCES b);",
                "SELECT \0;\nCREATE TABLE t (a int);",
                "SELECT \0;\nCREATE TABLE t (a int REFERENCES b);",
            ),
            (
                _LOSSES,
                "a column must not go in place of a key",
                "CREATE TABLE t (a int[] DEFAULT ARRAY[1, 2], b int, FOREIGN KEY (b) REFERENCES c);",
                "CREATE TABLE t (a int[] DEFAULT ARRAY[1, 2], b int);",
                "CREATE TABLE t (a int[] DEFAULT ARRAY[1, 2], FOREIGN KEY (b) REFERENCES c);",
            ),
            (
                _LOSSES,
                "a collation belongs to its column",
                'CREATE TABLE t (a text REFERENCES b COLLATE "C");',
                'CREATE TABLE t (a text COLLATE "C");',
                "CREATE TABLE t (a text);",
            ),
            (
                "`--two-pass`: a table OF or PARTITION OF another, of nothing but keys",
                "PostgreSQL takes no empty parentheses there",
                "CREATE TABLE t PARTITION OF p (FOREIGN KEY (a) REFERENCES b) DEFAULT;",
                "CREATE TABLE t PARTITION OF p DEFAULT;",
                "CREATE TABLE t PARTITION OF p () DEFAULT;",
            ),
        )
    ),
    *(
        Difference(
            _INTERNAL,
            "what PostgreSQL's scanner refuses costs its statement, not the build",
            two_pass(sql),
            here=BUILT,
            reference=INTERNAL_ERROR,
        )
        for sql in ("SELECT 'a", "SELECT 1a;", 'SELECT "";', "SELECT $$")
    ),
)

# Where the reference stops without meaning to, there is a message with file, line and key here.
_INTERNAL_ERRORS = tuple(
    Difference(_INTERNAL, reason, example, here=here, reference=INTERNAL_ERROR)
    for reason, here, example in (
        ("entries: none", "CONFIG_001", Example(b"include_dirs: null\n")),
        ("entry: a file", "SCHEMA_001", Example(b"include_dirs: [db/schema/a.sql]\n")),
        ("path: a number", "CONFIG_001", Example(b"include_dirs: [{path: 3}]\n")),
        ("path: NUL", "CONFIG_001", Example(b'include_dirs: ["a\\0"]\n')),
        ("pattern: a reversed range", "CONFIG_001", Example(including("[z-a]"))),
        ("template: no such field", "CONFIG_001", custom_template("-- {}")),
        ("YAML: not UTF-8", "CONFIG_001", Example(b"include_dirs: [db/schema]\nx: \xff\n")),
        ("YAML: a bad !!int", "CONFIG_001", Example(b"include_dirs: [db/schema]\nx: !!int y\n")),
        ("epoch: a word", "CONFIG_001", Example(variables={"SOURCE_DATE_EPOCH": "soon"})),
        ("name: not UTF-8", "SCHEMA_001", Example(files=sources("b\udcff.sql"))),
        (
            "duplicates: not UTF-8",
            "SCHEMA_001",
            Example(files={"db/schema/a.sql": b"\xff"}, arguments=("--warn-duplicates",)),
        ),
        # Only up to Python 3.12.
        ("symlink: a loop", "SCHEMA_001", Example(links={"db/schema/l.sql": "l.sql"})),
    )
)

DIFFERENCES = (
    *_REFUSED,
    *_BUILT_OTHERWISE,
    *_PRINTED,
    *_DUPLICATES,
    *_COMMAND_LINE,
    *_TWO_PASS,
    *_INTERNAL_ERRORS,
    *IN_FILES,
)
