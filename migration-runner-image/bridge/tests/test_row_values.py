"""What the server repeats of rows in its errors stays with the project."""

import drivers
import pytest
from projects import ASYNC

from stillhouse_bridge.row_values import left_out, told, without
from stillhouse_bridge.server_message import ServerMessage, read

_PEOPLE = (
    'op.execute("CREATE TABLE people (id int PRIMARY KEY, born date, '
    "name varchar(9) NOT NULL CONSTRAINT short CHECK (name <> 'nobody'), "
    'mail text CONSTRAINT once UNIQUE)")\n'
    "op.execute(\"INSERT INTO people VALUES (4711, '1980-02-03', 'jane', 'jane@example.com')\")\n"
)
# What the revision does last, and what may be said of it.
_FAILURES = {
    "unique": (
        'op.execute("INSERT INTO people SELECT 1, born, name, mail FROM people")',
        "23505",
        'violates unique constraint "once" (table people)',
    ),
    "not null": (
        'op.execute("UPDATE people SET name = NULL")',
        "23502",
        'null value in column "name" of relation "people"',
    ),
    "check": (
        "op.execute(\"UPDATE people SET name = 'nobody'\")",
        "23514",
        'relation "people" violates check constraint "short"',
    ),
    "foreign key": (
        (
            'op.execute("CREATE TABLE posts AS SELECT id + 1 AS author, mail FROM people")\n'
            'op.execute("ALTER TABLE posts ADD CONSTRAINT written FOREIGN KEY (author) REFERENCES people")'
        ),
        "23503",
        'table "posts" violates foreign key constraint "written"',
    ),
    "index": (
        (
            'op.execute("CREATE TABLE t AS SELECT mail FROM people, generate_series(1, 2)")\n'
            'op.execute("CREATE UNIQUE INDEX alone ON t (mail)")'
        ),
        "23505",
        'could not create unique index "alone" (table t)',
    ),
    "cast": (
        'op.execute("ALTER TABLE people ALTER mail TYPE int USING mail::int")',
        "22P02",
        'invalid input syntax for type integer: "***"',
    ),
    "json": (
        "op.execute(\"SELECT ('{' || mail)::json FROM people\")",
        "22P02",
        "invalid input syntax for type json",
    ),
    "date": (
        "op.execute(\"SELECT (id || '-13-13')::date FROM people\")",
        "22008",
        'date/time field value out of range: "***"',
    ),
    "length": (
        'op.execute("UPDATE people SET name = mail")',
        "22001",
        "value too long for type character varying(9)",
    ),
    "sequence": (
        (
            'op.execute("CREATE SEQUENCE counter MAXVALUE 100")\n'
            "op.execute(\"SELECT setval('counter', id) FROM people\")"
        ),
        "22003",
        "setval: value *** is out of bounds",
    ),
    "function": (
        (
            "op.execute(\"DO $$ BEGIN EXECUTE (SELECT format('INSERT INTO people VALUES (%s, %L, %L)', "
            'id, born, name) FROM people); END $$")'
        ),
        "23505",
        (
            'violates unique constraint "people_pkey" (table people) '
            "PL/pgSQL function inline_code_block line 1 at EXECUTE"
        ),
    ),
    "view": (
        (
            'op.execute("CREATE VIEW adults AS SELECT * FROM people WHERE id > 1 WITH CHECK OPTION")\n'
            'op.execute("UPDATE adults SET id = 0")'
        ),
        "44000",
        'new row violates check option for view "adults"',
    ),
    "search": (
        "op.execute(\"SELECT to_tsquery(name || ' ' || id) FROM people\")",
        "42601",
        'syntax error in tsquery: "***"',
    ),
    "name": (
        "op.execute(\"DO $$ BEGIN EXECUTE (SELECT format('DROP TABLE %I', mail) FROM people); END $$\")",
        "42P01",
        'table "***" does not exist PL/pgSQL function inline_code_block line 1 at EXECUTE',
    ),
    "hint": (
        "op.execute(\"DO $$ BEGIN RAISE 'no' USING HINT = (SELECT name FROM people); END $$\")",
        "P0001",
        "no PL/pgSQL function inline_code_block line 1 at RAISE",
    ),
}
_VALUES = ("4711", "4712", "jane", "1980", "13-13")


@pytest.fixture
def failed(opened, project):
    """Apply a revision that must fail; returns the error and what the project printed."""

    def run(code, driver="psycopg2"):
        if driver == "asyncpg":
            project.env_source(ASYNC.format(options=""))
        project.revision("aaaa", up=code)
        bridge = opened(driver=driver)
        error = bridge.error("apply", targets=["head"], direction="up", expect=["aaaa"])
        return error, bridge.log.read_text()

    return run


@pytest.mark.parametrize(
    ("failure", "driver"),
    [(failure, "psycopg2") for failure in _FAILURES]
    + [(failure, driver) for failure in ("unique", "cast", "function") for driver in drivers.EVERY[1:]],
)
def test_no_value_of_a_row_is_told(failed, failure, driver):
    code, state, said = _FAILURES[failure]

    error, _ = failed(_PEOPLE + code, driver)

    assert error["reason"] == "StatementFailed"
    assert error["sqlState"] == state
    assert said in error["message"]
    everything = error["message"] + error["detail"]
    # What the revision itself says is no secret of the database's.
    assert [value for value in _VALUES if value in everything and value not in code] == []


@pytest.mark.parametrize("driver", drivers.EVERY)
def test_what_is_left_out_is_in_the_projects_own_log(failed, driver):
    error, log = failed(_PEOPLE + _FAILURES["unique"][0], driver)

    assert "the project's own log has them" in error["message"]
    assert "(mail)=(jane@example.com)" in log


def test_who_repeats_the_error_repeats_no_value(failed):
    error, _ = failed(
        _PEOPLE + "try:\n"
        f"    {_FAILURES['unique'][0]}\n"
        "except Exception as error:\n"
        "    raise RuntimeError(f'it is broken: {error.orig.diag.message_detail}') from error"
    )

    assert "it is broken" in error["detail"]
    assert "jane@example.com" not in error["message"] + error["detail"]


def test_who_forgets_where_it_came_from_repeats_no_value(failed):
    error, _ = failed(
        _PEOPLE + "said = []\n"
        "try:\n"
        "    with op.get_bind().begin_nested():\n"
        f"        {_FAILURES['unique'][0]}\n"
        "except Exception as error:\n"
        "    said.append(str(error))\n"
        "raise RuntimeError(said[0])"
    )

    assert error["reason"] == "ProjectError"
    assert "Key (mail)=(***)" in error["message"]
    assert "jane@example.com" not in error["message"] + error["detail"]


def test_what_a_statement_names_stays(failed):
    error, _ = failed('op.execute("SELEC 1 FROM jane")')

    assert error["sqlState"] == "42601"
    assert 'syntax error at or near "SELEC"' in error["message"]
    assert "left out" not in error["message"]


def test_names_that_the_server_gives_stay(failed):
    error, _ = failed(
        _PEOPLE + 'op.execute("CREATE VIEW names AS SELECT name FROM people")\n'
        'op.execute("DROP TABLE people")'
    )

    assert error["sqlState"] == "2BP01"
    assert "view names depends on table people" in error["message"]
    assert "left out" not in error["message"]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ('invalid input syntax for type integer: "a "b" c"', 'invalid input syntax for type integer: "***"'),
        ('value "1" is out of range for type integer', 'value "***" is out of range for type integer'),
        ("Ungültig für Typ integer: „jane“", "Ungültig für Typ integer: „***“"),
        ("syntaxe en entrée invalide : « jane »", "syntaxe en entrée invalide : «***»"),
        (
            'invalid byte sequence for encoding "UTF8": 0xe4 0x6e',
            'invalid byte sequence for encoding "UTF8": ***',
        ),
        ('missing data for column "b"', 'missing data for column "b"'),
        ("division by zero", "division by zero"),
        ('role "nobody" does not exist', 'role "nobody" does not exist'),
        ('"jane\nand more" is not a number', '"***" is not a number'),
    ],
)
def test_what_is_quoted_is_masked_unless_it_is_a_name(text, masked):
    message = ServerMessage("22000", text)

    assert told(message) == masked
    assert left_out(message) == (text != masked)


def test_what_a_copy_was_at_is_told_without_the_value():
    context = 'COPY people, line 3, column id: "jane"\nPL/pgSQL function fill(text) line 4 at SQL statement'

    said = told(ServerMessage("P0001", "no", context=context))

    assert said == "no COPY people, line 3, column id PL/pgSQL function fill(text) line 4 at SQL statement"


def test_the_parts_of_pg8000():
    """Which tells them as a dictionary of PostgreSQL's letters."""
    fields = {"C": "23505", "M": "no", "D": "Key (a)=(1) already exists.", "t": "people", "n": "once"}
    error = type("IntegrityError", (Exception,), {"__module__": "pg8000.dbapi"})(fields)

    assert read(error) == ServerMessage("23505", "no", fields["D"], table="people", constraint="once")
    assert without(f"it said {error}", [error]) == "it said no (table people, constraint once)"


def test_an_argument_that_asyncpg_refuses():
    text = "invalid input for query argument $1: 'jane' ('str' object cannot be interpreted as an integer)"

    assert without(text, []) == "invalid input for query argument $1: ***"
