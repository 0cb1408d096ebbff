"""Whether an env.py is known to come to the migrations once."""

import pathlib
import textwrap

import alembic
import pytest
from projects import ASYNC, OFFLINE

from stillhouse_bridge.once import comes_once

PROJECTS = pathlib.Path(__file__).resolve().parents[3] / "e2e" / "projects"
TEMPLATES = pathlib.Path(alembic.__file__).parent / "templates"
ALEMBIC = "from alembic import context\n"
ASYNC_RUN = "async def go():\n    async with engine.connect() as connection:\n"
RUN = "def run():\n    context.run_migrations()\n"


@pytest.mark.parametrize("file", sorted(PROJECTS.rglob("env.py")), ids=lambda file: file.parts[-3])
def test_the_projects_of_the_end_to_end_tests(file):
    assert comes_once(file.read_bytes())


@pytest.mark.parametrize("file", sorted(TEMPLATES.glob("*/env.py")), ids=lambda file: file.parts[-2])
def test_alembics_own_templates(file):
    assert comes_once(file.read_bytes()) == (file.parts[-2] != "multidb")


ONCE = {
    "plain": "context.run_migrations()",
    "with arguments": "with context.begin_transaction():\n    context.run_migrations(engine_name='one')",
    "imported": "from alembic.context import run_migrations\nrun_migrations()",
    "its context": "context.get_context().run_migrations()",
    "offline": OFFLINE.format(options="", before="pass"),
    "async": ASYNC.format(options=""),
    "a function": RUN + "run()",
    "a name of its own": "def run_migrations():\n    context.run_migrations()\nrun_migrations()",
    "branches": RUN + "if connection is None:\n    run()\nelse:\n    run()",
    "an expression": RUN + "run() if online else None",
    "not offline": ALEMBIC
    + RUN
    + "if not context.is_offline_mode():\n    run()\nelse:\n    [run() for _ in '12']",
    "offline only": ALEMBIC + RUN + "if context.is_offline_mode():\n    run()\n    run()\nrun()",
    "a loop of an event": "async def go():\n    context.run_migrations()\nloop.run_until_complete(go())",
    "a nested function": "def outer():\n" + textwrap.indent(RUN, "    ") + "    run()\nouter()",
    "a cleanup": RUN + "try:\n    run()\nfinally:\n    engine.dispose()",
    "loops of something else": RUN + "for name in names:\n    load(name)\nrun()\nwhile busy():\n    pass",
    "a decorated one beside": "@event.listens_for(Engine, 'connect')\ndef set(a, b):\n    pass\n"
    + RUN
    + "run()",
    "a hook": "def process(context, revision, directives):\n    pass\n"
    "context.configure(process_revision_directives=process)\ncontext.run_migrations()",
    "its name asked for": "from alembic.context import is_offline_mode\n"
    + RUN
    + "if is_offline_mode():\n    [run() for _ in '12']\nelse:\n    run()",
    "a docstring": '"""It calls run_migrations."""\ncontext.run_migrations()',
    "an attribute by name": "getattr(config, 'cmd_opts')\ncontext.run_migrations()",
    "a star before": "from models import *\n" + RUN + "run()",
    "a connection": RUN + ASYNC_RUN + "        await connection.run_sync(run)\nasyncio.run(go())",
    "a compiled pattern": "import re\nre.compile('x')\ncontext.run_migrations()",
}

NOT_ONCE = {
    "nothing": "pass",
    "no Python": "context.run_migrations(",
    "no text": b"\0",
    "never called": RUN,
    "twice": "context.run_migrations()\ncontext.run_migrations()",
    "both ways": RUN + "run()\nrun()",
    "a loop": "for tenant in tenants:\n    context.run_migrations()",
    "a loop around a function": RUN + "for tenant in tenants:\n    run()",
    "until it works": RUN + "while True:\n    run()\n    break",
    "a comprehension": RUN + "[run() for tenant in tenants]",
    "mapped": RUN + "list(map(run, tenants))",
    "in threads": RUN + "pool.submit(run)",
    "synchronously twice": RUN + "connection.run_sync(run)\nconnection.run_sync(run)",
    "again after a failure": RUN + "try:\n    run()\nexcept OperationalError:\n    run()",
    "decorated": "@retry\n" + RUN + "run()",
    "decorated where it is called": RUN + "retry(run)()",
    "decorated around": RUN + "@retry\ndef online():\n    run()\nonline()",
    "a lambda": "run = lambda: context.run_migrations()\nrun()",
    "a lambda of it": RUN + "go = lambda: run()\ngo()",
    "a class": "class Runner:\n    def run(self):\n        context.run_migrations()\nRunner().run()",
    "a class that uses it": RUN + "class Runner:\n    def go(self):\n        run()\nrun()",
    "kept": "go = context.run_migrations\ngo()",
    "kept function": RUN + "go = run\nrun()\ngo()",
    "renamed": "from alembic.context import run_migrations as go\ngo()",
    "defined twice": RUN + RUN + "run()",
    "bound again": RUN + "run = retry(5)\nrun()",
    "an argument of that name": RUN + "def go(run):\n    run()\ngo(1)\nrun()",
    "itself": "def run():\n    context.run_migrations()\n    run()\nrun()",
    "by a text": "getattr(context, 'run_migrations')()",
    "by some text": RUN + "getattr(context, name)()\nrun()",
    "methodcaller": RUN + "operator.methodcaller('run_migrations')(context)\nrun()",
    "exec": RUN + "exec(code)\nrun()",
    "globals": RUN + "globals()['run']()\nrun()",
    "a default": RUN + "def go(x=run()):\n    pass\nrun()",
    "a partial": RUN + "connection.run_sync(partial(run))",
    "registered": RUN + "atexit.register(run)\nrun()",
    "the context for a module": RUN + "run()\nrest.migrate(context, engine)",
    "Alembic for a module": RUN + "run()\nrest.migrate(alembic.context, engine)",
    "a context of another name": "from alembic import context as c\nc.run_migrations()\nrest.migrate(c)",
    "its migration context": RUN + "run()\nrest.migrate(context.get_context())",
    "its migration context kept": RUN + "own = context.get_context()\nrun()",
    "what is within the context": RUN + "run()\nrest.migrate(context._proxy)",
    "a function of it replaced": RUN + "context.begin_transaction = retry\nrun()",
    "its commands": "from alembic import command\n" + RUN + "run()",
    "a question of its own": ALEMBIC + RUN + "def is_offline_mode():\n    return True\n"
    "if is_offline_mode():\n    [run() for _ in '12']\nelse:\n    run()",
    "a question of somebody else's": RUN
    + "if app.is_offline_mode():\n    [run() for _ in '12']\nelse:\n    run()",
    "another context": ALEMBIC
    + "context = other()\n"
    + RUN
    + "if context.is_offline_mode():\n    [run() for _ in '12']\nelse:\n    run()",
    "its module": RUN + "run()\nsys.modules[__name__].run()",
    "modules": RUN + "from sys import modules\nrun()\nmodules[__name__].run()",
    "its frame": RUN + "run()\ninspect.currentframe().f_globals['r' + 'un']()",
    "a function by its name": RUN + "run()\ngetattr(me, 'run')()",
    "another getattr": RUN + "run()\nget = getattr\nget(me, name)()",
    "exec of builtins": "import builtins\n" + RUN + "run()\nbuiltins.exec(code)",
    "the file again": "import runpy\n" + RUN + "run()\nrunpy.run_path(__file__)",
    "the file by import": RUN + "run()\nfrom runpy import run_path as again\nagain(__file__)",
    "replaced by a text": RUN + "mock.patch('alembic.context.run_migrations', go)\nrun()",
    "somebody's run_sync": RUN + "portal.run_sync(run)",
    "a run_sync of a portal": RUN + ASYNC_RUN + "        pass\nconnection = portal\nconnection.run_sync(run)",
    "a star": RUN + "from helper import *\nrun()",
    "branches and after": RUN + "if x:\n    run()\nrun()",
}


@pytest.mark.parametrize("source", ONCE.values(), ids=ONCE.keys())
def test_once(source):
    assert comes_once(source)


@pytest.mark.parametrize("source", NOT_ONCE.values(), ids=NOT_ONCE.keys())
def test_perhaps_more_often(source):
    assert not comes_once(source)
