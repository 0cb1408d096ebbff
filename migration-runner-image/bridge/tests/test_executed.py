"""The SQL of a step as it ran."""

import re
from types import SimpleNamespace

import drivers
import pytest
from projects import ASYNC

from stillhouse_bridge.sent import text_of


@pytest.fixture
def execute(opened):
    """Apply everything; returns what each step has told of what it executed."""

    def run(driver=None, **asked):
        bridge = opened(session={"lockTimeoutMillis": 5000}, driver=driver)
        plan = bridge.result("plan", targets=["head"])
        expected = [step["revision"] for step in plan["steps"]]
        _, events = bridge.call("apply", targets=["head"], direction="up", expect=expected, **asked)
        return {event["revision"]: event["statements"] for event in events if "statements" in event}

    return run


def test_what_the_step_itself_executed(execute, project):
    project.revision("aaaa", up="op.execute('CREATE TABLE aaaa (id int);')")
    project.revision("bbbb", "aaaa", up="op.get_bind().exec_driver_sql('SELECT 1 % 2')")

    assert execute(sql=True) == {"aaaa": ["CREATE TABLE aaaa (id int)"], "bbbb": ["SELECT 1 % 2"]}


def test_nothing_unless_it_is_asked_for(execute, project):
    project.line("aaaa")

    assert execute() == {}


@pytest.mark.parametrize("driver", ["psycopg2", "asyncpg"])
def test_values_are_left_out_and_repetitions_are_counted(execute, project, driver):
    if driver == "asyncpg":
        project.env_source(ASYNC.format(options=""))
    insert = "op.get_bind().execute(sa.text('INSERT INTO aaaa (id, name) VALUES (:id, :name)'), {rows})"
    rows = "[dict(id=n, name='secret') for n in range(3)]"
    project.revision("aaaa", up="op.execute('CREATE TABLE aaaa (id int, name text)')")
    project.revision("bbbb", "aaaa", up="; ".join([insert.format(rows=rows)] * 2))

    (told,) = execute(sql=True)["bbbb"]

    statement, times = told.split(";\n")
    assert statement.startswith("INSERT INTO aaaa (id, name) VALUES (")
    assert "secret" not in statement
    assert "$1" in statement
    assert "%" not in statement
    assert times == "-- 6 times"


def test_percent_signs_are_as_they_reach_the_server(execute, project):
    project.revision("aaaa", up="op.execute(\"SELECT 'a' LIKE '%a%'\")")

    assert execute(sql=True) == {"aaaa": ["SELECT 'a' LIKE '%a%'"]}


@pytest.mark.parametrize("driver", drivers.EVERY)
def test_placeholders_are_as_a_parser_takes_them(execute, project, driver):
    if driver == "asyncpg":
        project.env_source(ASYNC.format(options=""))
    project.revision(
        "aaaa",
        up="op.get_bind().execute(sa.text(\"SELECT :a, '%(x)s', '%s' WHERE :b <> :a\"), dict(a='x', b='y'))",
    )

    (told,) = execute(driver, sql=True)["aaaa"]

    assert re.sub(r"::\w+", "", told) in (
        "SELECT $1, '%(x)s', '%s' WHERE $2 <> $1",
        # Where they have no names.
        "SELECT $1, '%(x)s', '%s' WHERE $2 <> $3",
    )


@pytest.mark.parametrize(
    ("statement", "style", "told"),
    [
        ("SELECT %(a)s::VARCHAR, %(b)s, %(a)s;", "pyformat", "SELECT $1::VARCHAR, $2, $1"),
        ("SELECT %s, %s::INTEGER", "format", "SELECT $1, $2::INTEGER"),
        ("SELECT '%%(a)s', '%%%%s', %(a)s", "pyformat", "SELECT '%(a)s', '%%s', $1"),
        ("SELECT 1 %%%(a)s", "pyformat", "SELECT 1 %$1"),
        ("SELECT $1, '%%'", "numeric_dollar", "SELECT $1, '%%'"),
    ],
)
def test_the_text_of_a_statement(statement, style, told):
    dialect = SimpleNamespace(paramstyle=style, driver="any")

    assert text_of(statement, SimpleNamespace(compiled=object()), dialect) == told
    assert text_of(statement, SimpleNamespace(compiled=None), dialect) == statement.rstrip(";")


def test_a_driver_that_knows_quotes():
    dialect = SimpleNamespace(paramstyle="format", driver="pg8000")
    quoted = "E'\\'%s', '''%%', \"%s\", $$ ' %s $$, 'x'"

    told = text_of(f"SELECT {quoted}, %s %% %s -- %s", SimpleNamespace(compiled=object()), dialect)

    assert told == f"SELECT {quoted}, $1 % $2 -- %s"


def test_a_step_that_fails(execute, project):
    project.revision(
        "aaaa", up="op.execute('SELECT 1'); op.execute('SELECT nothing'); op.execute('SELECT 2')"
    )

    assert execute(sql=True) == {"aaaa": ["SELECT 1", "SELECT nothing"]}


@pytest.mark.parametrize(("statements", "told"), [(1000, 501), (3, 3)])
def test_more_than_anybody_reads_is_only_counted(execute, project, statements, told):
    project.revision("aaaa", up=f"[op.execute(f'SELECT {{n}}') for n in range({statements})]")

    texts = execute(sql=True)["aaaa"]

    assert len(texts) == told
    assert texts[0] == "SELECT 0"
    assert texts[-1] == ("-- and 500 more" if told == 501 else "SELECT 2")


def test_long_texts_are_only_counted(execute, project):
    project.revision("aaaa", up="op.execute(\"SELECT '\" + 'x' * 2**20 + \"'\"); op.execute('SELECT 1')")

    assert execute(sql=True) == {"aaaa": ["SELECT 1", "-- and 1 more"]}


def test_the_texts_of_all_steps_are_bounded_together(execute, project):
    names = [f"{number:04}" for number in range(20)]
    for name, down in zip(names, [None, *names]):
        project.revision(name, down, up="op.execute(\"SELECT '\" + 'x' * 1_000_000 + \"'\")")

    told = execute(sql=True)

    assert [len(told[name][0]) > 1_000_000 for name in names] == [True] * 16 + [False] * 4
    assert told["0019"] == ["-- and 1 more"]
