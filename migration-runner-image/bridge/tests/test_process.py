"""The bridge as a process: it must never outlive its runner."""

import os
import signal
import stat
import subprocess
import sys

import pytest
from bridge_client import BRIDGE
from projects import ASYNC
from waiting import wait_until

SECONDS = 120

SLEEPING = (
    "SELECT 1 FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(600)' AND state = 'active'"
    " AND datname = current_database()"
)


@pytest.fixture(params=["psycopg2", "asyncpg"])
def sleeping(request, opened, project, database):
    """A bridge in the middle of a long statement of its second revision."""
    if request.param == "asyncpg":
        project.env_source(ASYNC.format(options=""))
    project.revision("aaaa").revision("bbbb", "aaaa", up="op.execute('SELECT pg_sleep(600)')")
    bridge = opened(driver=request.param)
    bridge.request("apply", targets=["head"], direction="up", expect=["aaaa", "bbbb"])
    wait_until(lambda: database.execute(SLEEPING))
    return bridge


def nobody_sleeps(database):
    return not database.execute(SLEEPING)


def test_a_runner_that_hangs_up_ends_the_run(sleeping, database):
    sleeping.hang_up()

    assert sleeping.exit_code() == 0
    wait_until(lambda: nobody_sleeps(database))
    assert database.rows() is None
    assert database.tables() == []


def test_sigterm_is_left_to_the_runner_for_a_moment(sleeping, database):
    sleeping.terminate()
    with pytest.raises(subprocess.TimeoutExpired):
        sleeping.exit_code(1)

    sleeping.hang_up()

    assert sleeping.exit_code() == 0


def test_sigterm_ends_the_run_inside_a_statement(sleeping, database):
    sleeping.terminate()

    assert sleeping.exit_code() == 0
    wait_until(lambda: nobody_sleeps(database))
    assert database.rows() is None


def test_hanging_up_ends_an_idle_bridge(bridge):
    bridge.hang_up()

    assert bridge.exit_code() == 0


def test_sigterm_ends_an_idle_bridge(bridge):
    bridge.terminate()

    assert bridge.exit_code() == 0


@pytest.fixture
def unvisited(tmp_path):
    """A bridge that listens, and to which nobody has come."""
    process = subprocess.Popen([sys.executable, str(BRIDGE), "--socket", str(tmp_path / "b.sock")])
    wait_until((tmp_path / "b.sock").exists)
    yield process
    process.kill()
    process.wait()


def test_a_bridge_whose_runner_is_over_ends(unvisited, tmp_path):
    with pytest.raises(subprocess.TimeoutExpired):
        unvisited.wait(1)

    (tmp_path / "b.sock.over").touch()

    assert unvisited.wait(SECONDS) == 0


def test_sigterm_ends_a_bridge_that_nobody_came_to(unvisited):
    unvisited.terminate()

    assert unvisited.wait(SECONDS) == 0


def test_everybody_may_open_the_socket(bridge, tmp_path):
    assert stat.S_IMODE(os.stat(tmp_path / "b0.sock").st_mode) == 0o777


def test_a_socket_left_over_is_replaced(start_bridge, tmp_path):
    (tmp_path / "b0.sock").write_text("")

    start_bridge().hang_up()


@pytest.mark.parametrize("line", [b"nonsense", b"[1]", b"\xff"])
def test_a_line_that_is_no_request(bridge, line):
    bridge.send(line)

    answer = bridge.receive()
    assert answer["id"] is None
    assert answer["error"]["reason"] == "ProtocolMismatch"


def test_passwords_are_not_in_the_log(opened, project, database, tmp_path):
    project.line("aaaa")
    params = {**database.params(), "password": "hunter-2"}
    url = database.url("psycopg2").replace(":{}@".format(database.params()["password"]), ":hunter-2@")

    opened(database={**params, "url": url}).error("plan", targets=["head"])

    assert "hunter-2" not in (tmp_path / "bridge.log").read_text()


def test_a_child_of_the_project_does_not_keep_the_connection(opened, project, tmp_path):
    file = tmp_path / "child"
    project.revision(
        "aaaa",
        up=f"""\
        import os, time
        child = os.fork()
        if not child:
            time.sleep(120)
            os._exit(0)
        with open({str(file)!r}, "w") as told:
            told.write(str(child))
        os._exit(3)
        """,
    )
    bridge = opened()
    bridge.request("apply", targets=["head"], direction="up", expect=["aaaa"])

    while bridge.receive() is not None:
        pass

    # It is still there, or the signal would fail.
    os.kill(int(file.read_text()), signal.SIGKILL)
    assert bridge.exit_code() == 3


def test_a_connection_of_a_child_is_the_projects_too(opened, project, database, runner):
    project.revision(
        "aaaa",
        up=f"""\
        import os, time
        child = os.fork()
        if not child:
            with sa.create_engine({database.url("psycopg2")!r}).connect() as other:
                other.exec_driver_sql("SELECT pg_sleep(600)")
            os._exit(0)
        op.execute("SELECT pg_sleep(600)")
        """,
    )
    bridge = opened()
    bridge.request("apply", targets=["head"], direction="up", expect=["aaaa"])
    try:
        wait_until(lambda: len(database.execute(SLEEPING)) == 2)

        assert len(runner.sessions()) == 2
        assert len(runner.working()) == 1
    finally:
        database.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)%'"
            " AND datname = current_database() AND pid <> pg_backend_pid()"
        )
