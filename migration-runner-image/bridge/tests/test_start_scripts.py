"""The scripts that bring the bridge into the project's image and start it there."""

import json
import os
import pathlib
import shutil
import stat
import subprocess
import sys
import time

import pytest

IMAGE = pathlib.Path(__file__).resolve().parents[2]
BUSYBOX = os.environ.get("STILLHOUSE_BUSYBOX") or shutil.which("busybox")
SECONDS = 120


@pytest.fixture
def shared(tmp_path):
    """The folder that copy-bridge fills."""
    assert BUSYBOX, "busybox is needed: install busybox-static or set STILLHOUSE_BUSYBOX"
    folder = tmp_path / "shared folder"
    environment = {**os.environ, "STILLHOUSE_BUSYBOX": BUSYBOX}
    subprocess.run([str(IMAGE / "bin" / "copy-bridge"), str(folder)], env=environment, check=True)
    return folder


@pytest.fixture
def start(shared, project):
    """Run start-bridge as in the pod, with this environment only; it ends with the test."""
    processes = []

    def run(**environment):
        socket_path = shared / "run" / "b.sock"
        pod = {
            "STILLHOUSE_SOCKET": str(socket_path),
            "STILLHOUSE_PROJECT_PATH": str(project.path),
            "PATH": "",
        }
        process = subprocess.Popen(
            [str(shared / "busybox"), "sh", str(shared / "start-bridge")], env={**pod, **environment}
        )
        processes.append(process)
        return process, socket_path

    yield run
    for process in processes:
        process.kill()
        process.wait()


def wait_for(path):
    deadline = time.monotonic() + SECONDS
    while not path.exists():
        assert time.monotonic() < deadline, f"{path} does not appear"
        time.sleep(0.02)


def failure(process, socket_path):
    failed = socket_path.with_name("b.sock.failed")
    assert process.wait(SECONDS) == 1
    return json.loads(failed.read_text())


def fake_python(folder, exit_code=1):
    folder.mkdir(parents=True)
    python = folder / "python"
    python.write_text(f"#!/bin/sh\nexit {exit_code}\n")
    python.chmod(0o755)
    return python


def test_everything_that_is_copied_is_for_every_user(shared):
    for path in [shared / "bridge", *shared.rglob("*")]:
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode & 0o444 == 0o444, path
        if path.is_dir() or path.name in ("busybox", "start-bridge"):
            assert mode & 0o111 == 0o111, path
    assert stat.S_IMODE((shared / "run").stat().st_mode) == 0o1777
    assert not (shared / "bridge" / "tests").exists()


def test_a_named_interpreter(start):
    _, socket_path = start(STILLHOUSE_PYTHON=sys.executable)

    wait_for(socket_path)


def test_the_virtual_environment_of_the_environment(start):
    _, socket_path = start(VIRTUAL_ENV=sys.prefix)

    wait_for(socket_path)


@pytest.mark.parametrize("folder", [".venv", "../venv"])
def test_a_virtual_environment_beside_the_project_is_preferred_if_it_has_alembic(start, project, folder):
    fake_python(project.path / "env" / "bin")
    (project.path / folder).symlink_to(sys.prefix)

    _, socket_path = start()

    wait_for(socket_path)


def test_an_interpreter_on_the_path(start):
    _, socket_path = start(PATH=os.path.dirname(sys.executable))

    wait_for(socket_path)


def test_a_named_interpreter_that_does_not_exist(start):
    error = failure(*start(STILLHOUSE_PYTHON='/opt/"py"\\3'))

    assert error["reason"] == "PythonNotFound"
    assert '/opt/"py"\\3' in error["message"]


def test_a_named_interpreter_without_alembic(start, tmp_path):
    python = tmp_path / "py"
    python.write_text('#!/bin/sh\ncase "$2" in "") exit 0;; esac\nexit 1\n')
    python.chmod(0o755)

    assert failure(*start(STILLHOUSE_PYTHON=str(python)))["reason"] == "AlembicNotFound"


def test_a_missing_project(start):
    error = failure(*start(STILLHOUSE_PROJECT_PATH="/no/such/folder"))

    assert error["reason"] == "ProjectNotFound"
    assert "/no/such/folder" in error["message"]


def test_an_interpreter_that_is_out_of_reach(start, project):
    (project.path / ".venv" / "bin").mkdir(parents=True)
    (project.path / ".venv" / "bin" / "python").symlink_to("/root/.local/share/uv/python/nothing/bin/python3")

    error = failure(*start())

    assert str(project.path / ".venv/bin/python") in error["message"]
    assert "runAsUser" in error["message"]


def test_the_bridge_serves_the_project_and_ends_on_sigterm(start):
    process, socket_path = start(STILLHOUSE_PYTHON=sys.executable)
    wait_for(socket_path)

    process.terminate()

    assert process.wait(SECONDS) == 0


def test_the_runner_sees_that_the_container_has_started(start):
    _, socket_path = start(STILLHOUSE_PYTHON=sys.executable)

    wait_for(socket_path.with_name("b.sock.started"))
