"""What an apply does, tells and leaves behind."""

import pytest
from projects import ASYNC, OFFLINE


def expected(plan):
    return [step["revision"] for step in plan["steps"]]


@pytest.fixture
def apply(opened):
    """Open, plan and apply a target; returns the answer and the events of apply."""

    def run(target, session=None, **params):
        bridge = opened(session=session, **params)
        plan = bridge.result("plan", targets=[target])
        return bridge.call("apply", targets=[target], direction=plan["direction"], expect=expected(plan))

    return run


def kinds(events):
    """What was told in which order; of a quick step the start is told, or it is not."""
    told = [
        (event["event"], event.get("revision") or event.get("rows"))
        for event in events
        if event["event"] != "connected"
    ]
    return [
        each
        for each, following in zip(told, [*told[1:], (None, None)])
        if each[0] != "step_started" or following != ("step_finished", each[1])
    ]


def test_one_transaction(apply, project, database):
    project.line("aaaa", "bbbb")

    answer, events = apply("head")

    assert answer["result"] == {"steps": 2}
    assert kinds(events) == [
        ("step_finished", "aaaa"),
        ("step_finished", "bbbb"),
        ("committed", ["bbbb"]),
    ]
    assert events[0]["event"] == "connected"
    assert events[0]["backendPid"] > 0
    finished = next(event for event in events if event["event"] == "step_finished")
    assert (finished["index"], finished["total"]) == (1, 2)
    assert finished["millis"] >= 0
    assert database.rows() == ["bbbb"]
    assert database.tables() == ["aaaa", "bbbb"]


@pytest.mark.parametrize("driver", ["psycopg2", "asyncpg"])
def test_transaction_per_migration(apply, project, database, driver):
    option = "transaction_per_migration=True"
    if driver == "asyncpg":
        project.env_source(ASYNC.format(options=", " + option))
    else:
        project.env(options=option)
    project.line("aaaa", "bbbb")

    answer, events = apply("head", driver=driver)

    assert answer["result"] == {"steps": 2}
    assert kinds(events) == [
        ("step_started", "aaaa"),
        ("committed", ["aaaa"]),
        ("step_finished", "aaaa"),
        ("step_started", "bbbb"),
        ("committed", ["bbbb"]),
        ("step_finished", "bbbb"),
    ]


def test_an_autocommit_block_commits_the_row_before_it(apply, project, database):
    project.revision("aaaa")
    project.revision(
        "bbbb",
        "aaaa",
        up="""\
        with op.get_context().autocommit_block():
            op.execute("CREATE INDEX CONCURRENTLY ix ON t_aaaa (id)")
        op.execute("SELECT 1 / 0")
        """,
    )

    answer, events = apply("head")

    assert answer["error"]["reason"] == "StatementFailed"
    assert answer["error"]["steps"] == 1
    assert ("committed", ["aaaa"]) in kinds(events)
    assert ("committed", ["bbbb"]) not in kinds(events)
    assert database.rows() == ["aaaa"]


def test_a_commit_in_plain_sql_is_noticed(apply, project, database):
    project.revision("aaaa").revision("bbbb", "aaaa", up='op.execute("COMMIT")')

    _, events = apply("head")

    assert kinds(events)[2] == ("committed", ["aaaa"])


def test_down(migrate, project, database):
    project.line("aaaa", "bbbb", "cccc")
    migrate("head")

    migrate("aaaa")
    assert database.rows() == ["aaaa"]
    assert database.tables() == ["aaaa"]

    migrate("base")
    assert database.rows() == []
    assert database.tables() == []


def test_down_two_branches_in_one_run(opened, project, database):
    project.revision("root")
    project.revision("aaa1", "root", labels=("a",)).revision("aaa2", "aaa1")
    project.revision("bbb1", "root", labels=("b",)).revision("bbb2", "bbb1")
    bridge = opened()
    up = bridge.result("plan", targets=["heads"])
    bridge.result("apply", targets=["heads"], direction="up", expect=expected(up))

    targets = ["aaa1", "bbb1"]
    down = bridge.result("plan", targets=targets)
    bridge.result("apply", targets=targets, direction="down", expect=expected(down))

    assert database.rows() == ["aaa1", "bbb1"]
    assert database.tables() == ["aaa1", "bbb1", "root"]


def test_a_merge_and_a_dependency(migrate, project, database):
    project.revision("aaaa", labels=("a",)).revision("bbbb", labels=("b",))
    project.revision("both", ("aaaa", "bbbb")).revision("cccc", labels=("c",), depends_on="both")

    plan = migrate("heads")

    assert plan["steps"][-1]["rowsAfter"] == ["cccc"]
    assert database.rows() == ["cccc"]


@pytest.mark.parametrize("direction", ["up", "down"])
def test_anything_but_the_plan_is_refused_before_a_step(opened, project, database, direction):
    project.line("aaaa", "bbbb")

    error = opened().error("apply", targets=["head"], direction=direction, expect=["aaaa"])

    assert error["reason"] == "PlanChanged"
    assert error["steps"] == 0
    assert "aaaa, bbbb" in error["message"]
    assert database.tables() == []


def test_the_other_direction_is_another_plan(opened, project, database):
    project.line("aaaa")

    error = opened().error("apply", targets=["head"], direction="down", expect=["aaaa"])

    assert error["reason"] == "PlanChanged"
    assert database.tables() == []


def test_no_connection_is_kept_since_the_plan(opened, project, database):
    """One that two processes share would break."""
    (project.path / "app.py").write_text(
        "from sqlalchemy import create_engine\n"
        f"engine = create_engine({database.url('psycopg2')!r})\n"
        "engine.connect().close()\n"
    )
    project.env_source("import app\n" + OFFLINE.format(options="", before="pass"))
    project.line("aaaa")
    bridge = opened()
    _, planning = bridge.call("plan", targets=["head"])
    _, applying = bridge.call("apply", targets=["head"], direction="up", expect=["aaaa"])

    told = [
        {each["backendPid"] for each in events if each["event"] == "connected"}
        for events in (planning, applying)
    ]
    assert len(told[0]) == len(told[1]) == 2
    assert not told[0] & told[1]


def test_nothing_to_do(opened, project, database):
    project.line("aaaa")
    bridge = opened()
    bridge.result("apply", targets=["head"], direction="up", expect=["aaaa"])

    assert bridge.result("apply", targets=["head"], direction="up", expect=[]) == {"steps": 0}


def test_a_version_table_of_another_name_and_schema(migrate, project, database):
    database.execute("CREATE SCHEMA history")
    project.env(options="version_table='versions', version_table_schema='history'").line("aaaa")

    migrate("head")

    assert database.rows("history.versions") == ["aaaa"]


def test_env_py_may_not_hide_a_failure(opened, project, database):
    project.env()
    env = (project.path / "migrations" / "env.py").read_text()
    hidden = env.replace("with engine", "try:\n  with engine").replace("\n    ", "\n      ")
    project.env_source(hidden + "except Exception as error:\n  print('ignored', error)\n")
    project.revision("aaaa", up="raise ValueError('boom')")

    error = opened().error("apply", targets=["head"], direction="up", expect=["aaaa"])

    assert error["reason"] == "ProjectError"
    assert "boom" in error["message"]
