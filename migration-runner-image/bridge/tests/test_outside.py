"""What a revision does beside its SQL while a plan is only looked at: none of it happens, and it is told."""

import socket

import pytest

PRELUDE = """
import asyncio, concurrent.futures, ctypes, logging, multiprocessing, os, pathlib, shutil, signal, socket
import sqlite3, subprocess, tempfile, threading, urllib.request
import asyncpg, psycopg, psycopg2
HERE, HOST, PORT, DSN, WEB = {here!r}, {host!r}, {port!r}, {dsn!r}, {web!r}
def thread():
    ran = threading.Thread(target=lambda: open(HERE + '/thread', 'w'))
    ran.start()
async def pool():
    await asyncpg.create_pool(DSN)
"""

TRIED = {
    "psycopg2": (
        "psycopg2.connect(DSN).cursor().execute('CREATE TABLE gone (id int)')",
        "connects to {host}:{port}",
    ),
    "psycopg2_named": ("psycopg2.connect(host=HOST, port=PORT)", "connects to {host}:{port}"),
    "psycopg": ("psycopg.connect(DSN)", "connects to {host}:{port}"),
    "psycopg_class": ("psycopg.Connection.connect(DSN)", "connects to {host}:{port}"),
    "psycopg_async": ("asyncio.run(psycopg.AsyncConnection.connect(DSN))", "connects to {host}:{port}"),
    "asyncpg": ("asyncio.run(asyncpg.connect(DSN))", "connects to {host}:{port}"),
    "asyncpg_pool": ("asyncio.run(pool())", "connects to {host}:{port}"),
    "engine": ("sa.create_engine(DSN).connect()", "connects to {host}:{port}"),
    "socket": ("socket.create_connection((HOST, int(PORT)))", "connects to {host}:{port}"),
    "socket_unix": ("socket.socket(socket.AF_UNIX).connect(HERE + '/sock')", "connects to {here}/sock"),
    "datagram": (
        "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))",
        "connects to 127.0.0.1:9",
    ),
    "listen": ("socket.socket().bind(('127.0.0.1', 0))", "listens on 127.0.0.1:0"),
    "web": ("urllib.request.urlopen(WEB)", "connects to 127.0.0.1:"),
    "subprocess": ("subprocess.run(['touch', HERE + '/ran'])", "starts a process: touch {here}/ran"),
    "shell": ("subprocess.check_output('touch ' + HERE + '/ran', shell=True)", "touch {here}/ran"),
    "system": ("os.system('touch ' + HERE + '/ran')", "starts a process: touch {here}/ran"),
    "exec": ("os.execv('/usr/bin/touch', ['touch', HERE + '/ran'])", "starts a process: touch {here}/ran"),
    "spawn": ("os.posix_spawn('/usr/bin/touch', ['touch', HERE + '/ran'], {{}})", "touch {here}/ran"),
    "fork": ("os.fork() or os._exit(0)", "starts a process: a copy of itself"),
    "worker": ("multiprocessing.get_context('spawn').Process(target=print).start()", "starts a "),
    "thread": ("thread()", "starts a thread"),
    "executor": ("concurrent.futures.ThreadPoolExecutor().submit(print)", "starts a thread"),
    "signal": ("os.kill(os.getpid(), signal.SIGUSR1)", "sends signal 10 to process"),
    "sqlite": ("sqlite3.connect(HERE + '/lite')", "opens the SQLite database {here}/lite"),
    "write": ("open(HERE + '/written', 'w')", "writes the file {here}/written"),
    "append": ("pathlib.Path(HERE, 'kept').open('a')", "writes the file {here}/kept"),
    "low_level": ("os.open(HERE + '/written', os.O_CREAT | os.O_WRONLY)", "writes the file {here}/written"),
    "copy": ("shutil.copy(HERE + '/kept', HERE + '/written')", "writes the file {here}/written"),
    "remove": ("os.remove(HERE + '/kept')", "removes {here}/kept"),
    "remove_all": ("shutil.rmtree(HERE)", "removes {here}"),
    "rename": ("os.rename(HERE + '/kept', HERE + '/moved')", "renames {here}/kept"),
    "folder": ("os.makedirs(HERE + '/new')", "makes the folder {here}/new"),
    "relative": ("open('in_project', 'w')", "/in_project"),
}

LET = {
    "temporary": "open(tempfile.mkstemp()[1], 'w').write('x')",
    "temporary_folder": "shutil.rmtree(tempfile.mkdtemp())",
    "with_temporary_folder": 'exec(\'with tempfile.TemporaryDirectory() as t: open(t + "/a", "w")\')',
    "memory": "sqlite3.connect(':memory:').execute('SELECT 1')",
    "reading": "open(HERE + '/kept').read()",
    "nothing": "open(os.devnull, 'w')",
    "log": "logging.getLogger('to.file').warning('kept')",
    "there": "os.makedirs(HERE, exist_ok=True)",
    "loop": "asyncio.run(asyncio.sleep(0))",
    "looking_for_a_library": "__import__('ctypes.util').util.find_library('c')",
}


@pytest.fixture
def here(tmp_path):
    """A folder with a file in it."""
    folder = tmp_path / "here"
    folder.mkdir()
    (folder / "kept").write_text("kept")
    return folder


@pytest.fixture
def bridge(start_bridge, tmp_path):
    """A bridge for which the folders of the test are no temporary ones."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    return start_bridge({"TMPDIR": str(temporary)})


@pytest.fixture
def web():
    """A server to which nobody is to come; returns its URL."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.settimeout(0.2)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        with pytest.raises(socket.timeout):
            listener.accept()


@pytest.fixture
def prelude(database, here, web):
    """The lines before what a revision tries, and the names that it has."""
    parts = database.params()["hosts"][0]
    names = {"here": str(here), "host": parts["host"], "port": str(parts["port"])}
    return PRELUDE.format(dsn=database.url().replace("+psycopg2", ""), web=web, **names), names


def left(here):
    return {path.name: path.read_text() for path in here.iterdir()}


@pytest.mark.parametrize("hidden", [False, True])
def test_none_of_it_happens_and_it_is_told(render, offline, project, database, here, prelude, hidden):
    lines, names = prelude
    project.line("first", *TRIED)
    for before, (revision, (body, _)) in zip(["first", *TRIED], TRIED.items()):
        body = f"try:\n    {body.format()}\nexcept BaseException:\n    pass" if hidden else body.format()
        project.revision(revision, before, up=f"{lines}{body}\nop.execute('SELECT 1')")

    first, *events = render("head")

    assert "statements" in first
    for event in events:
        revision = event["revision"]
        what = TRIED[revision][1].format(**names)
        assert event.get("reaches"), event
        assert what in event["reaches"][0], event
        assert f"migrations/versions/{revision}.py, line " in event["problem"]
        told = f"reaches outside of the migration, and is only looked at: it {event['reaches'][0]}."
        assert told in event["problem"]
        assert "statements" not in event
    assert left(here) == {"kept": "kept"}
    assert not (project.path / "in_project").exists()
    assert database.tables() == []


def test_what_stays_within_is_let(render, offline, project, here, prelude):
    offline(
        before=f"import logging; logging.getLogger('to.file').addHandler("
        f"logging.FileHandler({str(here / 'log')!r}, delay=True))"
    )
    lines, _ = prelude
    project.line("first", *LET)
    for before, (revision, body) in zip(["first", *LET], LET.items()):
        project.revision(revision, before, up=f"{lines}{body}\nop.execute('SELECT 1')")

    assert [event.get("problem") for event in render("head")] == [None] * (len(LET) + 1)
    assert left(here) == {"kept": "kept", "log": "kept\n"}


def test_a_thread_of_before_is_held_up_and_is_no_matter_of_the_step(render, offline, project, here):
    (project.path / "busy.py").write_text(
        "import threading, time\n"
        "seen, go = [], threading.Event()\n"
        "def work():\n"
        "    go.wait()\n"
        "    try:\n"
        f"        open({str(here / 'telemetry')!r}, 'w')\n"
        "    except OSError as error:\n"
        "        seen.append(error)\n"
        "thread = threading.Thread(target=work, daemon=True)\n"
        "thread.start()\n"
    )
    offline(before="import busy")
    up = "import busy\nbusy.go.set()\nbusy.thread.join()\nop.execute(f'SELECT {len(busy.seen)}')"
    project.revision("aaaa", up=up)

    (event,) = render("head")

    assert event["statements"] == ["SELECT 1"]
    assert left(here) == {"kept": "kept"}


@pytest.mark.parametrize("kept", [False, True], ids=["of_the_pool", "kept"])
def test_nor_is_its_query(render, offline, project, database, kept):
    (project.path / "hooks.py").write_text(
        "import threading\n"
        "import sqlalchemy as sa\n"
        f"engine = sa.create_engine({database.url('psycopg2')!r})\n"
        "connection = engine.connect()\n"
        f"{'' if kept else 'connection.close()'}\n"
        "seen, go = [], threading.Event()\n"
        "def work():\n"
        "    go.wait()\n"
        "    try:\n"
        f"        ({'connection' if kept else 'engine.connect()'}).execute(sa.text('SELECT 1'))\n"
        "    except OSError as error:\n"
        "        seen.append(error)\n"
        "thread = threading.Thread(target=work, daemon=True)\n"
        "thread.start()\n"
        "def launch(config, run):\n"
        "    run()\n"
    )
    up = "import hooks\nhooks.go.set()\nhooks.thread.join()\nop.execute(f'SELECT {len(hooks.seen)}')"
    project.revision("aaaa", up=up)

    (event,) = render("head", hook="hooks:launch")

    assert event.get("statements") == ["SELECT 1"], event


def test_env_py_may_look_for_its_database(render, offline, project, here):
    offline(before=f"import subprocess; subprocess.run(['touch', {str(here / 'secret')!r}], check=True)")
    project.line("aaaa")

    (event,) = render("head")

    assert "statements" in event
    assert "secret" in left(here)


def at_top(project, revision, source):
    file = project.versions / f"{revision}.py"
    file.write_text(file.read_text().replace("from alembic import op", source + "\nfrom alembic import op"))
    return file


def test_a_revision_file_that_tries_when_it_is_loaded_is_no_plan(opened, project, here):
    project.line("aaaa", "bbbb")
    at_top(project, "bbbb", f"import subprocess\nsubprocess.run(['touch', {str(here / 'ran')!r}])")

    error = opened().error("plan", targets=["head"])

    assert error["reason"] == "ProjectError"
    assert f"bbbb.py, line 3) starts a process: touch {here}/ran when its" in error["message"]
    assert "env.py" in error["message"]
    assert left(here) == {"kept": "kept"}


@pytest.mark.parametrize("method", ["graph", "select", "check", "revision"])
def test_nor_a_look_of_any_other_kind(opened, models, author, here, method):
    models.line("aaaa")
    at_top(models, "aaaa", f"try:\n    open({str(here / 'ran')!r}, 'w')\nexcept OSError:\n    pass")
    params = {"graph": {"current": False}, "select": {"expressions": ["head"]}}.get(method, {})

    opened().call(method, **params)

    assert left(here) == {"kept": "kept"}


def test_one_that_goes_on_without_is_told(render, offline, project, here):
    (project.path / "helper.py").write_text(
        f"try:\n    open({str(here / 'ran')!r}, 'w')\nexcept OSError:\n    pass\n"
    )
    project.line("aaaa", "bbbb", "cccc")
    at_top(project, "bbbb", "import helper")

    first, second, third = render("head")

    assert "statements" in first
    assert second["reaches"] == [f"writes the file {here}/ran when it is loaded"]
    assert "statements" in third
    assert left(here) == {"kept": "kept"}


def test_to_apply_it_may(opened, offline, project, here):
    up = f"import subprocess\nsubprocess.run(['touch', {str(here / 'ran')!r}], check=True)"
    project.revision("aaaa", up=up)
    bridge = opened()
    bridge.result("plan", targets=["head"])
    bridge.result("render", targets=["head"], direction="up", expect=["aaaa"])
    assert left(here) == {"kept": "kept"}

    bridge.result("apply", targets=["head"], direction="up", expect=["aaaa"])

    assert "ran" in left(here)


def test_secrets_of_what_it_tried_are_not_told(render, offline, project, database):
    up = "import os\nos.system('psql postgresql://me:geheim@elsewhere/db -c x')"
    project.revision("aaaa", up=up)

    (event,) = render("head")

    assert event["reaches"] == ["starts a process: psql postgresql://me:***@elsewhere/db -c x"]
    assert "geheim" not in event["problem"]


def test_bytecode_may_be_kept(start_bridge, opened, project, tmp_path):
    (project.path / "helper.py").write_text("ONE = 1\n")
    project.revision("aaaa", up="pass")
    at_top(project, "aaaa", "import helper")
    bridge = start_bridge({"TMPDIR": str(tmp_path), "PYTHONDONTWRITEBYTECODE": ""})
    database = {"url": "postgresql://nobody@nowhere/x", "hosts": [{"host": "nowhere"}], "name": "x"}
    bridge.result("open", protocol=1, path=str(project.path), database=database, session={})

    assert bridge.result("graph", current=False)["heads"] == ["aaaa"]
    assert list((project.path / "__pycache__").glob("helper.*.pyc"))
