"""How the project's sessions are told from others, and keep other runs out."""

import drivers
import pytest
from projects import ASYNC
from runner_session import DATABASE, RunnerSession
from waiting import wait_until

PIDS = (
    "SELECT pid FROM pg_stat_activity WHERE application_name = 'stillhouse x'"
    " AND datname = current_database()"
)
SLEEPING = "SELECT 1 FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(600)'"


def apply(bridge, *expect):
    return bridge.call("apply", targets=["head"], direction="up", expect=list(expect))


@pytest.fixture
def elsewhere(server, database):
    """A database that the project has besides."""
    other = server.create(database.name + "_b")
    yield other
    other.drop()


@pytest.mark.parametrize("driver", drivers.ALL)
def test_the_projects_sessions_can_be_told_from_others(opened, project, database, runner, driver):
    if driver == "asyncpg":
        project.env_source(ASYNC.format(options=""))
    project.revision("aaaa", up="op.execute('SELECT pg_sleep(600)')")
    bridge = opened({"applicationName": "stillhouse x"}, driver=driver)
    bridge.request("apply", targets=["head"], direction="up", expect=["aaaa"])
    pid = bridge.receive()["backendPid"]

    wait_until(runner.working)

    assert runner.sessions() == runner.working() == [pid]
    assert database.execute(PIDS) == [(pid,)]


def test_connections_to_other_databases_are_neither_told_nor_changed(
    opened, project, database, runner, elsewhere
):
    project.revision(
        "aaaa",
        up=f"""\
        import sys
        sys.modules["kept"] = other = sa.create_engine({elsewhere.url("psycopg2")!r}).connect()
        other.exec_driver_sql("CREATE TABLE seen AS SELECT current_setting('application_name') AS name, "
            "current_user AS who, current_setting('lock_timeout') AS lock, pg_backend_pid() AS pid")
        other.commit()
        """,
    )
    role = database.name + "_owner"
    database.execute(f"CREATE ROLE {role}; GRANT CREATE ON SCHEMA public TO {role}")
    try:
        bridge = opened({"applicationName": "stillhouse x", "role": role, "lockTimeoutMillis": 4321})
        answer, events = apply(bridge, "aaaa")

        assert answer["result"] == {"steps": 1}
        ((name, who, lock, pid),) = elsewhere.execute("SELECT * FROM seen")
        assert (name, who, lock) == ("", "postgres", "0")
        assert pid not in [event.get("backendPid") for event in events]
        assert pid not in runner.sessions()
    finally:
        database.execute(f"DROP OWNED BY {role}; DROP ROLE {role}")


def test_another_way_to_the_same_database_is_recognised(opened, project, database, runner):
    url = database.url("psycopg2").replace("localhost", "127.0.0.1")
    assert "127.0.0.1" in url
    project.revision(
        "aaaa", up=f"sa.create_engine({url!r}).connect().exec_driver_sql('CREATE TABLE x (y int)')"
    )

    _, events = apply(opened({"applicationName": "stillhouse x"}), "aaaa")

    assert len([event for event in events if event["event"] == "connected"]) == 2


@pytest.mark.parametrize("regime", ["transaction_per_migration=False", "transaction_per_migration=True"])
def test_work_excludes_other_runs_when_the_runners_lock_is_lost(opened, project, runner, database, regime):
    block = "with op.get_context().autocommit_block():\n    op.execute('SELECT 1')\n"
    project.env(options=regime).revision("aaaa", up=block + "op.execute('ROLLBACK')")
    project.revision("bbbb", "aaaa", up="op.execute('SELECT pg_sleep(600)')")
    bridge = opened()
    bridge.request("apply", targets=["head"], direction="up", expect=["aaaa", "bbbb"])
    wait_until(
        lambda: database.execute("SELECT 1 FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(600)'")
    )
    runner.close()

    other = RunnerSession(database)
    try:
        assert len(other.working()) == 1
        bridge.hang_up()
        wait_until(lambda: not other.working())
    finally:
        other.close()


def test_nothing_is_begun_when_another_run_has_taken_the_database(opened, project, database, runner):
    project.line("aaaa")
    bridge = opened()
    bridge.result("plan", targets=["head"])
    again = RunnerSession.__new__(RunnerSession)
    again.__dict__.update(locks=runner.locks, _connection=database.connect())
    again._call("pg_try_advisory_lock_shared({}, {})", "runner")
    runner.close()
    other = None
    try:
        wait_until(lambda: not database.execute(LOCKED))
        other = RunnerSession(database)
        answer, _ = apply(bridge, "aaaa")

        assert answer["error"]["reason"] == "DatabaseBusy"
        assert database.tables() == []
        assert other.working() == []
    finally:
        again.close()
        if other:
            other.close()


LOCKED = (
    "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = {} AND objid = {}"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())".format(*DATABASE)
)


def test_a_database_of_the_same_name_without_the_runner_is_refused(opened, project, database, runner):
    project.line("aaaa")
    locks = {**runner.locks, "runner": (7, 7)}
    bridge = opened(locks=locks)

    assert bridge.result("plan", targets=["head"])["connection"]["seesRunner"] is False
    answer, _ = apply(bridge, "aaaa")
    assert answer["error"]["reason"] == "WrongDatabase"
    assert database.tables() == []


def test_a_runner_that_was_seen_and_is_gone_is_no_wrong_database(opened, project, database, runner):
    project.line("aaaa")
    bridge = opened()
    assert bridge.result("plan", targets=["head"])["connection"]["seesRunner"] is True
    runner.close()
    wait_until(lambda: not database.execute(LOCKED))

    answer, _ = apply(bridge, "aaaa")

    assert answer["error"]["reason"] == "ConnectionFailed"
    assert database.tables() == []


def test_nothing_is_begun_under_a_lock_that_the_runner_has_lost(opened, project, database, runner):
    project.line("aaaa")
    bridge = opened()
    again = RunnerSession.__new__(RunnerSession)
    again.__dict__.update(locks=runner.locks, _connection=database.connect())
    again._call("pg_try_advisory_lock_shared({}, {})", "runner")
    runner.close()
    try:
        wait_until(lambda: not database.execute(LOCKED))
        answer, _ = apply(bridge, "aaaa")

        assert answer["error"]["reason"] == "ConnectionFailed"
        assert database.tables() == []
        assert again.working() == []
    finally:
        again.close()


def test_a_connection_that_a_function_makes_gets_the_role(opened, project, database, runner):
    role = database.name + "_owner"
    database.execute(f"CREATE ROLE {role}; GRANT CREATE ON SCHEMA public TO {role}")
    project.env(
        engine="import psycopg2\nengine = create_engine('postgresql+psycopg2://', creator=lambda: "
        f"psycopg2.connect({database.url()!r}), poolclass=pool.NullPool)"
    ).line("aaaa")
    try:
        answer, events = apply(opened({"role": role}), "aaaa")

        assert answer["result"] == {"steps": 1}
        assert events[0]["event"] == "connected"
        owners = database.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
        assert owners == [(role,)]
    finally:
        database.execute(f"DROP OWNED BY {role}; DROP ROLE {role}")


_MAKES = """
import {module}

async def make(*arguments, **parameters):
    return await {call}({url!r})
"""


@pytest.mark.parametrize("driver", ["asyncpg", "psycopg"])
@pytest.mark.parametrize("how", ["async_creator=make", "connect_args={'async_creator_fn': make}"])
@pytest.mark.parametrize("named", ["", "host/dev"])
def test_a_connection_that_an_async_function_makes_gets_role_and_settings(
    opened, project, database, driver, how, named
):
    role = database.name + "_owner"
    database.execute(f"CREATE ROLE {role}; GRANT CREATE ON SCHEMA public TO {role}")
    call = {"asyncpg": "asyncpg.connect", "psycopg": "psycopg.AsyncConnection.connect"}[driver]
    made = _MAKES.format(module=driver, call=call, url=database.url())
    source = ASYNC.format(options="").replace(
        'config.get_main_option("sqlalchemy.url")', f"'postgresql+{driver}://{named}', {how}"
    )
    project.env_source(made + source).revision(
        "aaaa", up="op.execute(\"CREATE TABLE seen AS SELECT current_setting('lock_timeout') AS waits\")"
    )
    try:
        answer, events = apply(opened({"role": role, "lockTimeoutMillis": 7000}), "aaaa")

        assert answer["result"] == {"steps": 1}
        assert events[0]["event"] == "connected"
        assert database.execute("SELECT waits FROM seen") == [("7s",)]
        owners = database.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
        assert owners == [(role,)]
    finally:
        database.execute(f"DROP OWNED BY {role}; DROP ROLE {role}")
