"""Guards of drivers among those who hook their import too."""

import subprocess
import sys

import pytest

# As wrapt does it, by which agents instrument a driver from sitecustomize: what is set on the proxy is set on
# the loader that it stands for.
AGENT = """\
import importlib.util
import sys


class Proxy:
    def __init__(self, wrapped):
        object.__setattr__(self, "wrapped", wrapped)

    def __getattr__(self, name):
        return getattr(self.wrapped, name)

    def __setattr__(self, name, value):
        setattr(self.wrapped, name, value)

    def exec_module(self, module):
        self.wrapped.exec_module(module)
        hooked.append(module.__name__)


class Finder:
    busy = False

    def find_spec(self, name, path, target=None):
        if name not in ("psycopg2", "_posixsubprocess") or self.busy:
            return None
        self.busy = True
        try:
            spec = importlib.util.find_spec(name)
            spec.loader = Proxy(spec.loader)
        finally:
            self.busy = False
        return spec


hooked = []
"""

PROJECT = """\
import importlib, sys
import psycopg2
sys.modules.pop("_posixsubprocess", None)
import _posixsubprocess
for call in (lambda: psycopg2.connect(host="db", port=1), lambda: _posixsubprocess.fork_exec()):
    try:
        call()
    except OSError as error:
        print(error)
print(*hooked)
print(importlib.machinery.BuiltinImporter.__dict__["exec_module"].__func__.__module__)
"""

HOOK = "sys.meta_path.insert(0, Finder())\n"
INSTALL = """\
from stillhouse_bridge import calls
def refuse(what):
    raise OSError(what())
calls.install(refuse, refuse)
"""


@pytest.mark.parametrize("order", [HOOK + INSTALL, INSTALL + HOOK], ids=["agent_first", "agent_last"])
def test_an_agent_may_hook_the_same_module(order):
    ran = subprocess.run(
        [sys.executable, "-c", AGENT + order + PROJECT], stdout=subprocess.PIPE, check=True, text=True
    )

    refused, started, hooked, own = ran.stdout.splitlines()
    assert refused == "connects to db:1"
    assert started == "starts a process"
    assert hooked == "psycopg2 _posixsubprocess"
    assert own == "_frozen_importlib"


def test_the_module_sees_its_own_loader():
    code = INSTALL + "import psycopg2 as p\nprint(type(p.__loader__).__name__, p.__spec__.loader.name)"
    ran = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, check=True, text=True)

    assert ran.stdout.split() == ["SourceFileLoader", "psycopg2"]
