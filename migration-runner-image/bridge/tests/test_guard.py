"""What was judged harmless is held to it while it is applied."""

import pathlib

import drivers
import pytest
from projects import ASYNC, OFFLINE

from stillhouse_bridge.harmless import is_harmless, kind
from stillhouse_bridge.harmless_functions import HARMLESS_FUNCTIONS
from stillhouse_bridge.lasting import Lasting

_FUNCTIONS = (
    pathlib.Path(__file__).resolve().parents[2]
    / "src/main/resources/dev/stillhouse/runner/review/harmless-functions.txt"
)

_ONLINE_AND_OFFLINE = """\
if context.is_offline_mode():
    context.configure(url=config.get_main_option("sqlalchemy.url"))
    with context.begin_transaction():
        context.run_migrations()
else:
    asyncio.run(run())
"""


@pytest.fixture
def held(opened, project, database, offline):
    """Plan, render and apply everything under guard; returns the answer to ``apply``."""

    def run(driver="psycopg2", guard=True):
        if driver == "asyncpg":
            project.env_source(
                ASYNC.format(options="").replace("asyncio.run(run())\n", "") + _ONLINE_AND_OFFLINE
            )
        bridge = opened(driver=driver)
        plan = bridge.result("plan", targets=["head"])
        asked = {
            "targets": ["head"],
            "direction": plan["direction"],
            "expect": [step["revision"] for step in plan["steps"]],
        }
        _, events = bridge.call("render", **asked)
        assert [each.get("problem") for each in events if each["event"] == "rendered"] == [None] * len(
            asked["expect"]
        )
        return bridge.call("apply", guard=guard, **asked)[0]

    database.execute("CREATE TABLE archive (a int); INSERT INTO archive VALUES (1), (2)")
    return run


def _archived(database):
    return database.execute("SELECT count(*) FROM archive")[0][0]


_CAUGHT = """\
with op.get_context().autocommit_block():
    try:
        op.create_table("archive", sa.Column("a", sa.Integer))
    except Exception:
        pass
    op.execute("DELETE FROM archive")
"""


@pytest.mark.parametrize("driver", drivers.ALL)
def test_what_was_rendered_is_not_what_it_was_after_a_failure(held, project, database, driver):
    project.revision("aaaa", up=_CAUGHT)

    error = held(driver)["error"]

    assert error["reason"] == "UnforeseenStatement"
    assert (error["revision"], error["file"]) == ("aaaa", "migrations/versions/aaaa.py")
    assert error["line"] == 15
    assert error["statement"] == "DELETE FROM archive"
    assert "(DELETE FROM) after another one had failed" in error["message"]
    assert _archived(database) == 2


@pytest.mark.parametrize("driver", drivers.ALL)
def test_a_branch_that_only_a_database_takes(held, project, database, driver):
    project.revision(
        "aaaa",
        up="from sqlalchemy.exc import ProgrammingError\n"
        "with op.get_context().autocommit_block():\n"
        "    try:\n"
        '        op.add_column("archive", sa.Column("a", sa.Integer))\n'
        "    except ProgrammingError:\n"
        '        op.execute("DROP TABLE archive")',
    )

    error = held(driver)["error"]

    assert error["reason"] == "UnforeseenStatement"
    assert error["statement"] == "DROP TABLE archive"
    assert _archived(database) == 2


def test_a_statement_that_is_another_one_the_second_time(held, project, database):
    project.revision(
        "aaaa",
        up='name = "other" if op.get_context().opts.get("as_sql") else "archive"\n'
        'op.execute("CREATE TABLE other (a int)")\n'
        'op.execute(f"DELETE FROM {name}")\n',
    ).revision("bbbb", "aaaa", up='op.create_table("t_b", sa.Column("id", sa.Integer))')

    error = held()["error"]

    assert error["reason"] == "UnforeseenStatement"
    assert "that was not seen when the plan was looked at" in error["message"]
    assert (error["steps"], database.rows()) == (0, None)
    assert _archived(database) == 2


def test_whoever_catches_everything_does_not_go_on(held, project, database):
    project.revision(
        "aaaa",
        up='op.execute("CREATE TABLE t_a (a int)")\n'
        'op.execute("SAVEPOINT before")\n'
        "try:\n"
        '    op.execute("CREATE TABLE archive (a int)")\n'
        "except Exception:\n"
        '    op.execute("ROLLBACK TO SAVEPOINT before")\n'
        "try:\n"
        '    op.execute("DELETE FROM archive")\n'
        "except:\n"
        "    pass\n",
    )

    error = held()["error"]

    assert error["reason"] == "UnforeseenStatement"
    assert _archived(database) == 2
    assert database.tables() == []
    assert database.rows() is None


def test_nothing_more_is_sent_after_it(held, project, database):
    """SQLAlchemy connects again by itself in autocommit."""
    project.revision(
        "aaaa",
        up=_CAUGHT.replace('    op.execute("DELETE FROM archive")\n', "")
        + "    for statement in ('DELETE FROM archive', 'INSERT INTO archive VALUES (3)'):\n"
        "        try:\n"
        "            op.execute(statement)\n"
        "        except:\n"
        "            pass\n",
    )

    assert held()["error"]["statement"] == "DELETE FROM archive"
    assert _archived(database) == 2


def test_without_a_guard_it_runs(held, project, database):
    project.revision("aaaa", up=_CAUGHT)

    assert held(guard=False)["result"] == {"steps": 1}
    assert _archived(database) == 0


_LABEL = """\
with op.get_context().autocommit_block():
    op.execute("ALTER TYPE mood ADD VALUE{again} 'calm'")
name = "other" if op.get_context().opts.get("as_sql") else "archive"
op.execute(f"UPDATE {{name}} SET a = 3")
"""


@pytest.mark.parametrize("driver", drivers.ALL)
def test_who_could_not_begin_again_is_not_stopped(held, project, database, driver):
    """The label would be there already: this and each later run would fail."""
    database.execute("CREATE TYPE mood AS ENUM ('glad'); CREATE TABLE other (a int)")
    project.revision("aaaa", up=_LABEL.format(again=""))

    assert held(driver)["result"] == {"steps": 1}
    assert database.execute("SELECT DISTINCT a FROM archive") == [(3,)]


def test_who_can_begin_again_is_stopped(held, project, database):
    database.execute("CREATE TYPE mood AS ENUM ('glad'); CREATE TABLE other (a int)")
    project.revision("aaaa", up=_LABEL.format(again=" IF NOT EXISTS"))

    error = held()["error"]

    assert (error["reason"], error["statement"]) == ("UnforeseenStatement", "UPDATE archive SET a = 3")


def test_what_a_later_step_meets_is_not_of_an_earlier_one(held, project, database):
    database.execute("CREATE TYPE mood AS ENUM ('glad'); CREATE TABLE other (a int)")
    label, unforeseen = _LABEL.format(again="").split("name =")
    project.revision("aaaa", up=label).revision("bbbb", "aaaa", up="name =" + unforeseen)

    error = held()["error"]

    assert (error["reason"], error["revision"]) == ("UnforeseenStatement", "bbbb")


@pytest.mark.parametrize(
    ("statement", "autocommit", "forever"),
    [
        ("CREATE INDEX CONCURRENTLY a ON b (c)", True, True),
        ("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS a ON b (c)", True, False),
        ("CREATE TABLE a (b text DEFAULT ' IF NOT EXISTS ')", True, True),
        ("CREATE TABLE a (b int)", False, False),
        ("DROP INDEX CONCURRENTLY IF EXISTS a", True, False),
        ("ALTER TABLE IF EXISTS a ADD COLUMN b int", True, True),
        ("ALTER TABLE a ADD COLUMN IF NOT EXISTS b int", True, False),
        ("ALTER TABLE a ADD COLUMN IF NOT EXISTS b int, ADD COLUMN c int", True, True),
        ("INSERT INTO a VALUES (1)", True, True),
        ("SELECT count(*) FROM a", True, False),
        ("SELECT fill()", True, True),
        ("SET lock_timeout = '1s'", True, False),
    ],
)
def test_what_cannot_be_done_twice(statement, autocommit, forever):
    lasting = Lasting()

    lasting.ran(statement, autocommit)

    assert lasting.forever == forever


def test_what_was_in_a_transaction_lasts_once_it_is_committed():
    lasting = Lasting()
    lasting.ran("CREATE TABLE a (b int)", False)
    lasting.committed()

    assert lasting.forever


@pytest.mark.parametrize("driver", drivers.ALL)
def test_many_rows_at_once(held, project, database, driver):
    """Drivers get a thousand of them in one statement, which is too long to be read."""
    project.revision(
        "aaaa",
        up='columns = [f"column_number_{n}" for n in range(6)]\n'
        'seed = op.create_table("seed", *(sa.Column(name, sa.Integer) for name in columns))\n'
        "op.bulk_insert(seed, [{name: row for name in columns} for row in range(2000)])\n",
    )

    assert held(driver)["result"] == {"steps": 1}
    assert database.execute("SELECT count(*) FROM seed")[0][0] == 2000


def test_a_statement_may_be_tried_again(held, project, database):
    """Once it has succeeded, everything is as it was judged."""
    project.revision(
        "aaaa",
        up='op.execute("CREATE TABLE t_a (a int)")\n'
        "for _ in range(3):\n"
        '    op.execute("SAVEPOINT before")\n'
        "    try:\n"
        "        op.execute(\"ALTER TABLE archive ADD CHECK (nextval('attempts') > 2)\")\n"
        "        break\n"
        "    except Exception:\n"
        '        op.execute("ROLLBACK TO SAVEPOINT before")\n'
        'op.execute("UPDATE t_a SET a = 3")\n',
    )
    database.execute("CREATE SEQUENCE attempts; DELETE FROM archive WHERE a = 2")

    assert held()["result"] == {"steps": 1}


_LISTENING = """\
        @event.listens_for(connection, "before_cursor_execute")
        def before(connection, cursor, statement, *_):
            if statement.startswith("UPDATE archive"):
                connection.exec_driver_sql("DELETE FROM archive")
        context.configure(connection"""


def test_what_alembic_executes_vouches_for_nothing_else(held, project, database):
    """Who listens to SQLAlchemy sends something on the occasion."""
    env = OFFLINE.format(options="", before="pass")
    env = env.replace("        context.configure(connection", _LISTENING)
    project.env_source("from sqlalchemy import event\n" + env)
    project.revision("aaaa", up="op.execute('UPDATE archive SET a = a')")

    assert held()["error"]["statement"] == "DELETE FROM archive"
    assert _archived(database) == 2


_ORDINARY = """\
moods = sa.Enum("glad", "sad", name="mood")
people = op.create_table(
    "people", sa.Column("id", sa.Integer, primary_key=True), sa.Column("mood", moods),
    sa.Column("name", sa.String(30)))
op.bulk_insert(people, [{"id": 1, "mood": "glad", "name": "100%"}, {"id": 2, "mood": None, "name": "x"}])
op.execute(people.insert().values(id=3, name="it's"))
op.execute(people.update().where(people.c.name == "100%").values(name="50% of \\\\ it"))
op.execute("UPDATE people SET name = 'a%' WHERE name LIKE '%x'")
op.execute(sa.text("DELETE FROM people WHERE id = :id").bindparams(id=2))
op.alter_column("people", "name", nullable=False, server_default="n%n", new_column_name="called")
op.create_index("ix_called", "people", [sa.text("lower(called)")], unique=True)
op.create_check_constraint("short", "people", "called <> '%'")
op.create_unique_constraint("once", "people", ["called"])
op.drop_constraint("once", "people", type_="unique")
op.drop_index("ix_called", table_name="people")
op.add_column("archive", sa.Column("mood", sa.Enum(name="mood", create_type=False)))
op.create_foreign_key("fk", "archive", "people", ["a"], ["id"], postgresql_not_valid=True)
op.rename_table("people", "persons")
with op.get_context().autocommit_block():
    op.execute("ALTER TYPE mood ADD VALUE IF NOT EXISTS 'calm'")
    op.create_index("ix_a", "archive", ["a"], postgresql_concurrently=True)
    op.drop_index("ix_a", table_name="archive", postgresql_concurrently=True)
op.execute("DO $$ BEGIN PERFORM 1; END $$")
"""


@pytest.mark.parametrize("driver", drivers.ALL)
def test_what_was_rendered_runs(held, project, database, driver):
    """All of these statements are others as they are sent: with parameters, escapes, quotes."""
    project.revision("aaaa", up=_ORDINARY).line("bbbb")
    project.revision("bbbb", "aaaa")

    assert held(driver) == {"id": 4, "result": {"steps": 2}}
    assert database.rows() == ["bbbb"]
    assert database.execute("SELECT id, called FROM persons ORDER BY id") == [
        (1, "50% of \\ it"),
        (3, "it's"),
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT 1",
        "SELECT pg_catalog.pg_type.typname FROM pg_catalog.pg_type WHERE pg_catalog.pg_type_is_visible(1)",
        "select count(*) from t where a in (1, 2) and b = ';DROP'",
        "SET LOCAL lock_timeout = '1s'",
        "SHOW server_version;",
        "SAVEPOINT a",
        "RELEASE SAVEPOINT a",
        "ROLLBACK TO SAVEPOINT a",
        "-- why\n/* not */ CREATE TABLE a (b varchar(9))",
        "CREATE UNIQUE INDEX CONCURRENTLY a ON b (lower(c))",
        "CREATE TEMPORARY TABLE a (b int)",
        "CREATE TYPE mood AS ENUM ('glad')",
        'INSERT INTO "a"."b" (c, d) VALUES (1, %(d)s), ($1, :e)',
        "INSERT INTO a SELECT b FROM c",
        "COMMENT ON TABLE a IS 'b; c'",
        "INSERT INTO a (b) VALUES ('1f') ON CONFLICT DO NOTHING",
        "INSERT INTO a (b) VALUES (1) ON CONFLICT (b, c) WHERE d DO NOTHING RETURNING b",
        "INSERT INTO a VALUES (gen_random_uuid(), jsonb_build_object('b', 1), to_timestamp(1), nextval('c'))",
        "INSERT INTO a VALUES (timezone('utc', now()), $1::BIT(8), $2::VARCHAR(9))",
        "SELECT setval('a', 1)",
        "ALTER TABLE a ADD COLUMN b timestamp DEFAULT '2026-01-02, DROP' NOT NULL",
        'ALTER TABLE ONLY "a"."b(" ADD COLUMN "c,(" numeric(9, 2), ALTER COLUMN d SET DEFAULT now()',
        "ALTER TYPE mood ADD VALUE 'calm'",
        "DROP INDEX CONCURRENTLY a",
        "",
    ],
)
def test_harmless_statements(statement):
    assert is_harmless(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE a",
        "/* SELECT */ DELETE FROM a",
        "UPDATE a SET b = 1",
        "TRUNCATE a",
        "ALTER TABLE a DROP COLUMN b",
        "DO $$ BEGIN DELETE FROM a; END $$",
        "CALL clean()",
        "MERGE INTO a USING b ON true WHEN MATCHED THEN DELETE",
        "SELECT clean()",
        'SELECT "clean" (1)',
        "SELECT * INTO a FROM b",
        "SELECT * FROM a FOR UPDATE",
        "SELECT 1; DROP TABLE a",
        "SELECT 1 -- \n; DELETE FROM a",
        "WITH gone AS (DELETE FROM a RETURNING *) SELECT * FROM gone",
        "INSERT INTO a VALUES (1) ON CONFLICT (b) DO UPDATE SET c = 1",
        "INSERT INTO a VALUES (1) ON CONFLICT (b) DO UPDATE SET c = 1 RETURNING (SELECT 1) DO NOTHING",
        "INSERT INTO a VALUES (1) ON CONFLICT (b) DO NOTHING RETURNING clean()",
        "ALTER TABLE a ADD COLUMN b int, DROP COLUMN c",
        "ALTER TABLE a ADD COLUMN b int, ALTER c TYPE int",
        'ALTER TABLE a ADD COLUMN "b(" int, ALTER c TYPE int',
        "ALTER TABLE a ADD COLUMN b int DEFAULT clean()",
        "ALTER TYPE mood RENAME VALUE 'a' TO 'b'",
        "DROP TYPE mood",
        "INSERT INTO a SELECT clean()",
        "INSERT INTO a (b) VALUES (clean())",
        "CREATE OR REPLACE VIEW a AS SELECT 1",
        "CREATE TABLE a AS SELECT clean()",
        "CREATE TRIGGER a BEFORE INSERT ON b EXECUTE FUNCTION c()",
        "ROLLBACK",
        "COPY a FROM PROGRAM 'x'",
        "EXPLAIN ANALYZE DELETE FROM a",
        "VACUUM",
        "SELECT '--'; DROP TABLE a",
        "SELECT E'\\''; DROP TABLE a --'",
        "/* a /* b */ SET c = 1 */ DROP TABLE a",
        "SELECT $a$'$a$; DROP TABLE a --'",
        "SELECT mine.count(1)",
        "SELECT not$now()",
        "SELECT clean/* */(1)",
        "'DROP'",
    ],
)
def test_all_others_are_not(statement):
    assert not is_harmless(statement)


def test_the_runners_review_knows_the_same_functions():
    lines = _FUNCTIONS.read_text().splitlines()

    assert {name for line in lines if not line.startswith("#") for name in line.split()} == HARMLESS_FUNCTIONS


def test_the_kind_of_a_statement_is_without_values():
    assert kind("/* a */ drop table people") == "DROP TABLE"
    assert kind("DELETE FROM a WHERE b = 'jane'") == "DELETE FROM"
    assert kind("UPDATE people SET b = 'jane'") == "UPDATE"
    assert kind("DO $$ jane") == "DO"
    assert kind("'jane'") == "SQL"
