"""The project's own function around env.py."""

import pytest


@pytest.fixture
def hook(project):
    """Write the project's hook, and an env.py that asserts something of it; returns its name."""

    def write(source, asserted="True", name="hooks:launch"):
        (project.path / "hooks.py").write_text(
            "import contextvars\napp = contextvars.ContextVar('app')\n" + source
        )
        project.env(imports="import threading, hooks", before=f"assert {asserted}").line("aaaa", "bbbb")
        return name

    return write


IN_A_CONTEXT = """
import contextlib

@contextlib.contextmanager
def app_context():
    token = app.set('shop')
    try:
        yield
    finally:
        app.reset(token)

def launch(config, run):
    with app_context():
        run()
"""
IN_A_THREAD = """
import threading

def launch(config, run):
    thread = threading.Thread(target=run, name='worker')
    thread.start()
    thread.join()
"""
IN_AN_EVENT_LOOP_S_WORKER = """
import asyncio, concurrent.futures

def launch(config, run):
    async def main():
        with concurrent.futures.ThreadPoolExecutor(thread_name_prefix='worker') as pool:
            app.set('shop')
            await asyncio.get_running_loop().run_in_executor(pool, contextvars.copy_context().run, run)
    asyncio.run(main())
"""
WITH_ANYIO = """
import anyio

def launch(config, run):
    async def main():
        app.set('shop')
        await anyio.to_thread.run_sync(run)
    anyio.run(main)
"""
WITH_ATTRIBUTES = """
class Hooks:
    @staticmethod
    def launch(config, run):
        config.attributes['tenant'] = 'blue'
        run()
"""


@pytest.mark.parametrize(
    ("source", "asserted", "name"),
    [
        (IN_A_CONTEXT, "hooks.app.get() == 'shop'", "hooks:launch"),
        (IN_A_THREAD, "threading.current_thread().name == 'worker'", "hooks:launch"),
        (IN_AN_EVENT_LOOP_S_WORKER, "hooks.app.get() == 'shop'", "hooks:launch"),
        (WITH_ANYIO, "'AnyIO' in threading.current_thread().name", "hooks:launch"),
        (WITH_ATTRIBUTES, "config.attributes['tenant'] == 'blue'", "hooks:Hooks.launch"),
    ],
    ids=["context", "thread", "event loop", "anyio", "attributes"],
)
def test_env_py_runs_within_the_hook(opened, hook, database, source, asserted, name):
    bridge = opened(hook=hook(source, asserted, name))

    assert bridge.result("plan", targets=["head"])["target"] == ["bbbb"]
    bridge.result("apply", targets=["head"], direction="up", expect=["aaaa", "bbbb"])

    assert database.rows() == ["bbbb"]


def test_a_hook_says_where_the_revisions_are(opened, hook, project, database):
    """As projects do whose own command computes the folders."""
    name = hook(
        "def launch(config, run):\n"
        "    config.set_main_option('version_locations', config.get_main_option('here') + '/elsewhere')\n"
        "    run()\n"
    )
    (project.path / "migrations" / "versions").rename(project.path / "elsewhere")
    bridge = opened(hook=name)

    assert bridge.result("plan", targets=["head"])["target"] == ["bbbb"]
    way = {"targets": ["head"], "direction": "up", "expect": ["aaaa", "bbbb"]}
    assert bridge.result("render", **way)["steps"] == 2
    bridge.result("apply", **way)

    assert database.rows() == ["bbbb"]
    assert bridge.result("graph", current=True)["heads"] == ["bbbb"]


def test_a_hook_may_connect_while_a_plan_is_rendered(render, offline, project):
    """As an application does when it starts; a revision may not."""
    (project.path / "hooks.py").write_text(
        "import sqlalchemy as sa\n\n"
        "def launch(config, run):\n"
        "    with sa.create_engine(config.get_main_option('sqlalchemy.url')).connect() as connection:\n"
        "        connection.execute(sa.text('SELECT 1'))\n"
        "    run()\n"
    )
    project.line("aaaa").revision("bbbb", "aaaa", up="sa.create_engine('postgresql://nowhere/db').connect()")

    first, second = render("head", hook="hooks:launch")

    assert first["statements"]
    assert second["reaches"] == ["connects to nowhere"]


@pytest.mark.parametrize(
    ("source", "name", "why"),
    [
        ("", "nowhere:launch", "cannot be imported: No module named 'nowhere'"),
        ("", "hooks:launch", "the module hooks has no function launch"),
        ("launch = 3", "hooks:launch", "has no function launch"),
        ("", "hooks", "does not name a function"),
        ("def launch(config, run): pass", "hooks:launch", "returned without calling run()"),
        ("def launch(config, run): run(); run()", "hooks:launch", "called run() more than once"),
        ("async def launch(config, run): run()", "hooks:launch", "is a coroutine function"),
        (
            "def launch(config, run): raise KeyError('x')",
            "hooks:launch",
            "(hooks.py, line 3) raised KeyError",
        ),
        ("import missing_thing", "hooks:launch", "(hooks.py, line 3) raised ModuleNotFoundError"),
        ("def launch(): pass", "hooks:launch", "raised TypeError"),
    ],
)
def test_a_hook_that_does_not_work(opened, hook, source, name, why):
    error = opened(hook=hook(source, name=name)).error("plan", targets=["head"])

    assert error["reason"] == "ProjectError"
    assert why in error["message"]


def test_a_hook_may_not_hide_what_env_py_raised(opened, hook):
    source = "def launch(config, run):\n    try:\n        run()\n    except Exception:\n        pass\n"

    error = opened(hook=hook(source, "False")).error("plan", targets=["head"])

    assert "(migrations/env.py" in error["message"]
    assert "AssertionError" in error["message"]


def test_a_run_that_goes_on_in_a_thread_is_waited_for(opened, hook, database):
    source = "import threading\ndef launch(config, run):\n    threading.Thread(target=run).start()\n"
    bridge = opened(hook=hook(source))
    bridge.result("plan", targets=["head"])

    bridge.result("apply", targets=["head"], direction="up", expect=["aaaa", "bbbb"])

    assert database.rows() == ["bbbb"]
