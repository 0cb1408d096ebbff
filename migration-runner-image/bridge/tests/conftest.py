"""Fixtures: a database, a project and a bridge for each test."""

import os
import uuid
from urllib.parse import urlencode

import pytest
from bridge_client import BridgeClient, started
from databases import Server
from nursery import Nursery
from projects import MODELS, OFFLINE, TEMPLATE, AlembicProject
from runner_session import RunnerSession


@pytest.fixture(scope="session")
def server():
    """The PostgreSQL server named by STILLHOUSE_TEST_POSTGRES."""
    dsn = os.environ.get("STILLHOUSE_TEST_POSTGRES")
    if not dsn:
        pytest.fail("set STILLHOUSE_TEST_POSTGRES to postgresql://user:password@host:port/postgres")
    return Server(dsn)


@pytest.fixture
def database(server):
    """A database of the test's own."""
    database = server.create("bridge_" + uuid.uuid4().hex[:12])
    yield database
    database.drop()


@pytest.fixture
def project(tmp_path):
    """An Alembic project without revisions."""
    return AlembicProject(tmp_path / "project")


@pytest.fixture(scope="session")
def nursery(tmp_path_factory):
    """Where bridges come from that need no environment of their own."""
    nursery = Nursery(tmp_path_factory.mktemp("nursery"))
    yield nursery
    nursery.close()


@pytest.fixture
def start_bridge(tmp_path, nursery):
    """Start bridges; they end with the test."""
    clients = []

    def start(environment=None):
        path, log = tmp_path / f"b{len(clients)}.sock", tmp_path / "bridge.log"
        process = started(path, log, environment) if environment else nursery.start(path, log)
        client = BridgeClient(path, log, process)
        clients.append(client)
        return client

    yield start
    for client in clients:
        client.process.kill()
        client.process.wait()


@pytest.fixture
def bridge(start_bridge):
    """A running bridge that nothing is open in."""
    return start_bridge()


@pytest.fixture
def runner(database):
    """The runner's own session, with the locks by which the project's sessions know it."""
    session = RunnerSession(database)
    yield session
    session.close()


@pytest.fixture
def opened(bridge, project, database, runner):
    """Open the project in the bridge, against the test's database; returns the bridge."""

    def open_project(session=None, **params):
        database_params = {**database.params(params.pop("driver", None)), **params.pop("database", {})}
        bridge.result(
            "open",
            protocol=1,
            path=str(project.path),
            database=database_params,
            session=session or {},
            **{"locks": runner.locks, **params},
        )
        return bridge

    return open_project


@pytest.fixture
def migrate(opened):
    """Open the project once, then plan and apply a target; returns the plan."""
    state = {}

    def run(target):
        bridge = state.setdefault("bridge", None) or opened()
        state["bridge"] = bridge
        plan = bridge.result("plan", targets=[target])
        if plan["direction"] != "none":
            expect = [step["revision"] for step in plan["steps"]]
            bridge.result("apply", targets=[target], direction=plan["direction"], expect=expect)
        return plan

    return run


@pytest.fixture
def offline(project):
    """Give the project an env.py that has an offline mode."""

    def write(options="", before="pass"):
        return project.env_source(OFFLINE.format(options=options, before=before))

    write()
    return write


@pytest.fixture
def render(opened):
    """Open, plan and render a target; returns the events."""
    bridges = []

    def run(*targets, **params):
        bridge = opened(**params) if not bridges else bridges[0]
        bridges.append(bridge)
        plan = bridge.result("plan", targets=list(targets))
        expect = [step["revision"] for step in plan["steps"]]
        answer, events = bridge.call(
            "render", targets=list(targets), direction=plan["direction"], expect=expect
        )
        assert answer["result"]["steps"] == len(expect)
        # A hook may have connected.
        events = [each for each in events if each["event"] != "connected"]
        assert [(each["event"], each["index"], each["total"], each["revision"]) for each in events] == [
            ("rendered", index, len(expect), revision) for index, revision in enumerate(expect, 1)
        ]
        return events

    return run


@pytest.fixture
def models(project):
    """A project with models."""
    (project.path / "models.py").write_text(MODELS)
    project.env(imports="import models", options="target_metadata=models.metadata")
    env = project.path / "migrations" / "env.py"
    env.write_text(env.read_text().replace("target_metadata=None, ", ""))
    return project


@pytest.fixture
def author(project):
    """Give the project Alembic's template."""
    (project.path / "migrations" / "script.py.mako").write_text(TEMPLATE)
    return project


@pytest.fixture
def copied(server, database):
    """A database that is taken for the copy."""
    copied = server.create(database.name + "_copy")
    yield copied
    copied.drop()


@pytest.fixture
def copy(copied):
    """The ``copy`` of a request, with a runner's session in it."""
    session = RunnerSession(copied)
    # As the runner's own server has them.
    parameters = {"sslmode": "disable", "gssencmode": "disable"}
    yield lambda driver=None: {
        "database": {
            **copied.params(driver),
            "url": copied.url(driver) + "?" + urlencode(parameters),
            "parameters": parameters,
        },
        "session": {"applicationName": "stillhouse rehearsal"},
        "locks": session.locks,
    }
    session.close()
