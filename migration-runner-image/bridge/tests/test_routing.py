"""What becomes of the parameters of a connection, without one."""

import os

import pytest

from stillhouse_bridge.request import Database
from stillhouse_bridge.routing import Router

TLS = {
    "sslmode": "verify-full",
    "sslrootcert": "/tls/ca.crt",
    "sslcert": "/tls/tls.crt",
    "sslkey": "/tls/tls.key",
}


def database(*hosts, **parameters):
    return Database("", None, tuple(hosts) or (("db", 5432),), "shop", "app", "x", parameters)


def routed(driver, **parameters):
    Router(database(**TLS, options="-c x.z=y")).route(driver, parameters, lambda: True)
    return parameters


def reached(router, of_env_py=False, **parameters):
    """Return the host and the database that a connection is sent to."""
    parameters.setdefault("host", "db")
    router.route("psycopg2", parameters, lambda: of_env_py)
    return parameters["host"], parameters["dbname"]


@pytest.fixture(autouse=True)
def restored_environment(monkeypatch):
    for name in ("PGSSLROOTCERT", "PGSSLCERT", "PGSSLKEY"):
        monkeypatch.setenv(name, "")


@pytest.mark.parametrize("driver", ["psycopg2", "psycopg", "psycopg_async"])
@pytest.mark.parametrize("own", [{}, {"sslmode": "disable"}, {"sslmode": "require", "sslcert": "/mine.crt"}])
@pytest.mark.parametrize("name", ["shop", "dev"])
def test_our_tls_holds_for_whatever_libpq_is_asked_for(driver, own, name):
    parameters = routed(driver, host="db", dbname=name, **own)

    assert {key: parameters[key] for key in TLS} == TLS
    assert parameters["dbname"] == "shop"


@pytest.mark.parametrize("own", [{}, {"ssl": False}, {"sslmode": "disable"}])
@pytest.mark.parametrize("name", ["shop", "dev"])
def test_asyncpg_gets_the_files_where_it_looks_for_them(own, name):
    parameters = routed("asyncpg", host="db", database=name, **own)

    assert parameters["ssl"] == "verify-full"
    assert not [key for key in TLS if key in parameters]
    assert os.environ["PGSSLROOTCERT"] == "/tls/ca.crt"
    assert (os.environ["PGSSLCERT"], os.environ["PGSSLKEY"]) == ("/tls/tls.crt", "/tls/tls.key")


def test_a_project_that_names_its_own_database_keeps_its_other_settings():
    parameters = routed("psycopg2", host="db", dbname="shop", options="-c mine=1")

    assert parameters["options"] == "-c mine=1"


def test_what_is_asked_for_by_chance_is_left_alone():
    router = Router(database())

    assert reached(router, host="stats", dbname="events") == ("stats", "events")
    assert reached(router, dbname="events") == ("db", "events")
    assert reached(router, dbname="shop") == ("db", "shop")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u@localhost/dev",
        "postgresql+asyncpg:///dev?host=localhost:5432",
        "postgres://localhost/dev",
    ],
)
def test_what_the_configuration_names_is_replaced_whoever_asks_for_it(url):
    router = Router(database(), [url, "no url at all", "sqlite:///x"])

    assert reached(router, host="stats", dbname="events") == ("stats", "events")
    assert reached(router, host="localhost", dbname="dev") == ("db", "shop")
    assert reached(router, host="localhost", dbname="dev", port=5433) == ("localhost", "dev")
    assert reached(router, host="localhost", dbname="test") == ("localhost", "test")


def test_the_first_that_env_py_itself_asks_for_is_replaced_and_no_other():
    router = Router(database())

    assert reached(router, host="stats", dbname="events") == ("stats", "events")
    assert reached(router, True, host="localhost", dbname="dev") == ("db", "shop")
    assert reached(router, True, host="stats", dbname="events") == ("stats", "events")
    assert reached(router, host="localhost", dbname="dev") == ("db", "shop")


def test_what_alembic_is_given_decides():
    router = Router(database(), ["postgresql://localhost/dev"])
    assert reached(router, True, host="stats", dbname="events") == ("db", "shop")

    router.settle(Router.asked_for({"host": "localhost", "dbname": "dev"}))

    assert reached(router, True, host="stats", dbname="events") == ("stats", "events")


NAMES, PORTS = ["one", "two"], [5432, 5433]
TWO = list(zip(NAMES, PORTS))


@pytest.mark.parametrize(
    ("driver", "asked", "host", "port"),
    [
        ("psycopg2", {"host": "one,two", "port": "5432,5433", "dbname": "shop"}, "one,two", "5432,5433"),
        ("psycopg2", {"host": "other", "dbname": "dev"}, "one,two", "5432,5433"),
        (
            "asyncpg",
            {"host": ["one", "two"], "port": [5432, 5433], "database": "shop"},
            ["one", "two"],
            [5432, 5433],
        ),
        ("asyncpg", {"host": "other", "database": "dev"}, ["one", "two"], [5432, 5433]),
    ],
)
def test_of_several_servers_the_primary_is_wanted(driver, asked, host, port):
    assert Router(database(*TWO)).route(driver, asked, lambda: True)

    assert (asked["host"], asked["port"]) == (host, port)
    assert asked["target_session_attrs"] == "read-write"
    assert asked["user"] == "app"


@pytest.mark.parametrize(("wanted", "given"), [("any", "read-write"), ("prefer-standby", "prefer-standby")])
def test_whoever_wants_a_standby_of_several_servers_gets_it(wanted, given):
    asked = {"host": "one,two", "port": "5432,5433", "dbname": "shop", "target_session_attrs": wanted}
    Router(database(*TWO)).route("psycopg2", asked)

    assert asked["target_session_attrs"] == given


def test_asyncpg_hands_the_options_on_to_the_server():
    options = r"-csearch_path=a\ b,c -c work_mem=1MB --statement-timeout=5"
    asked = {"host": "db", "database": "shop", "options": options}
    asked["server_settings"] = {"work_mem": "2MB"}
    Router(database()).route("asyncpg", asked)

    assert asked["server_settings"] == {"options": options, "work_mem": "2MB"}
    assert "options" not in asked
