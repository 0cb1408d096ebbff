"""Features of Alembic's that projects use."""

import shutil
import subprocess
import sys

import alembic
import pytest

VERSION = tuple(int(part) for part in alembic.__version__.split(".")[:2])


def ini(project, *lines):
    file = project.path / "alembic.ini"
    text = file.read_text()
    file.write_text(text.replace("prepend_sys_path = .", "\n".join(["prepend_sys_path = .", *lines])))


def apply_all(bridge, *targets):
    plan = bridge.result("plan", targets=list(targets))
    expect = [step["revision"] for step in plan["steps"]]
    bridge.result("apply", targets=list(targets), direction=plan["direction"], expect=expect)
    return plan


def test_several_version_locations(opened, project, database):
    more = project.path / "billing" / "versions"
    more.mkdir(parents=True)
    separator = "path_separator = space" if VERSION >= (1, 16) else "version_path_separator = space"
    ini(project, f"version_locations = migrations/versions {more}", separator)
    project.line("aaaa", "bbbb").revision("cccc", labels=("billing",), depends_on="aaaa")
    (project.versions / "cccc.py").rename(more / "cccc.py")

    plan = apply_all(opened(), "heads")

    assert {step["file"] for step in plan["steps"]} == {
        "migrations/versions/aaaa.py",
        "migrations/versions/bbbb.py",
        "billing/versions/cccc.py",
    }
    assert database.rows() == ["bbbb", "cccc"]


def test_recursive_version_locations(opened, project, database):
    ini(project, "recursive_version_locations = true")
    project.line("aaaa", "bbbb")
    (project.versions / "2026").mkdir()
    (project.versions / "bbbb.py").rename(project.versions / "2026" / "bbbb.py")

    plan = apply_all(opened(), "head")

    # Before 1.10 Alembic ignores the setting.
    expected = ["bbbb"] if VERSION >= (1, 10) else ["aaaa"]
    assert plan["target"] == database.rows() == expected


def test_a_squashed_history_is_taken_over_with_a_stamp(opened, migrate, project, database):
    project.line("aaaa", "bbbb")
    migrate("head")
    for file in project.versions.glob("*.py"):
        file.unlink()
    project.line("squashed", "cccc")
    bridge = opened()

    plan = bridge.result("plan", targets=["head"])
    assert (plan["unknown"], plan["target"], plan["steps"]) == (["bbbb"], ["cccc"], [])
    assert bridge.result("stamp", targets=["squashed"], purge=True, expect=["bbbb"])["after"] == ["squashed"]
    apply_all(bridge, "head")

    assert database.rows() == ["cccc"]
    assert database.tables() == ["aaaa", "bbbb", "cccc"]


def test_a_section_for_each_of_several_databases(opened, project, database):
    shutil.copytree(str(project.path / "migrations"), str(project.path / "billing"))
    text = (project.path / "alembic.ini").read_text()
    (project.path / "alembic.ini").write_text(
        text.replace("[loggers]", "[billing]\nscript_location = billing\nsqlalchemy.url = x://y\n[loggers]")
    )
    project.line("aaaa")
    (project.versions / "aaaa.py").rename(project.path / "billing" / "versions" / "aaaa.py")
    project.line("bbbb")

    assert apply_all(opened(), "head")["target"] == ["bbbb"]
    database.execute("DELETE FROM alembic_version")
    assert apply_all(opened(section="billing"), "head")["target"] == ["aaaa"]


@pytest.fixture
def multidb(project):
    """Alembic's own template for several databases, with a revision for two of them."""
    shutil.rmtree(str(project.path))
    subprocess.run(
        [sys.executable, "-m", "alembic", "init", "-t", "multidb", str(project.path / "migrations")],
        cwd=str(project.path.parent),
        check=True,
        stdout=subprocess.DEVNULL,
    )
    file = project.path.parent / "alembic.ini"
    text = file.read_text()
    one = "[only_{0}]\nscript_location = {1}\ndatabases = {0}\n"
    folder = project.path / "migrations"
    sections = one.format("engine1", folder) + one.format("engine2", folder)
    (project.path / "alembic.ini").write_text(text.replace("\n[engine1]\n", f"\n{sections}[engine1]\n"))
    file.unlink()
    (project.versions / "aaaa.py").write_text(
        "from alembic import op\nrevision = 'aaaa'\ndown_revision = None\n"
        "def upgrade(engine_name): globals()['upgrade_' + engine_name]()\n"
        "def upgrade_engine1(): op.execute('CREATE TABLE t_one (id int)')\n"
        "def upgrade_engine2(): op.execute('CREATE TABLE t_two (id int)')\n"
    )
    return project


def test_several_databases_in_one_run_are_refused(opened, multidb, database):
    config = (multidb.path / "alembic.ini").read_text()
    url = database.url("psycopg2")
    lines = ["sqlalchemy.url = " + url if "driver://" in line else line for line in config.splitlines()]
    (multidb.path / "alembic.ini").write_text("\n".join(lines))

    error = opened().error("plan", targets=["head"])

    assert error["reason"] == "ProjectError"
    assert "more than once, for several databases" in error["message"]
    assert "a DatabaseMigration for each" in error["message"]
    assert database.tables() == []


@pytest.mark.parametrize(("section", "tables"), [("only_engine1", ["one"]), ("only_engine2", ["two"])])
def test_one_of_several_databases_by_a_section_of_its_own(opened, multidb, database, section, tables):
    config = (multidb.path / "alembic.ini").read_text()
    (multidb.path / "alembic.ini").write_text(
        config.replace("driver://user:pass@localhost/", "postgresql+psycopg2://u:p@elsewhere/")
    )

    assert apply_all(opened(section=section), "head")["target"] == ["aaaa"]

    assert database.tables() == tables


def test_one_run_for_each_tenant_is_refused(opened, project, database):
    env = (project.path / "migrations" / "env.py").read_text()
    project.env_source(
        env.replace("        context.run_migrations()", "        context.run_migrations()\n" * 2)
    )
    project.line("aaaa")

    error = opened().error("plan", targets=["head"])

    assert "more than once, for several databases or schemas" in error["message"]


def test_a_tenant_by_an_argument(opened, project, database):
    database.execute("CREATE SCHEMA blue")
    project.env(
        before="tenant = context.get_x_argument(as_dictionary=True)['tenant']; "
        "connection.exec_driver_sql('SET search_path = ' + tenant); getattr(connection, 'commit', str)(); "
        "connection.dialect.default_schema_name = tenant"
    ).line("aaaa")

    apply_all(opened(xArguments=["tenant=blue"]), "head")

    assert database.rows("blue.alembic_version") == ["aaaa"]
    assert database.execute("SELECT schemaname FROM pg_tables WHERE tablename = 't_aaaa'") == [("blue",)]
