"""The project is given the URL as it was written, wherever that says the same to it."""

import json

import pytest
from projects import ASYNC

from stillhouse_bridge.request import Database
from stillhouse_bridge.written import url_of

TELLS = """\
import json, os
from alembic import context
told = {{"variable": os.environ.get("SHOP_URL"), "ini": context.config.get_main_option("sqlalchemy.url")}}
json.dump(told, open({!r}, "w"))
if told["variable"]:
    context.config.set_main_option("sqlalchemy.url", told["variable"])
raise SystemExit("told")
"""


def database(url, written):
    return Database(url, written, (("db", 5432),), "shop", "app", "secret", {})


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("postgresql://app:Tr%21ck%2By%24pass%3D1@db:5432/shop", "postgresql://app:Tr!ck+y$pass=1@db/shop"),
        ("postgresql://app@db:5432/shop?sslmode=require", "postgres://app@db/shop?sslmode=require"),
        ("postgresql+asyncpg://app@db:5432/shop", "postgresql+asyncpg://app@db:5432/shop"),
    ],
)
def test_the_same_to_sqlalchemy(url, written):
    assert url_of(database(url, written)) == written


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("postgresql://app:p%40ss@db:5432/shop", "postgresql://app:p@ss@db/shop"),
        ("postgresql://app@/shop?host=a:1&host=b:2", "postgresql://app@a:1,b:2/shop"),
        ("postgresql://app@db:5432/shop?options=a%2Bb", "postgresql://app@db/shop?options=a+b"),
        ("postgresql://app@db:5432/shop", None),
    ],
)
def test_something_else_to_sqlalchemy(url, written):
    assert url_of(database(url, written)) == url


@pytest.fixture
def told(opened, project, tmp_path, database):
    """What env.py is given for a URL with these letters; its end is an error."""

    def tell(ini=None, letters="!+$=", **params):
        if ini is not None:
            project.ini(ini)
        project.env_source(TELLS.format(str(tmp_path / "told.json"))).line("aaaa")
        written = database.url("psycopg2") + "?application_name=" + letters
        composed = database.url("psycopg2") + "?application_name=%21%20%24%3D"
        assert opened(database={"url": composed, "written": written}, **params).error(
            "plan", targets=["head"]
        )
        return written, json.loads((tmp_path / "told.json").read_text())

    return tell


def test_byte_for_byte(told):
    written, given = told(ini="", urlVariable="SHOP_URL")

    assert given == {"variable": written, "ini": None}


def test_the_ini_file_gets_one_where_it_had_one(told):
    written, given = told(
        ini="sqlalchemy.url = postgresql+psycopg2://dev@localhost/dev", urlVariable="SHOP_URL"
    )

    assert given == {"variable": written, "ini": written}


def test_the_ini_file_gets_one_if_nothing_else_was_named(told):
    written, given = told()

    assert given == {"variable": None, "ini": written}


def test_an_async_env_py_in_a_package(opened, project, database):
    project.env_source(ASYNC.format(options="")).line("aaaa")
    package = project.path / "src" / "shop"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (project.path / "migrations").rename(package / "migrations")
    ini = project.path / "alembic.ini"
    text = ini.read_text().replace("script_location = migrations", "script_location = shop:migrations")
    ini.write_text(text.replace("prepend_sys_path = .", "prepend_sys_path = src"))

    # The URL names no driver: the one that suits env.py is found by reading it.
    assert opened().result("plan", targets=["head"])["connection"]["driver"] == "asyncpg"
