"""What may be permanent of a step though nothing was told of a commit."""

import pytest
from projects import ASYNC, ENGINE_FROM_INI

AUTOCOMMIT = ENGINE_FROM_INI[:-1] + ", isolation_level='AUTOCOMMIT')"
HEAD = {"targets": ["head"], "direction": "up", "expect": ["aaaa", "bbbb"]}

MAY = {
    "another_connection": "sa.create_engine(op.get_bind().engine.url).connect()",
    "of_the_same_engine": "op.get_bind().engine.connect().execute(sa.text('SELECT 1'))",
    "a_driver": "import psycopg2\npsycopg2.connect({dsn!r})",
    "a_process": "import subprocess\nsubprocess.run(['true'])",
    "past_sqlalchemy": "own = op.get_bind().connection.dbapi_connection\nown.rollback(); own.autocommit = 1",
}
MAY_NOT = {
    "sql": "op.execute('SELECT 1')",
    "nested": "op.get_bind().begin_nested().rollback()",
    "session": "import sqlalchemy.orm\nsqlalchemy.orm.Session(op.get_bind()).execute(sa.text('SELECT 1'))",
    "inspection": "sa.inspect(op.get_bind()).get_table_names()",
    "temporary": "import tempfile\ntempfile.TemporaryFile()",
}


@pytest.fixture
def unseen(opened, project):
    """Apply two steps, of which the second one does this; returns which may have committed unseen."""

    def run(up, driver=None):
        project.revision("aaaa").revision("bbbb", "aaaa", up=up)
        _, events = opened(driver=driver).call("apply", **HEAD)
        return [each["revision"] for each in events if each["event"] == "commits_unseen"]

    return run


@pytest.mark.parametrize("case", MAY)
def test_it_may(unseen, database, case):
    dsn = database.url().replace("+psycopg2", "")

    assert unseen(MAY[case].replace("{dsn!r}", repr(dsn))) == ["bbbb"]


@pytest.mark.parametrize("case", MAY_NOT)
def test_it_may_not(unseen, case):
    assert unseen(MAY_NOT[case]) == []


@pytest.mark.parametrize("driver", ["psycopg2", "psycopg", "asyncpg"])
def test_an_engine_in_autocommit(unseen, project, driver):
    if driver == "asyncpg":
        source = ASYNC.format(options="").replace("NullPool", "NullPool, isolation_level='AUTOCOMMIT'")
        project.env_source(source)
    else:
        project.env(engine=AUTOCOMMIT)

    assert unseen("op.execute('SELECT 1')", driver) == ["aaaa", "bbbb"]


def test_a_connection_of_before(unseen, project):
    project.env(before="context.config.attributes['other'] = engine.connect()")

    assert unseen("op.get_context().config.attributes['other'].execute(sa.text('SELECT 1'))") == ["bbbb"]
