"""Databases with names that a URL, SQLAlchemy or a driver might read otherwise."""

from urllib.parse import quote

import drivers
import pytest
from projects import ASYNC
from sqlalchemy.engine import make_url

from stillhouse_bridge.request import Database
from stillhouse_bridge.written import url_of

ODD = ["my shop", "50%25 off", "a=b&c", 'it\'s "quoted"', "grün€", "what?", "host=elsewhere", "a/b+c"]
APP = """\
import os
from sqlalchemy import create_engine, text
with create_engine(os.environ["SHOP_URL"]).connect() as connection:
    reached = connection.execute(text("SELECT current_database()")).scalar()
"""


@pytest.fixture(params=ODD)
def odd(request, server, database):
    """A database with an odd name, and the URL for a driver."""
    name = f"{request.param} {database.name}"
    renamed = name.replace('"', '""')
    server.create(renamed)

    def params(driver):
        url = database.url(driver)[: -len(database.name)] + quote(name, safe="")
        return {"url": url, "written": url, "name": name}

    yield params
    server.drop(renamed)


@pytest.mark.parametrize("driver", drivers.EVERY)
def test_a_project_reaches_it(opened, project, odd, driver):
    if driver == "asyncpg":
        project.env_source(ASYNC.format(options=""))
    project.line("aaaa")
    # The runner's locks are in another database, which nothing here depends on.
    bridge = opened(database=odd(driver), locks=None)

    assert bridge.result("plan", targets=["head"])["connection"]["database"] == odd(driver)["name"]


def test_an_application_reaches_it_by_the_variable(opened, project, odd):
    """No env.py asks for it, so that the URL alone tells what is meant."""
    (project.path / "app.py").write_text(APP)
    name = odd("psycopg2")["name"]
    project.env(imports=f"import app; assert app.reached == {name!r}, app.reached").line("aaaa")
    bridge = opened(database=odd("psycopg2"), locks=None, urlVariable="SHOP_URL")

    assert bridge.result("plan", targets=["head"])["steps"]


@pytest.mark.parametrize("name", [name for name in ODD if "?" not in name])
def test_the_installed_sqlalchemy_reads_the_name(name):
    """Before 2.1 it decodes no name of a database."""
    url = "postgresql://app:p%40ss@db:5432/" + quote(name, safe="") + "?sslmode=require"
    given = make_url(url_of(Database(url, url, (("db", 5432),), name, "app", "p@ss", {})))

    assert (given.database, given.password, dict(given.query)) == (name, "p@ss", {"sslmode": "require"})
