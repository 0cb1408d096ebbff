"""Plans and steps in a copy of the database, where a project works as it would, and reaches nothing else."""

import drivers
import pytest
from projects import ASYNC
from test_outside import PRELUDE, TRIED

PLAN = {"targets": ["head"]}
HEAD = {"targets": ["head"], "direction": "up", "expect": ["aaaa"]}
# A pool's own threads are stopped as any other; the rest of what a step may try is refused in the same words.
NOT_IN_COPY = {name: each for name, each in TRIED.items() if name != "engine"}


@pytest.fixture
def here(tmp_path):
    """A folder with a file in it."""
    folder = tmp_path / "here"
    folder.mkdir()
    (folder / "kept").write_text("kept")
    return folder


@pytest.mark.parametrize("driver", drivers.EVERY)
def test_the_copy_is_migrated_and_the_database_is_not(opened, project, database, copied, copy, driver):
    if driver == "asyncpg":
        project.env_source(ASYNC.format(options=""))
    project.revision("aaaa")
    bridge = opened(driver=driver)
    assert bridge.result("plan", **PLAN)["steps"]

    plan = bridge.result("plan", **PLAN, copy=copy(driver))
    answer, events = bridge.call("apply", **HEAD, copy=copy(driver))

    assert plan["connection"]["database"] == copied.name
    assert plan["connection"]["seesRunner"] is True
    assert answer["result"] == {"steps": 1}
    assert copied.rows() == ["aaaa"]
    assert database.tables() == []


def test_afterwards_the_database_is_what_it_is_about(opened, project, database, copied, copy):
    project.revision("aaaa")
    bridge = opened()
    bridge.result("plan", **PLAN)
    bridge.result("plan", **PLAN, copy=copy())
    bridge.result("apply", **HEAD, copy=copy())

    assert bridge.result("plan", **PLAN)["current"] == []
    assert bridge.result("apply", **HEAD) == {"steps": 1}

    assert database.rows() == ["aaaa"]


def test_a_plan_of_the_database_is_not_applied_in_the_copy_nor_the_other_way(
    opened, project, database, copied, copy
):
    project.revision("aaaa")
    bridge = opened()
    bridge.result("plan", **PLAN, goOn=["up"])

    bridge.result("apply", **HEAD, copy=copy())

    assert (database.tables(), copied.tables()) == ([], ["aaaa"])
    copied.execute("DROP TABLE t_aaaa, alembic_version")
    bridge.result("plan", **PLAN, goOn=["up"], copy=copy())

    bridge.result("apply", **HEAD)

    assert (database.tables(), copied.tables()) == (["aaaa"], [])


def test_there_and_back_in_the_copy_in_the_run_that_planned(opened, project, copied, copy):
    project.line("aaaa", "bbbb")
    bridge = opened()
    for target, direction, expect in (
        ("bbbb", "up", ["aaaa", "bbbb"]),
        ("base", "down", ["bbbb", "aaaa"]),
        ("bbbb", "up", ["aaaa", "bbbb"]),
    ):
        plan = bridge.result("plan", targets=[target], goOn=[direction], copy=copy())
        assert [step["revision"] for step in plan["steps"]] == expect
        bridge.result("apply", targets=[target], direction=direction, expect=expect, copy=copy())

    assert copied.rows() == ["bbbb"]


@pytest.mark.parametrize("driver", drivers.SYNC)
def test_whoever_names_the_database_gets_the_copy(opened, project, database, copied, copy, driver):
    project.env(engine=f"engine = create_engine({database.url(driver)!r})")
    project.revision(
        "aaaa",
        up=f"""\
        with sa.create_engine({database.url(driver)!r}).connect() as second:
            second.execute(sa.text("CREATE TABLE t_second (id int)"))
            second.connection.commit()
        op.create_table("t_first", sa.Column("id", sa.Integer))
        """,
    )
    bridge = opened(driver=driver)

    bridge.result("apply", **HEAD, copy=copy(driver))

    assert copied.tables() == ["first", "second"]
    assert database.tables() == []


def test_so_does_who_reads_the_variable(opened, project, database, copied, copy):
    project.ini(url="").env(engine="engine = create_engine(__import__('os').environ['ORDERS'])")
    name = "__import__('os').environ['ORDERS'].split('?')[0][-4:]"
    project.revision("aaaa", up=f"op.execute('CREATE TABLE t_' + {name} + ' ()')")
    bridge = opened(urlVariable="ORDERS")
    bridge.result("plan", **PLAN)

    bridge.result("apply", **HEAD, copy=copy())

    assert copied.tables() == ["copy"]
    assert database.tables() == []
    assert bridge.result("plan", **PLAN)["connection"]["database"] == database.name


def test_an_asynchronous_second_engine_gets_the_copy_too(opened, project, database, copied, copy):
    project.env_source(ASYNC.format(options=""))
    project.revision(
        "aaaa",
        up=f"""\
        from sqlalchemy.ext.asyncio import create_async_engine
        from sqlalchemy.util import await_only
        async def second():
            engine = create_async_engine({database.url("asyncpg")!r})
            async with engine.begin() as connection:
                await connection.execute(sa.text("CREATE TABLE t_second (id int)"))
            await engine.dispose()
        await_only(second())
        """,
    )
    bridge = opened(driver="asyncpg")

    bridge.result("apply", **HEAD, copy=copy("asyncpg"))

    assert copied.tables() == ["second"]
    assert database.tables() == []


def test_a_connection_that_no_listener_sees_is_not_taken(opened, project, database, copied, copy):
    parts = {"dsn": database.url()}
    project.env(
        engine="engine = create_engine('postgresql+psycopg2://', "
        f"creator=lambda: __import__('psycopg2').connect(**{parts!r}))"
    )
    project.revision("aaaa")
    bridge = opened()

    error = bridge.error("apply", **HEAD, copy=copy())

    assert error["reason"] == "WrongDatabase"
    assert database.tables() == copied.tables() == []


@pytest.mark.parametrize("hidden", [False, True])
def test_nothing_else_is_reached_and_the_step_ends(
    start_bridge, project, database, runner, copied, copy, here, tmp_path, hidden
):
    (tmp_path / "temporary").mkdir()
    parts = database.params()["hosts"][0]
    names = {"here": str(here), "host": parts["host"], "port": str(parts["port"])}
    lines = PRELUDE.format(dsn=database.url(), web="http://127.0.0.1:9/", **names)
    bridge = start_bridge({"TMPDIR": str(tmp_path / "temporary")})
    bridge.result("open", protocol=1, path=str(project.path), database=database.params(), locks=runner.locks)
    for revision, (body, what) in NOT_IN_COPY.items():
        body = f"try:\n    {body.format()}\nexcept BaseException:\n    pass" if hidden else body.format()
        project.revision(revision, up=f"{lines}{body}\nop.execute('CREATE TABLE t_more ()')")
        expect = {"targets": [revision], "direction": "up", "expect": [revision]}

        error = bridge.error("apply", **expect, copy=copy())

        assert error["reason"] == "ReachesOutside", (revision, error)
        assert error["revision"] == revision
        assert what.format(**names) in error["message"]
        (project.versions / f"{revision}.py").unlink()
    assert [path.name for path in here.iterdir()] == ["kept"]
    assert copied.tables() == database.tables() == []


@pytest.fixture
def elsewhere(server, database):
    """A database that the project has besides."""
    other = server.create(database.name + "_b")
    yield other
    other.drop()


@pytest.mark.parametrize("pooled", [True, False])
def test_nor_by_a_connection_that_env_py_has_made_before(
    opened, project, database, elsewhere, copied, copy, pooled
):
    project.env(
        before=f"""\
import sys
    other = create_engine({elsewhere.url("psycopg2")!r})
    kept = other.connect()
    kept.execute(text("SELECT 1"))
    {"kept.close()" if pooled else "pass"}
    sys.modules["kept"] = other if {pooled} else kept
""".strip()
    )
    use = "with kept.connect() as it:\n    " if pooled else "it = kept\n"
    project.revision(
        "aaaa",
        up=f"import sys\nkept = sys.modules['kept']\n{use}it.execute(sa.text('CREATE TABLE t_more ()'))",
    )
    error = opened().error("apply", **HEAD, copy=copy())

    assert error["reason"] == "ReachesOutside"
    assert "connects to a database" in error["message"]
    assert elsewhere.tables() == copied.tables() == []


def test_nobody_is_told_of_a_revision(opened, project, database, copied, copy, here):
    told = here / "told"
    project.env(
        before=f"tell = lambda **_: open({str(told)!r}, 'a').write('x'); __import__('atexit').register(tell)",
        options="on_version_apply=[tell]",
    )
    project.revision("aaaa")
    bridge = opened()

    bridge.result("apply", **HEAD, copy=copy())

    assert not told.exists()
    bridge.result("apply", **HEAD)
    assert told.read_text()


@pytest.mark.parametrize("driver", drivers.SYNC)
def test_tls_is_that_of_the_copy(opened, project, database, copied, copy, driver):
    project.env(
        engine=f"engine = create_engine({database.url(driver)!r}, connect_args={{'sslmode': 'require'}})"
    )
    project.revision("aaaa")
    bridge = opened(driver=driver)

    assert bridge.result("apply", **HEAD, copy=copy(driver)) == {"steps": 1}


def test_env_py_is_given_the_copy(opened, project, database, copied, copy):
    project.env(before="print('given', config.get_main_option('sqlalchemy.url'))")
    project.revision("aaaa")
    bridge = opened()

    bridge.result("apply", **HEAD, copy=copy())

    assert f"/{copied.name}?" in bridge.log.read_text()


def test_a_copy_wants_the_locks_of_a_runner_in_it(opened, project, copied):
    project.revision("aaaa")

    error = opened().error("apply", **HEAD, copy={"database": copied.params()})

    assert error["reason"] == "ProtocolMismatch"
    assert "'locks'" in error["message"]
