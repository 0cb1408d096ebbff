"""The run of env.py that made the plan goes on as the apply, where nobody can be kept waiting by that."""

import os
import signal

import pytest
from projects import ASYNC, OFFLINE
from waiting import wait_until

PLAN = {"targets": ["head"], "goOn": ["up"]}
HEAD = {"targets": ["head"], "direction": "up", "expect": ["aaaa", "bbbb"]}

OPEN = "SELECT pid FROM pg_stat_activity WHERE state = 'idle in transaction' AND datname = current_database()"
HELD = (
    "SELECT l.locktype, c.relname, l.mode FROM pg_locks l LEFT JOIN pg_class c ON c.oid = l.relation"
    f" WHERE l.pid IN ({OPEN}) AND l.locktype <> 'virtualxid' AND c.oid IS DISTINCT FROM 'pg_locks'::regclass"
)

TENANTS = """\
from alembic import context
from sqlalchemy import engine_from_config, pool
config = context.config
engine = engine_from_config(config.get_section("alembic"), prefix="sqlalchemy.", poolclass=pool.NullPool)
for tenant in ("a", "b"):
    with engine.connect() as connection:
        context.configure(connection=connection, version_table=tenant)
        with context.begin_transaction():
            context.run_migrations()
"""


def env_py(before="", after="", connected="pass"):
    source = OFFLINE.format(options="", before="pass")
    return (
        f"print('env.py runs')\n{before}\n"
        + source.replace("as connection:\n", f"as connection:\n        {connected}\n")
        + after
    )


@pytest.fixture
def log(tmp_path):
    """How often the project has printed this."""
    return lambda text: (tmp_path / "bridge.log").read_text().count(text)


@pytest.fixture
def loud(project):
    """A project of two revisions that says what it does."""
    project.env_source(env_py()).line("aaaa", "bbbb")
    for file in project.versions.iterdir():
        file.write_text(file.read_text() + f"\nprint('{file.stem} is read')\n")
    return project


@pytest.mark.parametrize("driver", ["psycopg2", "asyncpg"])
def test_it_goes_on_and_reads_nothing_again(opened, loud, database, log, runner, driver):
    if driver == "asyncpg":
        loud.env_source("print('env.py runs')\n" + ASYNC.format(options=""))
    bridge = opened(driver=driver)
    plan = bridge.result("plan", **PLAN)
    sessions = runner.sessions()

    answer, events = bridge.call("apply", sql=True, **HEAD)

    assert [step["revision"] for step in plan["steps"]] == ["aaaa", "bbbb"]
    assert answer["result"] == {"steps": 2}
    assert {"connected", "step_finished", "committed"} == {each["event"] for each in events} - {
        "step_started"
    }
    assert [{each["backendPid"]} for each in events if each["event"] == "connected"] == [{*sessions}]
    assert database.rows() == ["bbbb"]
    assert database.tables() == ["aaaa", "bbbb"]
    assert [log("env.py runs"), log("aaaa is read"), log("bbbb is read")] == [1, 1, 1]
    assert runner.sessions() == []


def test_without_being_asked_it_comes_to_its_end(opened, loud, database, log):
    bridge = opened()
    bridge.result("plan", targets=["head"])
    assert database.execute(OPEN) == []

    bridge.result("apply", **HEAD)

    assert log("aaaa is read") == 2


def test_in_another_direction_than_asked_for_it_comes_to_its_end(opened, loud, database):
    bridge = opened()
    bridge.result("apply", **HEAD)

    plan = bridge.result("plan", targets=["base"], goOn=["up"])

    assert plan["direction"] == "down"
    assert database.execute(OPEN) == []


@pytest.mark.parametrize("wrong", [True, ["sideways"]])
def test_what_is_no_direction_is_refused(opened, loud, wrong):
    assert opened().error("plan", targets=["head"], goOn=wrong)["reason"] == "ProtocolMismatch"


def test_while_it_waits_it_has_only_read(opened, loud, database, runner):
    bridge = opened()
    bridge.result("apply", targets=["head"], direction="up", expect=["aaaa", "bbbb"])
    loud.revision("cccc", "bbbb")

    bridge.result("plan", **PLAN)

    assert len(database.execute(OPEN)) == 1
    told = database.execute(HELD)
    assert {mode for _, _, mode in told} == {"AccessShareLock", "ShareLock"}
    assert [kind for kind, _, mode in told if mode == "ShareLock"] == ["advisory"]
    assert runner.working() == []


@pytest.mark.parametrize("regime", ["", "transaction_per_migration=True", "transactional_ddl=False"])
def test_in_the_projects_own_transactions(opened, project, database, regime):
    project.env_source(OFFLINE.format(options=_as_items(regime), before="pass")).line("aaaa", "bbbb")
    bridge = opened()
    bridge.result("plan", **PLAN)

    _, events = bridge.call("apply", **HEAD)

    rows = [each["rows"] for each in events if each["event"] == "committed"]
    assert rows[-1] == ["bbbb"]
    assert (["aaaa"] in rows) == bool(regime)
    assert database.rows() == ["bbbb"]


def _as_items(options):
    name, _, value = options.partition("=")
    return f"{name!r}: {value}" if name else ""


def test_down(opened, loud, database, log):
    bridge = opened()
    bridge.result("apply", **HEAD)
    before = log("aaaa is read")
    bridge.result("plan", targets=["base"], goOn=["down"])

    bridge.result("apply", targets=["base"], direction="down", expect=["bbbb", "aaaa"])

    assert log("aaaa is read") == before + 1
    assert database.rows() == []
    assert database.tables() == []


OTHERS = {
    "another target": ("apply", {"targets": ["bbbb"], "direction": "up", "expect": ["aaaa", "bbbb"]}),
    "a rendering": ("render", HEAD),
    "a plan": ("plan", {"targets": ["head"]}),
    "a stamp": ("stamp", {"targets": ["aaaa"]}),
    "a selection": ("select", {"expressions": ["head"]}),
}


@pytest.mark.parametrize(("method", "params"), OTHERS.values(), ids=OTHERS.keys())
def test_another_request_ends_it(opened, loud, database, method, params):
    bridge = opened()
    bridge.result("plan", **PLAN)
    (before,) = database.execute(OPEN)

    bridge.result(method, **params)

    wait_until(lambda: before not in database.execute(OPEN))


def test_an_apply_goes_its_way_after_another_request(opened, loud, database):
    bridge = opened()
    bridge.result("plan", **PLAN)
    bridge.result("render", **HEAD)

    bridge.result("apply", **HEAD)

    assert database.rows() == ["bbbb"]


@pytest.mark.parametrize("before", ["", "import threading\nthreading.Thread(target=str).start()"])
def test_a_runner_that_hangs_up(opened, loud, database, before):
    loud.env_source(env_py(before))
    bridge = opened()
    bridge.result("plan", **PLAN)

    bridge.hang_up()

    assert bridge.exit_code() == 0
    wait_until(lambda: not database.execute(OPEN))


def test_it_does_not_wait_for_long(opened, loud, database):
    bridge = opened()
    bridge.result("plan", **PLAN)
    assert database.execute(OPEN)

    wait_until(lambda: not database.execute(OPEN))

    bridge.result("apply", **HEAD)
    assert database.rows() == ["bbbb"]


def test_one_that_has_ended_meanwhile_is_begun_anew(opened, loud, database, log):
    loud.env_source(env_py(connected="import os; print('process', os.getpid(), flush=True)"))
    bridge = opened()
    bridge.result("plan", **PLAN)
    process = bridge.log.read_text().split("process ")[1].split()[0]

    os.kill(int(process), signal.SIGKILL)
    wait_until(lambda: not database.execute(OPEN))

    bridge.result("apply", **HEAD)

    assert database.rows() == ["bbbb"]
    assert log("aaaa is read") == 2


LEASED = """\
import os, subprocess, time
os.mkdir({lease!r})
child = subprocess.Popen(["sleep", "600"])
print("child", child.pid, flush=True)
try:
    online()
finally:
    child.kill()
    child.wait()
    {before}
    os.rmdir({lease!r})
"""


@pytest.fixture
def leased(loud, tmp_path):
    """An env.py that has a lease and a child for as long as it runs; tells whether they are there."""

    def write(before="pass"):
        lease = tmp_path / "lease"
        source = env_py().split("if context.is_offline_mode()")[0]
        loud.env_source(source + LEASED.format(lease=str(lease), before=before))
        return lease.exists

    return write


ENDS = {
    "another request": lambda bridge: bridge.result("graph"),
    "a runner that hangs up": lambda bridge: bridge.hang_up(),
    "a file that has changed": lambda bridge: bridge.error("apply", **HEAD),
    "an apply that begins anew": lambda bridge: bridge.result("apply", **{**HEAD, "targets": ["bbbb"]}),
    "nothing": lambda bridge: None,
}


@pytest.mark.parametrize("end", ENDS.keys())
def test_env_py_comes_to_its_end_where_nothing_follows(opened, loud, leased, end):
    is_leased = leased()
    bridge = opened()
    bridge.result("plan", **PLAN)
    child = int(bridge.log.read_text().split("child ")[1].split()[0])
    assert is_leased()
    if end == "a file that has changed":
        (loud.versions / "aaaa.py").write_text("another one")

    ENDS[end](bridge)

    wait_until(lambda: not is_leased())
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_an_env_py_whose_end_takes_long_is_not_waited_for(opened, loud, leased, database):
    is_leased = leased(before="time.sleep(600)")
    bridge = opened()
    bridge.result("plan", **PLAN)

    bridge.result("select", expressions=["head"])

    assert is_leased()
    assert database.execute(OPEN) == []


_ONLINE = "        with context.begin_transaction():\n            context.run_migrations()\n\nif"
STAYS_NOT = {
    "several tenants": TENANTS,
    "something locked": env_py(connected="connection.exec_driver_sql('LOCK TABLE orders IN SHARE MODE')"),
    "something written": env_py(
        connected="connection.begin(); connection.exec_driver_sql('INSERT INTO orders VALUES (1)')"
    ),
    "a lock of its own": env_py(connected="connection.exec_driver_sql('SELECT pg_advisory_xact_lock(7)')"),
    "a lock of another session": env_py(
        connected="other = engine.connect(); other.exec_driver_sql('LOCK TABLE orders IN EXCLUSIVE MODE')"
    ),
    "a snapshot": env_py(
        connected="connection = connection.execution_options(isolation_level='REPEATABLE READ')"
    ),
    "a transaction that only reads": env_py(
        connected="import pathlib; planned = pathlib.Path('planned'); planned.exists() or"
        " connection.exec_driver_sql('SET TRANSACTION READ ONLY'); planned.touch()"
    ),
    "a limit for the transaction": env_py(
        connected="connection.exec_driver_sql(\"SET idle_in_transaction_session_timeout = '9s'\")"
    ),
    "again": env_py(after="\nonline()"),
    "a module that has Alembic's functions": env_py("import functions"),
    "somebody else's connection": env_py("import asyncio\nimport portal").split("if context.is_off")[0]
    + "async def go():\n    async with portal.connect() as connection:\n        connection.run_sync(online)\n"
    "asyncio.run(go())\n",
    "a module that may": env_py("import helper"),
    "a module": env_py("import late").replace(
        _ONLINE, "        context.run_migrations() if connection is None else late.migrate()\n\nif"
    ),
}
assert "late.migrate" in STAYS_NOT["a module"]


@pytest.mark.parametrize("env", STAYS_NOT.values(), ids=STAYS_NOT.keys())
def test_what_goes_through_two_runs(opened, loud, database, log, env):
    database.execute("CREATE TABLE orders (id int)")
    (loud.path / "helper.py").write_text(
        "from alembic import context\ndef migrate():\n    context.run_migrations()\n"
    )
    (loud.path / "late.py").write_text(
        "def migrate():\n    from alembic import context\n    context.run_migrations()\n"
    )
    (loud.path / "functions.py").write_text(
        "from alembic.context import begin_transaction, run_migrations\n"
        "def migrate():\n    with begin_transaction():\n        run_migrations()\n"
    )
    (loud.path / "portal.py").write_text(
        "import contextlib\n"
        "class Connection:\n    def run_sync(self, function):\n        function()\n"
        "@contextlib.asynccontextmanager\nasync def connect():\n    yield Connection()\n"
    )
    loud.env_source(env)
    bridge = opened()

    bridge.call("plan", **PLAN)
    bridge.call("apply", **HEAD)

    assert log("aaaa is read") == 2


def test_several_tenants_are_refused_before_the_first_is_migrated(opened, project, database):
    project.env_source(TENANTS).line("aaaa", "bbbb")
    bridge = opened()

    error = bridge.error("plan", **PLAN)

    assert "more than once" in error["message"]
    assert database.tables() == []


def test_nothing_to_do_is_no_reason_to_stay(opened, loud, database):
    bridge = opened()
    bridge.result("apply", **HEAD)

    bridge.result("plan", **PLAN)

    assert database.execute(OPEN) == []


def test_rows_that_somebody_else_has_changed(opened, loud, database):
    bridge = opened()
    bridge.result("plan", **PLAN)
    database.execute("CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY)")
    database.execute("INSERT INTO alembic_version VALUES ('aaaa')")

    error = bridge.error("apply", **HEAD)

    assert error["reason"] == "PlanChanged"
    assert error["steps"] == 0
    assert "aaaa" in error["message"]
    assert database.tables() == []


def test_other_steps_than_expected(opened, loud, database):
    bridge = opened()
    bridge.result("plan", **PLAN)

    error = bridge.error("apply", **{**HEAD, "expect": ["aaaa"]})

    assert error["reason"] == "PlanChanged"
    assert database.rows() is None


def test_files_that_have_changed(opened, loud, database):
    bridge = opened()
    bridge.result("plan", **PLAN)
    (loud.versions / "aaaa.py").write_text("another one")

    assert bridge.error("apply", **HEAD)["reason"] == "PlanChanged"
    assert database.tables() == []


def test_a_runner_that_has_lost_its_lock(opened, loud, database, runner):
    bridge = opened()
    bridge.result("plan", **PLAN)
    runner.close()
    wait_until(
        lambda: not database.execute("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = 1")
    )

    assert bridge.error("apply", **HEAD)["reason"] == "ConnectionFailed"
    assert database.tables() == []


def test_an_apply_that_waits_for_a_lock_is_tried_again(opened, project, database, log):
    """The second one has a process of its own, as ever."""
    database.execute("CREATE TABLE held (id int)")
    project.env_source(env_py())
    project.revision("aaaa", up="op.execute('ALTER TABLE held ADD COLUMN more int')").revision("bbbb", "aaaa")
    bridge = opened(session={"lockTimeoutMillis": 100})
    bridge.result("plan", **PLAN)
    other = database.connect()
    other.autocommit = False
    other.cursor().execute("LOCK TABLE held IN SHARE MODE")

    assert bridge.error("apply", **HEAD)["reason"] == "LockTimeout"
    other.close()
    bridge.result("apply", **HEAD)

    assert database.rows() == ["bbbb"]


@pytest.mark.parametrize("end", ["sys.exit(0)", "import os\nos._exit(0)"])
def test_an_env_py_that_ends_its_process_well(opened, loud, database, end):
    loud.env_source(env_py(after="\n" + end))
    bridge = opened()
    bridge.result("plan", **PLAN)

    assert bridge.result("apply", **HEAD) == {"steps": 2}
    assert database.rows() == ["bbbb"]


def test_what_an_application_does_at_its_end(opened, loud, tmp_path):
    done = tmp_path / "done"
    loud.env_source(env_py(f"import atexit\natexit.register(lambda: open({str(done)!r}, 'a').write('x'))\n"))
    bridge = opened()
    bridge.result("plan", **PLAN)
    assert not done.exists()

    bridge.result("apply", **HEAD)

    assert done.read_text() == "x"


def test_a_hook_around_it(opened, loud, database, log):
    (loud.path / "hooks.py").write_text("def launch(config, run):\n    run()\n    print('launched')\n")
    bridge = opened(hook="hooks:launch")
    bridge.result("plan", **PLAN)

    bridge.result("apply", **HEAD)

    assert log("launched") == 1
    assert database.rows() == ["bbbb"]


def test_a_revision_may_do_what_is_not_to_be_done_when_it_is_looked_at(opened, project, database, tmp_path):
    file = tmp_path / "written"
    project.env_source(env_py())
    project.revision("aaaa", up=f"open({str(file)!r}, 'w').close()").revision("bbbb", "aaaa")
    bridge = opened()
    bridge.result("plan", **PLAN)

    bridge.result("apply", **HEAD)

    assert file.exists()


def test_a_failure_is_told_as_ever(opened, project, database):
    project.env_source(env_py())
    project.line("aaaa").revision("bbbb", "aaaa", up="op.execute('SELECT nothing')")
    bridge = opened()
    bridge.result("plan", **PLAN)

    answer, events = bridge.call("apply", sql=True, **HEAD)

    assert answer["error"]["reason"] == "StatementFailed"
    assert (answer["error"]["revision"], answer["error"]["steps"]) == ("bbbb", 1)
    assert [each["event"] for each in events][-1] == "step_broken"
    assert database.tables() == []
    assert database.rows() is None
