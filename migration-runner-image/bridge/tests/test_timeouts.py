"""When the timeouts of the project's connection are set again."""

import contextlib

import pytest
from sqlalchemy import create_engine, event

from stillhouse_bridge import timeouts
from stillhouse_bridge.interception import Interception
from stillhouse_bridge.request import Session
from stillhouse_bridge.timeouts import Timeouts

SESSION = Session(None, 4321, 0, None)


@pytest.fixture
def connection(database):
    """A connection of the project's."""
    engine = create_engine(database.url("psycopg2"))
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@contextlib.contextmanager
def counting(connection):
    """Count how often they are set while the block runs."""
    settings = []

    def before_execute(_connection, _cursor, statement, *_):
        if statement == "SET lock_timeout = '4321ms'":
            settings.append(statement)

    event.listen(connection.engine, "before_cursor_execute", before_execute)
    yield settings
    event.remove(connection.engine, "before_cursor_execute", before_execute)


def settings_around(connection, work):
    """Return how often they were set before a step, and before another one after this work."""
    interception = Interception(connection)
    kept = Timeouts(connection, SESSION)
    kept.watch(interception)
    with interception.active(), counting(connection) as settings:
        kept.keep()
        work()
        kept.keep()
    assert connection.exec_driver_sql("SHOW lock_timeout").scalar() == "4321ms"
    return len(settings)


@pytest.mark.parametrize("statement", ["SELECT 1", "CREATE TABLE resettled (id int)", "COMMIT"])
def test_what_cannot_change_them_costs_no_round_trip(connection, monkeypatch, statement):
    monkeypatch.setattr(timeouts, "_SECONDS", 600)

    assert settings_around(connection, lambda: connection.exec_driver_sql(statement)) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "SET lock_timeout = 0",
        "DO $$ BEGIN PERFORM set_config('lock_' || 'timeout', '0', false); END $$",
        "reset all",
        "ROLLBACK",
        "SELECT '{}'".format("x" * 10_000),
    ],
)
def test_what_may_have_changed_them(connection, monkeypatch, statement):
    monkeypatch.setattr(timeouts, "_SECONDS", 600)

    assert settings_around(connection, lambda: connection.exec_driver_sql(statement)) == 2


def test_a_rollback_takes_them_back(connection, monkeypatch):
    monkeypatch.setattr(timeouts, "_SECONDS", 600)

    assert settings_around(connection, connection.rollback) == 2


def test_what_is_not_seen_lasts_a_moment(connection, monkeypatch):
    monkeypatch.setattr(timeouts, "_SECONDS", 0)

    def past_sqlalchemy():
        connection.connection.cursor().execute("SET lock_timeout = 0")

    assert settings_around(connection, past_sqlalchemy) == 2
