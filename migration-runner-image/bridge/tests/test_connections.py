"""Which database the project reaches, and how."""

import drivers
import pytest
from projects import ASYNC

HARD_CODED = (
    "engine = create_engine('postgresql+{driver}://me:mine@db.invalid:6543/dev', poolclass=pool.NullPool)"
)
HARD_CODED_ASYNC = ASYNC.replace(
    'config.get_main_option("sqlalchemy.url")', "'postgresql+{driver}://me:mine@db.invalid:6543/dev'"
)


def reached(bridge):
    return bridge.result("plan", targets=["head"])["connection"]


@pytest.mark.parametrize("driver", drivers.SYNC)
def test_env_py_that_ignores_the_url(opened, project, database, driver):
    project.env(engine=HARD_CODED.format(driver=driver)).line("aaaa")

    connection = reached(opened())

    assert (connection["database"], connection["driver"]) == (database.name, driver)


@pytest.mark.parametrize("driver", drivers.ASYNC)
def test_an_async_env_py_that_ignores_the_url(opened, project, database, driver):
    project.env_source(HARD_CODED_ASYNC.format(driver=driver, options="")).line("aaaa")

    connection = reached(opened())

    assert connection["database"] == database.name


def test_a_second_database_of_the_project_is_left_alone(opened, project, server, database):
    second = server.create(database.name + "_2")
    try:
        project.env(
            before="other = create_engine({!r}).connect(); "
            "assert other.execute(text('SELECT current_database()')).scalar() == {!r}; "
            "other.close()".format(second.url("psycopg2"), second.name)
        ).line("aaaa")

        assert reached(opened())["database"] == database.name
    finally:
        second.drop()


CONNECTS = """\
from sqlalchemy import create_engine, text
def connect():
    with create_engine({!r}).begin() as connection:
        connection.execute(text("CREATE TABLE IF NOT EXISTS t_app (x int)"))
"""


@pytest.fixture
def elsewhere(server, database):
    """A database that the project has besides."""
    other = server.create(database.name + "_b")
    yield other
    other.drop()


@pytest.mark.parametrize("first", ["import", "hook"])
def test_a_database_that_the_application_connects_to_before_is_left_alone(
    opened, project, database, elsewhere, first
):
    source = CONNECTS.format(elsewhere.url("psycopg2"))
    if first == "import":
        (project.path / "app.py").write_text(source + "connect()\n")
        project.env(imports="import app")
    else:
        (project.path / "app.py").write_text(source + "def hook(config, run):\n    connect()\n    run()\n")
    project.line("aaaa")
    bridge = opened(hook="app:hook" if first == "hook" else None)

    assert reached(bridge)["database"] == database.name
    assert (elsewhere.tables(), database.tables()) == (["app"], [])
    assert bridge.result("apply", targets=["head"], direction="up", expect=["aaaa"]) == {"steps": 1}
    assert (elsewhere.tables(), database.tables()) == (["app"], ["aaaa"])


@pytest.mark.parametrize("by", ["ini", "variable"])
def test_an_application_that_asks_for_what_the_configuration_named_gets_ours(
    start_bridge, project, database, by
):
    (project.path / "app.py").write_text(
        CONNECTS.format("postgresql+psycopg2://me:mine@db.invalid:6543/dev") + "connect()\n"
    )
    own = "postgresql+psycopg2://other@db.invalid:6543/dev"
    project.env(imports="import app").line("aaaa")
    if by == "ini":
        project.ini("sqlalchemy.url = " + own)
    bridge = start_bridge({"SHOP_URL": own})
    variable = {"urlVariable": "SHOP_URL"} if by == "variable" else {}
    bridge.result("open", protocol=1, path=str(project.path), database=database.params(), **variable)

    assert reached(bridge)["database"] == database.name
    assert database.tables() == ["app"]


def test_an_env_py_whose_connection_a_module_makes_for_it(opened, project, database):
    (project.path / "app.py").write_text(
        "from sqlalchemy import create_engine, pool\n"
        "engine = create_engine('postgresql+psycopg2://me@db.invalid:6543/dev', poolclass=pool.NullPool)\n"
    )
    project.env(imports="import app", engine="engine = app.engine").line("aaaa")

    assert reached(opened())["database"] == database.name


def test_an_env_py_that_connects_in_a_thread_of_its_own(opened, project, database):
    run = HARD_CODED_ASYNC.format(driver="asyncpg", options="").replace("asyncio.run(run())", "")
    project.env_source(
        run + "import threading\nthread = threading.Thread(target=lambda: asyncio.run(run()))\n"
        "thread.start()\nthread.join()\n"
    ).line("aaaa")

    assert reached(opened())["database"] == database.name


def test_asyncpg_honours_the_options_of_the_url(opened, project, database):
    database.execute("CREATE SCHEMA tenant")
    project.env_source(ASYNC.format(options="")).line("aaaa")
    bridge = opened(database={"url": database.url("asyncpg") + "?options=-csearch_path%3Dtenant"})

    assert bridge.result("apply", targets=["head"], direction="up", expect=["aaaa"]) == {"steps": 1}
    assert database.execute("SELECT DISTINCT schemaname FROM pg_tables WHERE tablename LIKE 't\\_%'") == [
        ("tenant",)
    ]


def test_the_maintenance_database_is_left_alone(opened, project, server, database):
    url = database.url("psycopg2").replace("/" + database.name, "/postgres")
    project.env(
        imports="from sqlalchemy import create_engine, text\n"
        f"first = create_engine({url!r}).connect()\n"
        "assert first.execute(text('SELECT current_database()')).scalar() == 'postgres'\n"
        "first.close()"
    ).line("aaaa")

    assert reached(opened())["database"] == database.name


def test_a_connection_that_cannot_be_routed_is_refused(opened, project, server, database):
    project.env(
        engine="import psycopg2\nengine = create_engine('postgresql+psycopg2://', creator=lambda: "
        "psycopg2.connect({!r}))".format(database.url().replace(database.name, "postgres"))
    ).line("aaaa")
    bridge = opened()

    assert reached(bridge)["database"] == "postgres"
    error = bridge.error("apply", targets=["head"], direction="up", expect=["aaaa"])
    assert error["reason"] == "WrongDatabase"
    assert "postgres" in error["message"]


def test_the_variable_that_env_py_reads(opened, project, database):
    project.env(engine="import os\nengine = create_engine(os.environ['SHOP_URL'])").line("aaaa")

    assert reached(opened(urlVariable="SHOP_URL"))["database"] == database.name


def test_a_variable_that_env_py_makes_a_driver_url_of_stays_plain(opened, project):
    url = "os.environ['SHOP_URL'].replace('postgresql://', 'postgresql+asyncpg://')"
    source = ASYNC.replace('config.get_main_option("sqlalchemy.url")', url).format(options="")
    project.env_source("import os\n" + source).line("aaaa")

    assert reached(opened(urlVariable="SHOP_URL"))["driver"] == "asyncpg"


def test_a_variable_that_env_py_takes_as_it_is_gets_a_driver(opened, project):
    source = ASYNC.replace('config.get_main_option("sqlalchemy.url")', "os.environ['SHOP_URL']").format(
        options=""
    )
    project.env_source("import os\n" + source).line("aaaa")

    assert reached(opened(urlVariable="SHOP_URL"))["driver"] == "asyncpg"


def test_a_variable_keeps_the_driver_that_it_had_in_the_image(start_bridge, project, database):
    project.env(engine="import os\nengine = create_engine(os.environ['SHOP_URL'])").line("aaaa")
    bridge = start_bridge({"SHOP_URL": "postgresql+psycopg2://dev@localhost/dev"})
    params = {"path": str(project.path), "urlVariable": "SHOP_URL", "database": database.params()}
    bridge.result("open", protocol=1, **params)

    assert reached(bridge)["driver"] == "psycopg2"


def test_a_plain_url_in_the_ini_is_replaced_by_a_plain_one(opened, project, database):
    project.ini("sqlalchemy.url = postgresql://x:x@y/z")
    project.env(before=f"assert config.get_main_option('sqlalchemy.url') == {database.url()!r}").line("aaaa")

    assert reached(opened())["database"] == database.name


@pytest.mark.parametrize("driver", drivers.SYNC)
def test_the_driver_of_the_projects_own_url(opened, project, driver):
    project.ini(f"sqlalchemy.url = postgresql+{driver}://%(here)s:x@y/z").line("aaaa")

    assert reached(opened())["driver"] == driver


def test_the_driver_of_the_secret_wins(opened, project):
    project.ini("sqlalchemy.url = postgresql+other://x:x@y/z").line("aaaa")

    assert reached(opened(driver="psycopg2"))["driver"] == "psycopg2"


def test_an_async_env_py_gets_an_async_driver(opened, project):
    project.env_source(ASYNC.format(options="")).line("aaaa")

    assert reached(opened())["driver"] == "asyncpg"


def test_a_password_with_signs_of_all_kinds(opened, project, server, database):
    password = "a%b@c:d/e?f#g h"
    role = database.name + "_login"
    database.execute(f"CREATE ROLE {role} LOGIN PASSWORD '{password}'")
    quoted = "a%25b%40c%3Ad%2Fe%3Ff%23g%20h"
    params = database.params()
    url = database.url("psycopg2").replace("{user}:{password}@".format(**params), f"{role}:{quoted}@")
    project.line("aaaa")
    try:
        connection = reached(opened(database={"user": role, "password": password, "url": url}))
        assert connection["user"] == role
        assert connection["systemIdentifier"] is None or connection["systemIdentifier"].isdigit()
    finally:
        database.execute(f"DROP ROLE {role}")


def test_who_may_not_read_the_system_identifier_gets_none(opened, project, database):
    database.execute("REVOKE EXECUTE ON FUNCTION pg_control_system() FROM public")
    role = database.name + "_reader"
    database.execute(f"CREATE ROLE {role}")
    project.line("aaaa")
    try:
        connection = reached(opened(session={"role": role}))
        assert (connection["user"], connection["systemIdentifier"]) == (role, None)
    finally:
        database.execute(f"DROP ROLE {role}")


def test_parameters_of_libpq_suit_asyncpg_too(opened, project, database):
    project.env_source(ASYNC.format(options="")).line("aaaa")
    url = database.url("asyncpg") + "?sslmode=disable&connect_timeout=5&application_name=mine"

    assert reached(opened(database={"url": url}))["database"] == database.name


def test_events_name_the_backends(opened, project, database):
    project.line("aaaa")
    answer, events = opened().call("plan", targets=["head"])

    assert [event["event"] for event in events] == ["connected"]
    assert events[0]["backendPid"] == answer["result"]["connection"]["backendPid"]


@pytest.mark.parametrize("driver", drivers.ALL)
@pytest.mark.parametrize("named", ["by the URL", "by env.py"])
def test_of_several_servers_the_one_that_is_there(opened, project, database, driver, named):
    if named == "by env.py":
        source = HARD_CODED_ASYNC if driver == "asyncpg" else None
        project.env_source(source.format(driver=driver, options="")) if source else project.env(
            engine=HARD_CODED.format(driver=driver)
        )
    elif driver == "asyncpg":
        project.env_source(ASYNC.format(options=""))
    project.line("aaaa")
    hosts = [{"host": "localhost", "port": 1}, *database.params()["hosts"]]
    query = "&".join("host={host}:{port}".format(**each) for each in hosts)
    url = database.url(driver).replace("@{host}:{port}/".format(**hosts[1]), "@/") + "?" + query
    bridge = opened(database={"url": url, "hosts": hosts})

    assert reached(bridge)["seesRunner"] is True
    assert bridge.result("apply", targets=["head"], direction="up", expect=["aaaa"]) == {"steps": 1}
