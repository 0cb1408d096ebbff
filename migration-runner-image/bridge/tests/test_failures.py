"""What the bridge says when a project or a database gives trouble."""

import drivers
import pytest
from projects import ASYNC


@pytest.fixture
def refused(opened):
    """Apply everything, which must be refused; returns the error."""

    def run(*expect, **params):
        return opened(**params).error("apply", targets=["head"], direction="up", expect=list(expect))

    return run


@pytest.fixture
def unplanned(opened):
    """Plan, which must be refused; returns the error."""

    def run(target="head", **params):
        return opened(**params).error("plan", targets=[target])

    return run


@pytest.mark.parametrize("driver", drivers.ALL)
def test_a_failing_statement_in_the_middle(refused, project, database, driver):
    if driver == "asyncpg":
        project.env_source(ASYNC.format(options=""))
    project.revision("aaaa").revision("bbbb", "aaaa", up='op.execute("DROP TABLE nowhere")')

    error = refused("aaaa", "bbbb", driver=driver)

    assert error["reason"] == "StatementFailed"
    assert error["sqlState"] == "42P01"
    assert error["statement"] == "DROP TABLE nowhere"
    assert error["revision"] == "bbbb"
    assert error["file"] == "migrations/versions/bbbb.py"
    assert error["line"] == 10
    assert error["steps"] == 1
    assert 'table "nowhere" does not exist' in error["message"]
    assert "migrations/versions/bbbb.py" in error["detail"]
    assert len(error["detail"]) <= 4000
    assert database.rows() is None


def test_a_python_error_in_the_middle(refused, project, database):
    project.env(options="transaction_per_migration=True")
    project.revision("aaaa").revision("bbbb", "aaaa", up="raise ValueError('boom')")

    error = refused("aaaa", "bbbb")

    assert error["reason"] == "ProjectError"
    assert error["exception"] == "ValueError"
    assert (error["revision"], error["line"], error["steps"]) == ("bbbb", 10, 1)
    assert "boom" in error["message"]
    assert database.rows() == ["aaaa"]


def test_values_of_a_statement_stay_private(refused, project):
    project.revision(
        "aaaa",
        up="op.get_bind().execute(sa.text('SELECT 1 / :z, :m'), {'z': 0, 'm': 'x' + '@y'})",
    )

    error = refused("aaaa")

    assert error["sqlState"] == "22012"
    assert "x@y" not in str(error)


def test_a_commit_that_fails(refused, project, database):
    deferred = "PRIMARY KEY (id), FOREIGN KEY (other) REFERENCES c (id) DEFERRABLE INITIALLY DEFERRED"
    project.revision(
        "aaaa",
        up=f"op.execute('CREATE TABLE c (id int, other int, {deferred})')\n"
        "op.execute('INSERT INTO c VALUES (1, 2)')",
    )

    error = refused("aaaa")

    assert error["reason"] == "StatementFailed"
    assert error["sqlState"] == "23503"
    assert database.rows() is None


def test_a_missing_downgrade(opened, migrate, project, database):
    project.line("aaaa").revision("bbbb", "aaaa", undo=False).revision("cccc", "bbbb")
    migrate("head")

    error = opened().error("plan", targets=["base"])

    assert error["reason"] == "DowngradeMissing"
    assert error["revision"] == "bbbb"
    assert error["file"] == "migrations/versions/bbbb.py"
    assert database.rows() == ["cccc"]


def test_a_downgrade_that_refuses(opened, migrate, project):
    project.revision("aaaa", undo="raise NotImplementedError()")
    migrate("head")

    error = opened().error("apply", targets=["base"], direction="down", expect=["aaaa"])

    assert error["reason"] == "DowngradeMissing"


@pytest.mark.parametrize("driver", drivers.ALL)
def test_a_password_that_the_server_refuses_is_not_repeated(unplanned, project, database, driver):
    if driver == "asyncpg":
        project.env_source(ASYNC.format(options=""))
    project.line("aaaa")
    right = database.params()["password"]
    url = database.url(driver).replace(f":{right}@", ":gu/ess@") if right else database.url(driver)

    error = unplanned(database={"password": "gu/ess", "url": url.replace("gu/ess", "gu%2Fess")})

    assert error["reason"] == "AuthenticationFailed"
    assert "gu/ess" not in str(error)
    assert "gu%2Fess" not in str(error)


@pytest.mark.parametrize("driver", drivers.ALL)
def test_an_unreachable_server(unplanned, project, database, driver):
    if driver == "asyncpg":
        project.env_source(ASYNC.format(options=""))
    project.line("aaaa")
    url = f"postgresql+{driver}://u:p@127.0.0.1:1/{database.name}"

    error = unplanned(database={"hosts": [{"host": "127.0.0.1", "port": 1}], "url": url})

    assert error["reason"] == "ConnectionFailed"


def test_an_unknown_host(unplanned, project, database):
    project.line("aaaa")

    error = unplanned(
        database={"hosts": [{"host": "no.invalid"}], "url": "postgresql+psycopg2://u:p@no.invalid/x"}
    )

    assert error["reason"] == "ConnectionFailed"


def test_a_missing_database(unplanned, project, database):
    project.line("aaaa")

    error = unplanned(database={"name": "nowhere", "url": database.url().replace(database.name, "nowhere")})

    assert error["reason"] == "ConnectionFailed"
    assert "nowhere" in error["message"]


def test_env_py_that_cannot_be_imported(unplanned, project):
    project.env(imports="import no_such_module").line("aaaa")

    error = unplanned()

    assert error["reason"] == "ProjectError"
    assert error["exception"] == "ModuleNotFoundError"
    assert (error["file"], error["line"]) == ("migrations/env.py", 1)


def test_env_py_with_a_syntax_error(unplanned, project):
    project.env_source("def broken(:\n").line("aaaa")

    error = unplanned()

    assert error["exception"] == "SyntaxError"
    assert (error["file"], error["line"]) == ("migrations/env.py", 1)


def test_env_py_that_exits(unplanned, project):
    project.env(imports="import sys; sys.exit(3)").line("aaaa")

    error = unplanned()

    assert error["reason"] == "ProjectError"
    assert error["exception"] == "SystemExit"
    assert "exit code 3" in error["message"]


def test_env_py_that_runs_nothing(unplanned, project):
    project.env_source("pass\n").line("aaaa")

    assert "run_migrations" in unplanned()["message"]


def test_env_py_that_runs_several_times(unplanned, project):
    project.env()
    env = (project.path / "migrations" / "env.py").read_text()
    project.env_source(env + "        context.run_migrations()\n").line("aaaa")

    error = unplanned()

    assert error["reason"] == "ProjectError"
    assert "more than once" in error["message"]


def test_env_py_that_uses_another_kind_of_database(unplanned, project):
    project.env(engine="engine = create_engine('sqlite://')").line("aaaa")

    assert unplanned()["reason"] == "WrongDatabase"


def test_env_py_that_cannot_open_another_kind_of_database(unplanned, project):
    project.env(engine="engine = create_engine('sqlite:////no/such/folder/app.db')").line("aaaa")

    error = unplanned()

    assert error["reason"] == "WrongDatabase"
    assert "sqlite3" in error["message"]
    assert "sqlalche.me" not in error["message"]
    assert "spec.project.urlVariable" in error["message"]


def test_a_revision_file_that_cannot_be_imported(unplanned, project):
    project.line("aaaa")
    (project.versions / "bbbb.py").write_text("revision = 'bbbb'\nimport no_such_module\n")

    error = unplanned()

    assert error["reason"] == "ProjectError"
    assert (error["file"], error["line"]) == ("migrations/versions/bbbb.py", 2)


def test_two_files_of_one_revision(unplanned, project):
    project.line("aaaa").revision("aaaa", name="again")

    error = unplanned()

    assert error["reason"] == "BrokenHistory"
    assert "aaaa.py" in error["message"]
    assert "again.py" in error["message"]


def test_a_missing_revision_file(unplanned, project):
    project.revision("bbbb", "aaaa")

    error = unplanned()

    assert error["reason"] == "BrokenHistory"
    assert "aaaa" in error["message"]


def test_a_cycle(unplanned, project):
    project.revision("aaaa", "bbbb").revision("bbbb", "aaaa")

    assert unplanned()["reason"] == "BrokenHistory"


def test_a_revision_file_without_a_revision(unplanned, project):
    project.line("aaaa")
    (project.versions / "nothing.py").write_text("x = 1\n")

    assert unplanned()["reason"] == "BrokenHistory"


def test_the_bridge_goes_on_after_a_refusal(opened, project, database):
    project.line("aaaa")
    bridge = opened()
    assert bridge.error("plan", targets=["nope"])["reason"] == "UnknownRevision"

    assert bridge.result("plan", targets=["head"])["direction"] == "up"
