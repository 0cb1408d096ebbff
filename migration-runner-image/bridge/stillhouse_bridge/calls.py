"""Stands before calls that leave the process without an audit event.

Drivers connect in C, or by an event loop in C. A project gets the guarded function with its own import,
whenever that is, so that no copy of the other one is about.
"""

import functools
import importlib.abc
import importlib.util
import re
import sys
import threading
from urllib.parse import urlsplit

_DSN_PART = re.compile(r"\b(host|port)\s*=\s*('[^']*'|\S+)")

# Module, and the functions in it. What opens a socket in Python is seen anyway.
_CONNECTS = {
    "psycopg2": ("connect",),
    "psycopg2cffi": ("connect",),
    "psycopg.connection": ("Connection.connect", "AsyncConnection.connect"),
    "psycopg.connection_async": ("AsyncConnection.connect",),
    "asyncpg.connection": ("connect",),
    "pg8000": ("connect",),
    "pg8000.dbapi": ("connect",),
    "MySQLdb": ("connect",),
    "oracledb": ("connect", "connect_async"),
    "cx_Oracle": ("connect",),
    "pyodbc": ("connect",),
    "pymssql": ("connect",),
}
_STARTS = {"_posixsubprocess": ("fork_exec",)}


def install(refuse, refuse_thread):
    """Call ``refuse(what)`` before each such call, in modules that are imported already and in later ones.

    ``what`` is a function that returns the sentence about "it". ``refuse_thread`` is for starts of threads.
    """
    guards = {}
    for modules, describe in ((_CONNECTS, connection_of), (_STARTS, _process)):
        for module, names in modules.items():
            guards[module] = functools.partial(_guard, names=names, refuse=refuse, describe=describe)
    for module, guard in guards.items():
        if module in sys.modules:
            guard(sys.modules[module])
    sys.meta_path.insert(0, _Finder(guards))
    _guard(threading, ("Thread.start",), refuse_thread, _thread)


class _Finder(importlib.abc.MetaPathFinder):
    """Lets the other finders find the module, and guards it as soon as it is loaded."""

    def __init__(self, guards):
        self._guards = guards
        self._finding = threading.local()

    def find_spec(self, name, path=None, target=None):
        """Return the spec that the others find."""
        guard = self._guards.get(name)
        if guard is None or getattr(self._finding, "name", None) == name:
            return None
        self._finding.name = name
        try:
            finders = [each.find_spec for each in sys.meta_path if hasattr(each, "find_spec")]
            spec = next(filter(None, (find(name, path, target) for find in finders)), None)
        finally:
            self._finding.name = None
        if hasattr(getattr(spec, "loader", None), "exec_module"):
            spec.loader = _Loader(spec.loader, guard)
        return spec


class _Loader:
    """Does what the loader that was found does, and guards the module.

    The other one is left as it is: it may be a proxy, by which an agent hooks imports too, the loader of many
    modules, or a class of the interpreter's.
    """

    def __init__(self, found, guard):
        self._found = found
        self._guard = guard

    def exec_module(self, module):
        """Execute the module, which sees the loader that was found."""
        module.__spec__.loader = module.__loader__ = self._found
        self._found.exec_module(module)
        self._guard(module)

    def __getattr__(self, name):
        return getattr(self._found, name)


def _guard(module, names, refuse, describe):
    for name in names:
        *path, last = name.split(".")
        owner = functools.reduce(lambda holder, part: getattr(holder, part, None), path, module)
        if owner is None or not hasattr(owner, last):
            continue
        found = vars(owner)[last]
        method = isinstance(found, classmethod)
        guarded = _guarded(found.__func__ if method else found, module.__name__, refuse, describe)
        setattr(owner, last, classmethod(guarded) if method else guarded)


def _guarded(function, module, refuse, describe):
    @functools.wraps(function)
    def guarded(*arguments, **keywords):
        refuse(lambda: describe(module, arguments, keywords))
        return function(*arguments, **keywords)

    return guarded


def _process(*_):
    return "starts a process"


def _thread(*_):
    return "starts a thread"


def connection_of(module, arguments, keywords):
    """Return what a call of a driver's connect means, without its secrets."""
    texts = [each for each in (*arguments, *keywords.values()) if isinstance(each, str)]
    named = {name: str(value) for name, value in keywords.items() if name in ("host", "port")}
    for text in texts:
        named = {**_parts(text), **named}
    place = named.get("host")
    if place is None:
        return f"connects to a database with {module.split('.')[0]}"
    return f"connects to {place}:{named['port']}" if "port" in named else f"connects to {place}"


def _parts(text):
    """Return host and port of a DSN or a URL."""
    if "://" in text:
        try:
            url = urlsplit(text)
            found = {"host": url.hostname, "port": url.port}
        except ValueError:
            return {}
    else:
        found = {name: value.strip("'") for name, value in _DSN_PART.findall(text)}
    return {name: str(value) for name, value in found.items() if value}
