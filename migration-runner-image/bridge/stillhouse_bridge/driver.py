"""Which driver the project's URL names."""

import importlib.util
import os
import re

from sqlalchemy.dialects import registry
from sqlalchemy.exc import NoSuchModuleError

_DRIVER = re.compile(r"^postgres(?:ql)?\+(\w+)://")
_NO_DRIVER = re.compile(r"^postgres(?:ql)?://")
_ASYNC_ENGINE = re.compile(r"\b(create_async_engine|async_engine_from_config|AsyncEngine)\b")
_SYNC = (("psycopg2", "psycopg2"), ("psycopg", "psycopg"), ("pg8000", "pg8000"))
_ASYNC = (("asyncpg", "asyncpg"), ("psycopg", "psycopg"))


def with_driver(request, ini_url, scripts):
    """Return the database's URL with the driver that the project means to use.

    In this order: the driver that the URL names; the one of the project's own URL (in its ini file or in its
    environment); the first one installed that suits what env.py does.
    """
    url = request.database.url
    if not _NO_DRIVER.match(url):
        return url
    environment_url = os.environ.get(request.url_variable or "", "")
    for own in (ini_url or "", environment_url):
        named = _DRIVER.match(own)
        if named:
            return _NO_DRIVER.sub(f"postgresql+{named.group(1)}://", url)
    # SQLAlchemy's default is another driver in 2.1 than before, and neither may be installed.
    for name, module in _ASYNC if _is_async(scripts) else _SYNC:
        if importlib.util.find_spec(module) and _is_known(name):
            return _NO_DRIVER.sub(f"postgresql+{name}://", url)
    return _NO_DRIVER.sub("postgresql://", url)


def _is_known(driver):
    try:
        registry.load("postgresql." + driver)
    except NoSuchModuleError:
        return False
    return True


def _is_async(scripts):
    if scripts is None:
        return False
    with open(os.path.join(scripts, "env.py"), encoding="utf-8", errors="replace") as source:
        return bool(_ASYNC_ENGINE.search(source.read()))
