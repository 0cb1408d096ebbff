"""Each run of env.py is in a process in which none has run; what it imports is imported once."""

import pytest
from projects import OFFLINE
from waiting import wait_until

HEAD = {"targets": ["head"], "direction": "up", "expect": ["aaaa"]}

SLEEPING = (
    "SELECT 1 FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(600)' AND state = 'active'"
    " AND datname = current_database()"
)

REGISTERS_ONCE = """\
from alembic.operations import MigrateOperation, Operations
from sqlalchemy import Column, Integer, MetaData, Table
import registry
Table("orders", registry.metadata, Column("id", Integer))

@Operations.register_operation("count_all")
class CountAll(MigrateOperation):
    @classmethod
    def count_all(cls, operations):
        return operations.invoke(cls())

@Operations.implementation_for(CountAll)
def count_all(operations, operation):
    operations.execute("SELECT 1")
"""

LOOP_OF_ITS_OWN = """\
import asyncio
from alembic import context
from sqlalchemy import pool
from sqlalchemy.ext.asyncio import create_async_engine
config = context.config
loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
import shared

def migrate(connection):
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()

async def online():
    async with shared.engine(config).connect() as connection:
        await connection.run_sync(migrate)

if context.is_offline_mode():
    context.configure(url=config.get_main_option("sqlalchemy.url"))
    with context.begin_transaction():
        context.run_migrations()
else:
    asyncio.get_event_loop().run_until_complete(online())
    asyncio.get_event_loop().close()
"""


def env_py(before="", after=""):
    return before + "\n" + OFFLINE.format(options="", before="pass") + after


@pytest.fixture
def through(opened, project, database):
    """Plan, render and apply a revision that makes a table, and see that it is there."""

    def run(env, driver="psycopg2", **params):
        project.env_source(env)
        project.line("aaaa")
        bridge = opened(driver=driver, **params)
        bridge.result("plan", targets=["head"])
        _, events = bridge.call("render", **HEAD)
        assert [each.get("problem") for each in events if each["event"] == "rendered"] == [None]
        bridge.result("apply", **HEAD)
        assert database.tables() == ["aaaa"]
        return bridge

    return run


def test_what_can_be_registered_once(through, project):
    (project.path / "registry.py").write_text("from sqlalchemy import MetaData\nmetadata = MetaData()\n")

    through(env_py(REGISTERS_ONCE))


def test_an_event_loop_that_is_closed(through, project):
    (project.path / "shared.py").write_text(
        "from sqlalchemy.ext.asyncio import create_async_engine\n"
        "made = []\n"
        "def engine(config):\n"
        "    if not made:\n"
        "        made.append(create_async_engine(config.get_main_option('sqlalchemy.url')))\n"
        "    return made[0]\n"
    )

    through(LOOP_OF_ITS_OWN, driver="asyncpg")


def test_a_lock_of_the_projects_own(opened, project, database):
    """A session of the plan's run would still have it."""
    project.env_source(
        env_py(
            "from sqlalchemy import create_engine\n"
            f"keeper = create_engine({database.url('psycopg2')!r}).connect()\n"
            "keeper.exec_driver_sql(\"SET lock_timeout = '5s'\")\n"
            "keeper.exec_driver_sql('SELECT pg_advisory_lock(1, 2)')\n"
        )
    )
    project.line("aaaa")
    bridge = opened()

    bridge.result("plan", targets=["head"])
    bridge.result("apply", **HEAD)

    assert database.tables() == ["aaaa"]


@pytest.fixture
def imports(tmp_path):
    """How often a module has said that it is imported, in what the project prints."""
    return lambda: (tmp_path / "bridge.log").read_text().count("imported")


def test_what_env_py_imports_is_imported_once(through, project, imports):
    (project.path / "heavy.py").write_text("print('imported')\n")

    through(env_py("import heavy"))

    assert imports() == 1


@pytest.mark.parametrize(
    "before",
    [
        "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()",
        "import socket\nkept = socket.socketpair()",
        "import select\nkept = select.epoll()",
        "import tempfile\nkept = tempfile.mkstemp()",
        "import subprocess\nkept = subprocess.Popen(['sleep', '60'])",
        "import signal\nsignal.alarm(600)",
        "kept = open(__file__)",
        "import os\nos.remove(os.path.join(os.path.dirname(__file__), 'left'))",
    ],
    ids=["thread", "socket", "epoll", "temporary", "process", "timer", "open", "removed"],
)
def test_what_cannot_be_copied_is_made_anew(opened, project, database, imports, before):
    left = project.path / "migrations" / "left"
    project.env_source(env_py(f"{before}\nprint('imported')")).line("aaaa")
    bridge = opened()
    left.touch()
    bridge.result("plan", targets=["head"])
    left.touch()
    bridge.result("apply", **HEAD)

    assert imports() == 2
    assert database.tables() == ["aaaa"]


def test_a_log_that_is_appended_to_may_be_shared(through, tmp_path, imports):
    through(
        env_py(
            "import logging\n"
            f"logging.basicConfig(filename={str(tmp_path / 'app.log')!r}, force=True)\n"
            "print('imported')\n"
        )
    )

    assert imports() == 1


def test_what_the_end_of_env_py_sets_is_there_for_the_revisions(opened, project, database):
    """They are read when Alembic would read them: a schema that is known late is the right one."""
    database.execute("CREATE SCHEMA tenant")
    (project.path / "app.py").write_text("SCHEMA = 'public'\n")
    project.revision("aaaa", up="op.execute(f'CREATE TABLE {SCHEMA}.t_a (id int)')")
    file = project.versions / "aaaa.py"
    file.write_text("import app\nSCHEMA = app.SCHEMA\n" + file.read_text())
    ask = "if context.is_offline_mode():"
    env = env_py("import app").replace(
        ask, f"is_offline = context.is_offline_mode()\napp.SCHEMA = 'tenant'\n{ask}"
    )
    project.env_source(env)
    bridge = opened()
    bridge.result("plan", targets=["head"])

    _, events = bridge.call("render", **HEAD)
    bridge.result("apply", **HEAD)

    assert [each["statements"] for each in events if each["event"] == "rendered"] == [
        ["CREATE TABLE tenant.t_a (id int)"]
    ]
    assert database.execute("SELECT schemaname FROM pg_tables WHERE tablename = 't_a'") == [("tenant",)]


def test_a_refusal_is_not_for_env_py(opened, project, database):
    env = env_py().replace(
        "if context.is_offline_mode():",
        "try:\n    is_offline = context.is_offline_mode()\nexcept BaseException:\n    is_offline = False\n"
        "if is_offline:",
    )
    project.env_source(env).line("aaaa")
    bridge = opened()
    bridge.result("plan", targets=["head"])
    project.env_source(env + "\n# another one")

    assert bridge.error("apply", **HEAD)["reason"] == "PlanChanged"
    assert database.tables() == []


def test_what_a_hook_puts_into_the_command_line_stays(opened, project):
    (project.path / "hooks.py").write_text(
        "def launch(config, run):\n    config.cmd_opts.x = ['tenant=a']\n    run()\n"
    )
    project.env_source(env_py(after="\nprint('tenant', context.get_x_argument(as_dictionary=True))")).line(
        "aaaa"
    )
    bridge = opened(hook="hooks:launch")
    bridge.result("plan", targets=["head"])

    bridge.result("apply", **HEAD)

    assert bridge.log.read_text().count("tenant {'tenant': 'a'}") == 2


def test_a_handler_is_not_called_where_it_has_stopped(opened, project, database):
    """The stopped process waits, whatever the project's handlers do."""
    project.env_source(
        env_py(
            "import os, signal\n"
            "def stop(*_):\n    raise KeyboardInterrupt\n"
            "signal.signal(signal.SIGUSR1, stop)\n"
            "stopped = os.getpid()\n"
        ).replace("def online():", "def online():\n    os.kill(stopped, signal.SIGUSR1)")
    )
    project.line("aaaa")
    bridge = opened()

    plan, _ = bridge.call("plan", targets=["head"])
    bridge.result("apply", **HEAD)

    assert plan["result"]["direction"] == "up"
    assert database.tables() == ["aaaa"]


def test_revisions_that_need_the_end_of_env_py(through, project):
    """They are read before env.py has come to its end, if they can be."""
    (project.path / "app.py").write_text("")
    project.line("aaaa")
    file = project.versions / "aaaa.py"
    source = file.read_text() + "\nimport app\nassert app.ready\n"
    ask = "if context.is_offline_mode():"
    env = env_py("import app").replace(
        ask, "is_offline = context.is_offline_mode()\napp.ready = True\nif is_offline:"
    )

    def line(*_):
        file.write_text(source)

    project.line = line
    through(env)


ENDS = {
    "sys.exit": "sys.exit(0)",
    "no code": "raise SystemExit",
    "os._exit": "import os\nos._exit(0)",
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS.keys())
def test_an_env_py_that_ends_its_process_well(through, end):
    through(env_py(after="\n" + end))


def test_it_has_come_to_no_end_before_the_migrations(opened, project):
    project.env_source(env_py("import sys\nsys.exit(0)")).line("aaaa")

    error = opened().error("plan", targets=["head"])

    assert error["reason"] == "ProjectError"
    assert "exit code 0" in error["message"]


def test_an_exit_with_another_code_is_none(opened, project, database):
    project.env_source(
        env_py(after="\nsys.exit(0 if context.config.cmd_opts.cmd[0].__name__ == 'x' else 4)")
    ).line("aaaa")

    error = opened().error("plan", targets=["head"])

    assert "exit code 4" in error["message"]


def test_what_an_application_does_at_its_end(opened, project, tmp_path):
    """Once, and only where it would with bare Alembic."""
    done = tmp_path / "done"
    project.env_source(
        env_py(
            "import atexit, threading, time\n"
            f"def write(what):\n    with open({str(done)!r}, 'a') as file:\n        file.write(what)\n"
            "atexit.register(write, 'x')\n",
            "\nthreading.Thread(target=lambda: (time.sleep(1), write('t'))).start()",
        )
    )
    project.line("aaaa")
    bridge = opened()
    bridge.result("plan", targets=["head"])
    assert not done.exists()

    bridge.result("apply", **HEAD)

    assert done.read_text() == "tx"


def test_a_thread_that_does_not_end(opened, project, database, monkeypatch):
    project.env_source(
        env_py("import threading\n", "\nthreading.Thread(target=threading.Event().wait).start()")
    )
    project.line("aaaa")
    bridge = opened()
    bridge.result("plan", targets=["head"])

    bridge.result("apply", **HEAD)

    assert database.tables() == ["aaaa"]
    bridge.hang_up()
    assert bridge.exit_code() == 0


def test_nobody_waits_for_a_person(opened, project):
    project.env_source(env_py("input('Really? ')")).line("aaaa")

    error = opened().error("plan", targets=["head"])

    assert "EOFError" in error["message"]


def test_signals_are_the_projects_own(opened, project, database):
    """An event loop's handler takes the place by which Python tells of signals."""
    project.env_source(
        env_py(
            "import asyncio, signal\n"
            "loop = asyncio.new_event_loop()\n"
            "loop.add_signal_handler(signal.SIGTERM, lambda: None)\n"
        )
    )
    project.revision("aaaa", up="op.execute('SELECT pg_sleep(600)')")
    bridge = opened()
    bridge.request("apply", **HEAD)
    wait_until(lambda: database.execute(SLEEPING))

    bridge.terminate()

    assert bridge.exit_code() == 0
    wait_until(lambda: not database.execute(SLEEPING))
