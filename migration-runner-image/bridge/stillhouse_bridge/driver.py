"""Which driver the URLs name that the project is given."""

import importlib.util
import os
import re
from typing import NamedTuple

from sqlalchemy.dialects import registry
from sqlalchemy.exc import NoSuchModuleError

from .written import url_of

_NAMED = re.compile(r"^postgres(?:ql)?\+(\w+)://")
_PLAIN = re.compile(r"^postgres(?:ql)?://")
_ASYNC_ENGINE = re.compile(r"\b(create_async_engine|async_engine_from_config|AsyncEngine)\b")
# Signs that env.py makes a URL for its driver out of a plain one; it may look for exactly "postgresql://".
_CHOOSES_ITSELF = re.compile(r"\.replace\(|re\.sub\(|drivername|postgresql\+\w+")
_SYNC = (("psycopg2", "psycopg2"), ("psycopg", "psycopg"), ("pg8000", "pg8000"))
_ASYNC = (("asyncpg", "asyncpg"), ("psycopg", "psycopg"))


class Urls(NamedTuple):
    """The database's URL as the project expects it in its configuration and in its environment variable."""

    configuration: str
    variable: str


def urls_for(request, configured, scripts):
    """Return the database's URL with the drivers that the project means to use.

    A driver that the Secret names stays. Otherwise the URL looks like the one that it replaces
    (``configured`` in the configuration, or the variable's value), and where that says nothing it names an
    installed driver that suits env.py.
    """
    url = url_of(request.database)
    if not _PLAIN.match(url):
        return Urls(url, url)
    env_py = _read_env_py(scripts)
    return Urls(
        _like(configured, url) or _suiting(env_py, url),
        _like(os.environ.get(request.url_variable or ""), url)
        or _for_variable(request.url_variable, env_py, configured, url),
    )


def _like(own, url):
    """Return the URL in the manner of the project's own, or None if that is none of PostgreSQL."""
    named = _NAMED.match(own or "")
    if named:
        return _with_driver(url, named.group(1))
    return _plain(url) if _PLAIN.match(own or "") else None


def _for_variable(variable, env_py, configured, url):
    if not variable or variable not in env_py or _CHOOSES_ITSELF.search(env_py):
        return _plain(url)
    return _like(configured, url) or _suiting(env_py, url)


def _suiting(env_py, url):
    # SQLAlchemy's default is another driver in 2.1 than before, and neither may be installed.
    for name, module in _ASYNC if _ASYNC_ENGINE.search(env_py) else _SYNC:
        if importlib.util.find_spec(module) and _is_known(name):
            return _with_driver(url, name)
    return _plain(url)


def _with_driver(url, name):
    return _PLAIN.sub(f"postgresql+{name}://", url)


def _plain(url):
    return _PLAIN.sub("postgresql://", url)


def _is_known(driver):
    try:
        registry.load("postgresql." + driver)
    except NoSuchModuleError:
        return False
    return True


def _read_env_py(scripts):
    if scripts is None:
        return ""
    try:
        with open(os.path.join(scripts, "env.py"), encoding="utf-8", errors="replace") as source:
            return source.read()
    except OSError:
        # Alembic will want to read it too, and its trouble is told with the place.
        return ""
