"""What the steps would send to the server, from Alembic's offline mode."""

import ast
import subprocess
import sys

import pytest


def one_problem(events):
    (event,) = [each for each in events if "problem" in each]
    assert "statements" not in event
    return event["problem"]


def at(database, *rows):
    database.execute("CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY)")
    for row in rows:
        database.execute(f"INSERT INTO alembic_version VALUES ('{row}')")


@pytest.mark.parametrize("options", ["", "'transaction_per_migration': True", "'version_table': 'v'"])
def test_the_statements_of_each_step_and_nothing_of_alembic_s_own(
    render, offline, project, database, options, tmp_path
):
    offline(options)
    project.line("aaaa").revision(
        "bbbb", "aaaa", up="op.execute('SELECT 1; SELECT 2;')\nop.execute('UPDATE t_aaaa SET id = 3')"
    )

    first, second = render("head")

    assert first["statements"] == ["CREATE TABLE t_aaaa (\n    id INTEGER\n)".replace("    ", "\t")]
    assert second["statements"] == ["SELECT 1; SELECT 2;", "UPDATE t_aaaa SET id = 3"]
    assert database.rows() is None
    assert database.tables() == []
    assert "CREATE TABLE" not in (tmp_path / "bridge.log").read_text()


def test_the_way_down(render, offline, project, database):
    project.line("aaaa", "bbbb")
    at(database, "bbbb")

    assert [each["statements"] for each in render("base")] == [["DROP TABLE t_bbbb"], ["DROP TABLE t_aaaa"]]
    assert database.rows() == ["bbbb"]


def test_several_rows_and_a_merge(render, offline, project, database):
    project.revision("root").revision("aaaa", "root").revision("bbbb", "root")
    project.revision("both", ("aaaa", "bbbb")).revision("last", "both")
    at(database, "aaaa", "bbbb")

    both, last = render("head")

    assert both["statements"] == ["CREATE TABLE t_both (\n\tid INTEGER\n)"]
    assert last["statements"] == ["CREATE TABLE t_last (\n\tid INTEGER\n)"]


def test_nothing_to_render(opened, offline, project):
    bridge = opened()
    bridge.result("plan", targets=["base"])

    assert bridge.result("render", targets=["base"], direction="down", expect=[]) == {
        "steps": 0,
        "files": [],
    }


STATEMENTS = [
    "op.execute(\"UPDATE t SET a = 'x%y' WHERE b LIKE '%z' AND c = 'tab\\there'\")",
    "op.bulk_insert(sa.table('t', sa.column('a', sa.String)), [{'a': 'it\\'s 100%\\\\here\\t'}])",
    "op.execute(sa.text('UPDATE t SET a = :a').bindparams(a='100%'))",
    "op.add_column('t', sa.Column('d', sa.String, server_default='100%', comment='a % b'))",
    "op.create_table('u', sa.Column('e', sa.Enum('a', 'b%', name='e')), sa.CheckConstraint('1 % 2 = 1'))",
    "op.get_bind().dialect.name == 'postgresql' and op.execute('SELECT 1')",
    "op.execute(sa.table('t', sa.column('a', sa.String)).update().values(a='1'))",
    "op.create_index('ix', 't', ['a'], postgresql_where=sa.text(\"a like 'a%'\"))",
]


def test_what_is_rendered_is_what_runs(render, offline, project, database):
    database.execute("CREATE TABLE t (a text, b text, c text)")
    project.revision("aaaa", up="\n".join(STATEMENTS))

    (event,) = render("head")

    assert len(event["statements"]) > len(STATEMENTS)
    assert _executed(project, database) == event["statements"]


TELLING_ENGINE = """
import psycopg2.extensions
class Told(psycopg2.extensions.cursor):
    def execute(self, statement, values=None):
        super().execute(statement, values)
        print('RAN', repr(self.query.decode()), flush=True)
    def executemany(self, statement, rows):
        for row in rows:
            self.execute(statement, row)
engine = create_engine({!r}, poolclass=pool.NullPool, connect_args=dict(cursor_factory=Told))
"""


def _executed(project, database):
    """The statements of the revision as the server got them, when bare Alembic applies it."""
    project.env(engine=TELLING_ENGINE.format(database.url("psycopg2")))
    run = subprocess.run(
        [sys.executable, "-m", "alembic", "upgrade", "head"],
        cwd=str(project.path),
        stdout=subprocess.PIPE,
        check=True,
    )
    ran = [ast.literal_eval(line[4:]) for line in run.stdout.decode().splitlines() if line.startswith("RAN ")]
    not_of_the_revision = (
        "alembic_version",
        "pg_catalog",
        "current_schema()",
        "standard_conf",
        "isolation level",
    )
    return [each.strip() for each in ran if not any(sign in each for sign in not_of_the_revision)]


def test_an_autocommit_block_shows_its_commit(render, offline, project):
    project.revision(
        "aaaa",
        up="with op.get_context().autocommit_block():\n    op.execute('REINDEX DATABASE CONCURRENTLY')",
    )

    (event,) = render("head")

    assert event["statements"] == ["COMMIT", "REINDEX DATABASE CONCURRENTLY", "BEGIN"]


def test_values_of_run_migrations_reach_the_revision(render, offline, project):
    env = (project.path / "migrations" / "env.py").read_text()
    project.env_source(env.replace("run_migrations()", "run_migrations(tenant='blue')")).revision("aaaa")
    file = project.versions / "aaaa.py"
    file.write_text(
        file.read_text().replace(
            "def upgrade():", "def upgrade(tenant):\n    op.execute('SET x.y = ' + tenant)"
        )
    )

    (event,) = render("head")

    assert event["statements"][0] == "SET x.y = blue"


def test_the_database_password_is_not_told(render, offline, project, database):
    password = database.params()["password"]
    project.revision("aaaa", up=f"raise ValueError({'password=' + password!r})")

    assert password not in one_problem(render("head")).split("ValueError")[1]


def test_another_plan_is_refused(opened, offline, project):
    project.line("aaaa", "bbbb")
    bridge = opened()
    assert (
        bridge.error("render", targets=["head"], direction="up", expect=["aaaa"])["reason"]
        == "ProtocolMismatch"
    )
    bridge.result("plan", targets=["head"])

    error = bridge.error("render", targets=["head"], direction="up", expect=["aaaa"])

    assert error["reason"] == "PlanChanged"


def test_after_it_the_project_connects_again(opened, offline, project, database):
    project.line("aaaa")
    bridge = opened()
    bridge.result("plan", targets=["head"])
    bridge.result("render", targets=["head"], direction="up", expect=["aaaa"])

    bridge.result("apply", targets=["head"], direction="up", expect=["aaaa"])

    assert database.tables() == ["aaaa"]
