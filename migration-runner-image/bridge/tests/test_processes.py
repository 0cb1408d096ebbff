"""Each run of env.py is in a process in which none has run; what it imports is imported once."""

import re

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


def test_what_env_py_imports_is_imported_once(through, project, tmp_path):
    imported = tmp_path / "imported"
    (project.path / "heavy.py").write_text(f"open({str(imported)!r}, 'a').write('x')\n")
    (project.path / "light.py").write_text(f"open({str(imported)!r}, 'a').write('y')\n")

    through(env_py("import heavy", "import light"))

    # What comes after the question whether it is offline is each run's own.
    assert re.sub("y+", "y", imported.read_text()) == "xy"


@pytest.mark.parametrize(
    "before",
    [
        "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()",
        "import socket\nkept = socket.socketpair()",
        "import select\nkept = select.epoll()",
    ],
    ids=["thread", "socket", "epoll"],
)
def test_what_cannot_be_copied_is_made_anew(through, tmp_path, before):
    imported = tmp_path / "imported"

    through(env_py(before + f"\nopen({str(imported)!r}, 'a').write('x')"))

    assert imported.read_text() == "xxx"


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
