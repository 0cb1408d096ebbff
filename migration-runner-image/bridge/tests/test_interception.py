"""What an engine does, as those see it who stand between it and the driver."""

import pytest
from sqlalchemy import create_engine, text

from stillhouse_bridge.interception import Interception


@pytest.fixture(params=["psycopg2", "psycopg"])
def connection(request, database):
    """A connection of the project's, with one driver and the other."""
    engine = create_engine(database.url(request.param))
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def interception(connection):
    """What keeps everything that it is told in a list: ``told``."""
    interception = Interception(connection)
    interception.told = told = []
    interception.before.append(lambda statement, times, context: told.append(("before", statement, times)))
    interception.after.append(lambda statement, context: told.append(("after", statement)))
    interception.committed.append(lambda pooled: told.append("committed"))
    interception.rolled_back.append(lambda pooled: told.append("rolled back"))
    return interception


def test_each_way_to_execute_and_the_ends_of_transactions(connection, interception):
    with interception.active():
        connection.exec_driver_sql("CREATE TEMPORARY TABLE rows (id int)")
        connection.commit()
        insert = text("INSERT INTO rows VALUES (:id)")
        connection.execute(insert, [{"id": 1}, {"id": 2}])
        connection.execute(insert, {"id": 3})
        connection.execution_options(no_parameters=True).exec_driver_sql("SELECT 4 % 3")
        connection.rollback()

    kinds = [
        each if isinstance(each, str) else (each[0], each[1][:6], *each[2:]) for each in interception.told
    ]
    assert kinds == [
        ("before", "CREATE", 1),
        ("after", "CREATE"),
        "committed",
        ("before", "INSERT", 2),
        ("after", "INSERT"),
        ("before", "INSERT", 1),
        ("after", "INSERT"),
        ("before", "SELECT", 1),
        ("after", "SELECT"),
        "rolled back",
    ]


def test_what_fails_is_told_before_it_alone(connection, interception):
    with interception.active(), pytest.raises(Exception, match="nothing"):
        connection.exec_driver_sql("SELECT nothing")

    assert interception.told[0] == ("before", "SELECT nothing", 1)
    assert ("after", "SELECT nothing") not in interception.told


def test_afterwards_the_engine_is_as_it_was(connection, interception):
    own = dict(vars(connection.dialect))
    theirs = connection.dialect.do_execute
    connection.dialect.do_commit = kept = connection.dialect.do_commit
    with interception.active():
        assert connection.dialect.do_execute != theirs
    assert connection.dialect.do_execute == theirs
    assert vars(connection.dialect) == {**own, "do_commit": kept}

    connection.exec_driver_sql("SELECT 1")
    connection.commit()
    assert interception.told == []
