"""The settings of the project's sessions."""

import contextlib

import drivers
import pytest
from projects import ASYNC
from waiting import wait_until

SHOW = """\
value = op.get_bind().execute(sa.text("SELECT current_setting('{0}')")).scalar()
op.execute("CREATE TABLE seen_{1} AS SELECT '" + value + "' AS value")
"""


@pytest.fixture
def apply(opened):
    """Apply these revisions up to head with this session; returns the answer."""

    def run(*expect, session, **params):
        bridge = opened(session=session, **params)
        return bridge.call("apply", targets=["head"], direction="up", expect=list(expect))[0]

    return run


@contextlib.contextmanager
def locked(database, table):
    connection = database.connect()
    connection.autocommit = False
    connection.cursor().execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
    try:
        yield
    finally:
        connection.close()


@pytest.mark.parametrize("driver", drivers.ALL)
def test_a_lock_timeout(apply, project, database, driver):
    if driver == "asyncpg":
        project.env_source(ASYNC.format(options=""))
    database.execute("CREATE TABLE held (id int)")
    project.revision("aaaa", up="op.add_column('held', sa.Column('more', sa.Integer))")

    with locked(database, "held"):
        error = apply("aaaa", session={"lockTimeoutMillis": 100}, driver=driver)["error"]

    assert error["reason"] == "LockTimeout"
    assert error["sqlState"] == "55P03"
    assert error["revision"] == "aaaa"
    assert "ALTER TABLE held" in error["statement"]
    assert database.rows() is None


def test_a_statement_timeout(apply, project):
    project.revision("aaaa", up="op.execute('SELECT pg_sleep(60)')")

    error = apply("aaaa", session={"statementTimeoutMillis": 2000})["error"]

    assert error["reason"] == "StatementTimeout"
    assert error["sqlState"] == "57014"


@pytest.mark.parametrize("cancel", ["pg_cancel_backend", "pg_terminate_backend"])
def test_a_backend_that_somebody_ends(opened, project, database, cancel):
    project.revision("aaaa", up="op.execute('SELECT pg_sleep(60)')")
    bridge = opened()
    bridge.request("apply", targets=["head"], direction="up", expect=["aaaa"])
    connected = bridge.receive()
    assert bridge.receive()["event"] == "step_started"

    # Not before the statement runs: a cancellation in between would be lost.
    wait_until(
        lambda: database.execute(
            "SELECT 1 FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(60)' AND state = 'active'"
            " AND datname = current_database()"
        )
    )
    database.execute("SELECT {}({})".format(cancel, connected["backendPid"]))

    error = bridge.receive()["error"]
    assert error["reason"] == ("Cancelled" if cancel == "pg_cancel_backend" else "ConnectionFailed")


@pytest.mark.parametrize("regime", ["transaction_per_migration=False", "transaction_per_migration=True"])
def test_timeouts_win_over_env_py_in_every_step(apply, project, database, regime):
    project.env(
        options=regime,
        before="connection.exec_driver_sql('SET lock_timeout = 60000'); getattr(connection, 'commit', str)()",
    )
    project.revision(
        "aaaa", up=SHOW.format("lock_timeout", "aaaa") + "op.execute(\"SET lock_timeout = '2min'\")"
    )
    project.revision("bbbb", "aaaa", up=SHOW.format("lock_timeout", "bbbb"))

    assert apply("aaaa", "bbbb", session={"lockTimeoutMillis": 4321})["result"] == {"steps": 2}

    assert database.execute("SELECT * FROM seen_aaaa") == [("4321ms",)]
    assert database.execute("SELECT * FROM seen_bbbb") == [("4321ms",)]


def test_timeouts_outlive_an_autocommit_block(apply, project, database):
    block = "with op.get_context().autocommit_block():\n    op.execute('SELECT 1')\n"
    project.revision("aaaa", up=block + SHOW.format("statement_timeout", "aaaa"))

    apply("aaaa", session={"statementTimeoutMillis": 54321})

    assert database.execute("SELECT * FROM seen_aaaa") == [("54321ms",)]


@pytest.mark.parametrize("driver", drivers.ALL)
def test_name_role_and_client_check(apply, project, database, driver):
    if driver == "asyncpg":
        project.env_source(ASYNC.format(options=""))
    role = database.name + '_"owner'
    quoted = '"{}"'.format(role.replace('"', '""'))
    database.execute(f"CREATE ROLE {quoted}")
    database.execute(f"GRANT CREATE ON SCHEMA public TO {quoted}")
    project.revision(
        "aaaa",
        up=SHOW.format("application_name", "name") + SHOW.format("client_connection_check_interval", "check"),
    )
    try:
        apply("aaaa", session={"applicationName": "stillhouse/x", "role": role}, driver=driver)

        assert database.execute("SELECT * FROM seen_name") == [("stillhouse/x",)]
        assert database.execute("SELECT * FROM seen_check") == [("1s",)]
        owners = database.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
        assert owners == [(role,)]
    finally:
        database.execute(f"DROP OWNED BY {quoted}; DROP ROLE {quoted}")


def test_a_role_that_does_not_exist(apply, project):
    project.line("aaaa")

    error = apply("aaaa", session={"role": "nobody_at_all"})["error"]

    assert error["reason"] == "StatementFailed"
    assert "nobody_at_all" in error["message"]


def test_a_connection_that_a_revision_opens_has_the_settings_too(apply, project, database):
    database.execute("CREATE TABLE held (id int)")
    project.revision(
        "aaaa",
        up=f"""\
        with sa.create_engine({database.url("psycopg2")!r}).begin() as other:
            other.execute(sa.text("DELETE FROM held"))
        """,
    )

    with locked(database, "held"):
        error = apply("aaaa", session={"lockTimeoutMillis": 100})["error"]

    assert error["reason"] == "LockTimeout"


PATIENT = (
    "idle_session_timeout",
    "idle_in_transaction_session_timeout",
    "transaction_timeout",
    "statement_timeout",
)


@pytest.mark.parametrize("driver", drivers.ALL)
def test_a_session_outlives_the_timeouts_of_the_database(apply, project, database, driver):
    known = [name for (name,) in database.execute("SELECT name FROM pg_settings") if name in PATIENT]
    for name in known:
        database.execute(f"ALTER DATABASE {database.name} SET {name} = '700ms'")
    if driver == "asyncpg":
        project.env_source(ASYNC.format(options=""))
    project.revision(
        "aaaa", up="import time\nop.execute('SELECT 1')\ntime.sleep(1.5)\nop.execute('SELECT pg_sleep(1)')"
    )

    assert apply("aaaa", session={}, driver=driver)["result"] == {"steps": 1}


def test_waiting_for_a_lock_ends_by_the_manifest_alone(apply, project, database):
    database.execute(f"ALTER DATABASE {database.name} SET lock_timeout = '100ms'")
    project.revision("aaaa", up=SHOW.format("lock_timeout", "aaaa"))

    assert apply("aaaa", session={})["result"] == {"steps": 1}

    assert database.execute("SELECT * FROM seen_aaaa") == [("0",)]


def test_what_env_py_connects_with_is_meant(apply, project, database):
    project.env(
        engine="engine = create_engine(context.config.get_main_option('sqlalchemy.url'),"
        " connect_args={'options': '-c statement_timeout=4321'})",
    )
    database.execute(f"ALTER DATABASE {database.name} SET statement_timeout = '100ms'")
    project.revision("aaaa", up=SHOW.format("statement_timeout", "aaaa"))

    assert apply("aaaa", session={})["result"] == {"steps": 1}

    assert database.execute("SELECT * FROM seen_aaaa") == [("4321ms",)]


# To psycopg2's libpq the server has just closed the connection.
@pytest.mark.parametrize("driver", [driver for driver in drivers.SYNC if driver != "psycopg2"])
def test_a_timeout_that_the_project_sets_itself_is_named(apply, project, driver):
    project.revision(
        "aaaa",
        up="""\
        import time
        op.execute("SET idle_in_transaction_session_timeout = '100ms'")
        time.sleep(1)
        op.execute('SELECT 2')
        """,
    )

    error = apply("aaaa", session={}, driver=driver)["error"]

    assert error["reason"] == "StatementFailed"
    assert "idle_in_transaction_session_timeout" in error["message"]
