"""What a URL's parameters mean to each driver: the same, or the driver is refused by their name."""

import os
import pathlib
import ssl
import subprocess

import drivers
import pytest
from projects import ASYNC

from stillhouse_bridge import for_asyncpg
from stillhouse_bridge.refusal import Reason, Refusal
from stillhouse_bridge.request import Database
from stillhouse_bridge.routing import Router

LIBPQ = ["psycopg2", "psycopg", "psycopg_async"]
PG8000 = pytest.param(
    "pg8000", marks=pytest.mark.skipif("pg8000" not in drivers.EVERY, reason="not installed")
)
IN_PYTHON = ["asyncpg", PG8000]


def database_of(hosts, parameters):
    return Database(
        url="", written=None, hosts=tuple(hosts), name="shop", user="app", password="x", parameters=parameters
    )


def routed(driver, ours=None, hosts=(("db", 5432),), database_of_env_py=False, **parameters):
    """Return what the driver is told by a project that asks for our database, or for env.py's own."""
    database = database_of(hosts, dict(ours or {}))
    name = "dbname" if driver in LIBPQ else "database"
    asked = {"host": ",".join(host for host, _ in hosts), name: "shop", **parameters}
    if len(hosts) > 1:
        asked["port"] = ",".join(str(port) for _, port in hosts)
        if driver == "asyncpg":
            asked["host"], asked["port"] = (list(one) for one in zip(*hosts))
    if database_of_env_py:
        asked[name] = "dev"
    assert Router(database).route(driver, asked, lambda: True)
    return asked


def refused(driver, **parameters):
    with pytest.raises(Refusal) as raised:
        routed(driver, **parameters)
    assert raised.value.reason == Reason.INVALID_URL
    return raised.value.message


HARMLESS = {
    "application_name": "a",
    "fallback_application_name": "a",
    "client_encoding": "utf8",
    "connect_timeout": "3",
    "keepalives": "1",
    "keepalives_idle": "1",
    "tcp_user_timeout": "1",
    "load_balance_hosts": "random",
    "channel_binding": "prefer",
    "gssencmode": "disable",
    "sslcertmode": "allow",
    "sslsni": "1",
    "sslnegotiation": "postgres",
    "sslcompression": "0",
    "ssl_min_protocol_version": "TLSv1.2",
    "max_protocol_version": "3.0",
    "replication": "false",
}


@pytest.mark.parametrize("driver", IN_PYTHON)
def test_a_driver_goes_without_what_does_not_matter(driver):
    told = routed(driver, **HARMLESS)

    assert set(told) <= {
        "host", "port", "database", "user", "password", "application_name", "server_settings", "timeout"
    }  # fmt: skip


@pytest.mark.parametrize("driver", IN_PYTHON)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("require_auth", "scram-sha-256"),
        ("channel_binding", "require"),
        ("gssencmode", "require"),
    ],
)
def test_what_would_be_lost_is_refused_by_name(driver, name, value):
    message = refused(driver, **{name: value})

    assert f"parameter {name}," in message
    assert driver in message
    if name != "channel_binding":
        # A project that puts its URL together by itself would lose it as well.
        assert f"parameter {name}," in refused(driver, ours={name: value})


@pytest.mark.parametrize("driver", IN_PYTHON)
def test_half_of_a_password_is_not_told(driver):
    message = refused(driver, fe="1")

    assert "1 parameter that" in message
    assert "%26" in message
    assert " fe" not in message


def test_a_function_of_the_projects_that_connects_has_parameters_of_its_own():
    assert routed("asyncpg", async_creator_fn=print, tenant="x")["tenant"] == "x"


@pytest.mark.parametrize("driver", IN_PYTHON)
@pytest.mark.parametrize("moved", [True, False])
def test_channel_binding_that_env_py_takes_out_of_its_providers_url_is_not_put_back(driver, moved):
    ours = {"sslmode": "require", "channel_binding": "require"}
    told = routed(driver, ours, database_of_env_py=moved)

    assert "channel_binding" not in told
    assert told.get("ssl") or told.get("ssl_context")


@pytest.mark.parametrize("name", ["krbsrvname", "sslcert"])
@pytest.mark.skipif("pg8000" not in drivers.EVERY, reason="not installed")
def test_pg8000_is_refused_what_it_cannot_have(name):
    assert f"parameter {name}," in refused("pg8000", **{name: "x"})


@pytest.mark.skipif("pg8000" not in drivers.EVERY, reason="not installed")
def test_pg8000_cannot_choose_among_servers():
    assert "several servers" in refused("pg8000", hosts=(("one", 1), ("two", 2)))
    assert "target_session_attrs" not in routed("pg8000", target_session_attrs="read-write")


def test_an_asyncpg_that_cannot_choose_is_refused_several_servers(monkeypatch):
    monkeypatch.setattr(for_asyncpg, "_knows", lambda name: False)

    assert "several servers" in refused("asyncpg", hosts=(("one", 1), ("two", 2)))
    assert "target_session_attrs" not in routed("asyncpg", target_session_attrs="read-write")
    assert "sslnegotiation" in refused("asyncpg", sslnegotiation="direct")
    assert "krbsrvname" in refused("asyncpg", krbsrvname="postgres")


def test_servers_of_another_driver_are_refused():
    assert "several servers" in refused_by_unknown(hosts=(("one", 1), ("two", 2)))
    assert "sslmode" in refused_by_unknown(ours={"sslmode": "require"})
    assert "options" in refused_by_unknown(ours={"options": "-cx.y=z"}, name="dev")


def test_another_driver_is_not_told_words_that_it_may_not_know():
    database = database_of([("db", 5432)], {"keepalives": "1"})
    asked = {"host": "db", "database": "dev"}

    assert Router(database).route("mine", asked, lambda: True)

    assert asked == {"host": "db", "port": 5432, "database": "shop", "user": "app", "password": "x"}


def refused_by_unknown(hosts=(("db", 5432),), ours=None, name=None):
    database = database_of(hosts, ours or {})
    name = name or ("shop" if ours else "dev")
    with pytest.raises(Refusal) as raised:
        Router(database).route("mine", {"host": "db", "database": name}, lambda: True)
    return raised.value.message


def test_options_are_settings_for_pg8000():
    if "pg8000" not in drivers.EVERY:
        pytest.skip("not installed")
    told = routed(
        "pg8000",
        options=r"-csearch_path=a\ b,c -c application_name=mine",
        startup_params={"work_mem": "2MB"},
    )

    assert told["startup_params"] == {
        "options": r"-csearch_path=a\ b,c -c application_name=mine",
        "work_mem": "2MB",
    }
    assert "options" not in told


@pytest.mark.parametrize("driver", [*LIBPQ, *IN_PYTHON])
def test_options_hold_for_a_project_that_says_nothing_of_them(driver):
    told = routed(driver, ours={"options": "-csearch_path=app"})

    assert "app" in str(told.get("options") or told.get("server_settings") or told.get("startup_params"))


@pytest.mark.parametrize("driver", IN_PYTHON)
def test_options_of_a_proxy_reach_it(driver):
    told = routed(driver, options="endpoint=ep-1")

    assert told.get("server_settings", told.get("startup_params")) == {"options": "endpoint=ep-1"}


@pytest.mark.parametrize("driver", [*LIBPQ, *IN_PYTHON])
def test_words_of_other_tools_are_no_drivers(driver):
    others = {"pgbouncer": "true", "connection_limit": "1", "schema": "public", "plugin": "x"}

    assert not {*others} & {*routed(driver, **others)}
    assert not {*others} & {*routed(driver, ours=others, database_of_env_py=True)}


def test_the_projects_own_timeout_comes_first():
    assert routed("asyncpg", connect_timeout="5", timeout=60)["timeout"] == 60


def context(verifies, checks_name=False):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname = checks_name
    made.verify_mode = ssl.CERT_REQUIRED if verifies else ssl.CERT_NONE
    return made


WORD = {"asyncpg": "ssl", "pg8000": "ssl_context"}


@pytest.mark.parametrize("driver", IN_PYTHON)
@pytest.mark.parametrize("mode", ["disable", "prefer", "require"])
@pytest.mark.parametrize("in_the_query", [True, False])
def test_a_check_of_the_projects_own_stays(driver, mode, in_the_query):
    own = context(True)
    query = {"sslmode": mode} if in_the_query else {}

    told = routed(driver, ours={"sslmode": mode}, **query, **{WORD[driver]: own})

    assert told[WORD[driver]] is own
    assert "sslmode" not in told
    moved = routed(driver, ours={"sslmode": mode}, database_of_env_py=True, **{WORD[driver]: own})
    assert moved[WORD[driver]] is own


@pytest.mark.parametrize("driver", IN_PYTHON)
def test_a_context_that_checks_less_than_ours_does_not_stay(driver, authority):
    told = routed(
        driver,
        ours={"sslmode": "verify-full", "sslrootcert": authority["sslrootcert"]},
        **{WORD[driver]: context(True)},
    )[WORD[driver]]

    assert told == "verify-full" or (told.check_hostname and told.verify_mode == ssl.CERT_REQUIRED)


def test_true_is_a_check_to_asyncpg():
    assert routed("asyncpg", ours={"sslmode": "require"}, ssl=True)["ssl"] is True


@pytest.mark.parametrize("driver", LIBPQ)
def test_of_two_modes_the_stronger_holds(driver):
    own = {"sslmode": "verify-full", "sslrootcert": "/own.pem"}

    told = routed(driver, ours={"sslmode": "require", "sslrootcert": "/ours.pem"}, **own)

    assert {name: told[name] for name in own} == own
    assert routed(driver, ours={"sslmode": "require"}, sslmode="prefer")["sslmode"] == "require"
    assert routed(driver, ours={"sslmode": "disable"})["sslmode"] == "disable"


def test_of_two_modes_the_stronger_holds_for_asyncpg():
    assert routed("asyncpg", ours={"sslmode": "require"}, ssl="verify-full")["ssl"] == "verify-full"
    assert routed("asyncpg", ours={"sslmode": "require"}, ssl=False)["ssl"] == "require"


@pytest.mark.parametrize("mode", ["require", "verify-full", "true"])
def test_asyncpgs_own_words_hold(mode):
    meant = "require" if mode == "true" else mode

    assert routed("asyncpg", ours={"ssl": mode}, ssl=mode)["ssl"] == meant
    assert routed("asyncpg", ours={"ssl": mode})["ssl"] == meant
    assert routed("psycopg2", ours={"ssl": mode}, ssl=mode)["sslmode"] == meant


@pytest.mark.parametrize("driver", IN_PYTHON)
def test_require_goes_without_an_authority_that_is_not_there(driver, monkeypatch):
    monkeypatch.setenv("PGSSLROOTCERT", "")

    told = routed(driver, sslmode="require", sslrootcert="/nowhere.pem")[WORD[driver]]

    assert told == "require" or told.verify_mode == ssl.CERT_NONE
    assert os.environ["PGSSLROOTCERT"] == ""


@pytest.mark.parametrize("driver", LIBPQ)
def test_asyncpgs_words_are_translated_for_libpq(driver):
    told = routed(driver, ssl="require", prepared_statement_cache_size="0", command_timeout="5")

    assert told["sslmode"] == "require"
    assert not {"ssl", "prepared_statement_cache_size", "command_timeout"} & set(told)
    assert routed(driver, ours={"ssl": "require"})["sslmode"] == "require"


@pytest.mark.parametrize(
    ("mode", "told"),
    [("disable", False), ("allow", None), ("prefer", None), ("require", ssl.CERT_NONE)],
)
@pytest.mark.skipif("pg8000" not in drivers.EVERY, reason="not installed")
def test_pg8000_has_each_mode(mode, told):
    context = routed("pg8000", sslmode=mode).get("ssl_context")

    assert (context.verify_mode if isinstance(context, ssl.SSLContext) else context) == told


@pytest.fixture
def authority(tmp_path):
    """A certificate and its key, self-signed."""
    key, certificate = tmp_path / "key.pem", tmp_path / "ca.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=db", "-days", "30"]
        + ["-keyout", str(key), "-out", str(certificate)],
        check=True,
        capture_output=True,
    )
    return {"sslrootcert": str(certificate), "sslcert": str(certificate), "sslkey": str(key)}


@pytest.mark.parametrize(
    ("mode", "checks_name"), [("require", False), ("verify-ca", False), ("verify-full", True)]
)
@pytest.mark.skipif("pg8000" not in drivers.EVERY, reason="not installed")
def test_pg8000_checks_by_the_files(authority, mode, checks_name):
    context = routed("pg8000", ours={"sslmode": mode, **authority}, ssl_context=None)["ssl_context"]

    assert context.verify_mode == ssl.CERT_REQUIRED
    assert context.check_hostname == checks_name
    assert [each["subject"] for each in context.get_ca_certs()] == [((("commonName", "db"),),)]


@pytest.mark.parametrize("driver", IN_PYTHON)
def test_the_machines_own_authorities_check_everything(driver):
    told = routed(driver, sslrootcert="system")
    context = told.get("ssl") or told["ssl_context"]

    assert context.verify_mode == ssl.CERT_REQUIRED
    assert context.check_hostname


def env_of(driver):
    return ASYNC.format(options="") if driver in ("asyncpg", "psycopg_async") else None


@pytest.mark.parametrize("driver", drivers.EVERY)
@pytest.mark.parametrize("plain", [True, False])
def test_tables_land_in_the_schema_that_the_url_names(opened, project, database, driver, plain):
    """With a driver in the URL, and with one that env.py makes of a plain URL."""
    database.execute('CREATE SCHEMA "my shop"')
    source = env_of(driver)
    if source:
        project.env_source(source)
    if plain:
        project.ini(f"sqlalchemy.url = postgresql+{driver}://dev@localhost/dev")
    project.line("aaaa")
    options = r'-csearch_path="my\ shop"'
    base = database.url(None if plain else driver)
    bridge = opened(
        database={
            "url": base + "?options=-csearch_path%3D%22my%5C%20shop%22&sslmode=prefer&connect_timeout=9",
            "parameters": {"options": options, "sslmode": "prefer", "connect_timeout": "9"},
        }
    )

    plan = bridge.result("plan", targets=["head"])
    bridge.result("apply", targets=["head"], direction="up", expect=["aaaa"])

    assert plan["connection"]["driver"] == driver
    assert database.execute("SELECT schemaname FROM pg_tables WHERE tablename = 't_aaaa'") == [("my shop",)]


def test_a_refusal_gets_out_of_env_py(opened, project, database):
    project.env_source(ASYNC.format(options="")).line("aaaa")
    url = database.url("asyncpg") + "?require_auth=scram-sha-256"
    bridge = opened(database={"url": url, "parameters": {"require_auth": "scram-sha-256"}})

    error = bridge.error("plan", targets=["head"])

    assert error["reason"] == "InvalidUrl"
    assert "require_auth" in error["message"]


def test_every_parameter_of_libpq_is_in_the_reference():
    pq = pytest.importorskip("psycopg.pq")
    reference = pathlib.Path(__file__).resolve().parents[3] / "docs" / "reference" / "database-url.md"
    known = {each.keyword.decode() for each in pq.Conninfo.get_defaults()}
    taken_to_pieces = {"host", "port", "dbname", "user", "password"}

    _, _, section = reference.read_text(encoding="utf-8").partition("## Parameters that are libpq's")
    section, _, _ = section.partition("\n## ")
    assert {name for name in known - taken_to_pieces if f"`{name}`" not in section} == set()
