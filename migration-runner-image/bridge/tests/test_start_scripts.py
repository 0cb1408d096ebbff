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
# What the operator writes into the Job.
AWAITING = IMAGE.parent / "operator/src/main/resources/dev/stillhouse/operator/run"
BUSYBOX = os.environ.get("STILLHOUSE_BUSYBOX") or shutil.which("busybox")
SECONDS = 120


@pytest.fixture
def empty(tmp_path):
    """The folder that the containers share, before the runner has brought the bridge."""
    folder = tmp_path / "shared folder"
    folder.mkdir()
    return folder


def bring_bridge(folder):
    """What the runner's container does first."""
    assert BUSYBOX, "busybox is needed: install busybox-static or set STILLHOUSE_BUSYBOX"
    environment = {**os.environ, "STILLHOUSE_BUSYBOX": BUSYBOX}
    subprocess.run([str(IMAGE / "bin" / "copy-bridge"), str(folder)], env=environment, check=True)


@pytest.fixture
def shared(empty):
    """The same with the bridge in it."""
    bring_bridge(empty)
    return empty


@pytest.fixture
def launch(empty, project):
    """Run a command as in the project's container, with this environment only; it ends with the test."""
    processes = []

    def run(*command, **environment):
        socket_path = empty / "b.sock"
        pod = {
            "STILLHOUSE_SOCKET": str(socket_path),
            "STILLHOUSE_PROJECT_PATH": str(project.path),
            "PATH": "",
        }
        process = subprocess.Popen([str(word) for word in command], env={**pod, **environment})
        processes.append(process)
        return process, socket_path

    yield run
    for process in processes:
        process.kill()
        process.wait()


@pytest.fixture
def start(shared, launch):
    """Run start-bridge."""
    return lambda **environment: launch(shared / "busybox", "sh", shared / "start-bridge", **environment)


@pytest.fixture(params=["shell", "interpreter"])
def wait(request, launch):
    """Run what waits for the bridge in the project's container, in either way."""
    if request.param == "shell":
        script = (AWAITING / "await-bridge.sh").read_text()
        return lambda: launch("/bin/sh", "-c", script, VIRTUAL_ENV=sys.prefix, PATH=os.environ["PATH"])
    script = (AWAITING / "await-bridge.py").read_text()
    return lambda: launch(sys.executable, "-c", script)


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
    assert (shared / "ready").exists()
    assert not (shared / "bridge" / "tests").exists()


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


def test_interpreters_without_alembic(start, project):
    folder = project.path / 'with "quotes" and \\ in it' / "bin"
    fake_python(folder)

    error = failure(*start(PATH=str(folder)))

    assert error["reason"] == "AlembicNotFound"
    assert str(folder) in error["message"]


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


def test_a_container_that_waits_for_the_bridge(wait, empty):
    process, socket_path = wait()
    wait_for(socket_path.with_name("b.sock.started"))
    assert not socket_path.exists()

    bring_bridge(empty)

    wait_for(socket_path)
    process.terminate()
    assert process.wait(SECONDS) == 0


def test_a_container_that_waits_ends_on_sigterm(wait):
    process, socket_path = wait()
    wait_for(socket_path.with_name("b.sock.started"))

    process.terminate()

    assert process.wait(SECONDS) == 143


def test_a_folder_called_alembic_does_not_stand_in_for_alembic(launch, shared, project, monkeypatch):
    (project.path / "alembic").mkdir()
    (project.path / "alembic" / "__init__.py").write_text("raise SystemExit('the wrong one')\n")
    monkeypatch.chdir(project.path)

    _, socket_path = launch(sys.executable, "-c", (AWAITING / "await-bridge.py").read_text())

    wait_for(socket_path)
