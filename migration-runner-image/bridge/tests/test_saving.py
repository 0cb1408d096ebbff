"""Rows that are saved right before a statement changes them."""

import hashlib
import json
import threading

import pytest
from drivers import EVERY
from projects import ASYNC
from test_guard import _ONLINE_AND_OFFLINE
from waiting import wait_until

TABLE = """
CREATE TYPE mood AS ENUM ('fine', 'ill');
CREATE TYPE place AS (street text, number int);
CREATE TABLE "Old ""orders" (
    id int PRIMARY KEY, note text, amount numeric, doc json, docb jsonb, raw bytea, at timestamptz,
    tags text[], mood mood, home place, during daterange, every interval, code char(5), ratio float8,
    twice int GENERATED ALWAYS AS (id * 2) STORED);
INSERT INTO "Old ""orders" VALUES
    (1, E'a\\tb"c,(d)\\\\ %s 100%', 1.10, '{"a":  1, "a": 2}', 'null',
     '\\x00ff', '2024-03-31 02:30:00.12+01',
     '{a,NULL,"b,c"}', 'ill', ROW('x"y', NULL), '[2020-01-01,2020-02-01)', '1 mon -2 days', 'ab', 0.1),
    (2, '', 'NaN', 'null', NULL, '', 'infinity', '{}', NULL, NULL, 'empty', '0', NULL, '-0'),
    (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
"""
NAME = '"Old ""orders"'
COLUMNS = ["id", "note", "amount", "doc", "docb", "raw", "at", "tags", "mood", "home", "during"]
COLUMNS += ["every", "code", "ratio", "twice"]


class Saved:
    """An apply whose questions are answered as a runner would."""

    def __init__(self, bridge, request, answer, saved):
        self.rows, self.saved, self.events = [], [], []
        self._pending = []
        while True:
            message = bridge.receive()
            assert message is not None, bridge.log.read_text()
            if "question" in message:
                self._take(message)
                line = {"id": request, "number": message["number"], "answer": answer(message)}
                bridge.send(json.dumps(line).encode())
                if message["question"] == "saved":
                    saved(bridge)
            elif "event" in message:
                self.events.append(message)
            else:
                self.answer = message
                return

    def _take(self, message):
        if message["question"] == "rows":
            self._pending += message["rows"]
            return
        assert message["count"] == len(self._pending)
        text = "".join(row + "\n" for row in self._pending)
        assert message["sha256"] == hashlib.sha256(text.encode()).hexdigest()
        self.rows.append(self._pending)
        self.saved.append(message)
        self._pending = []


@pytest.fixture
def save(opened, project, database, offline):
    """Plan, render and apply head; save the rows of these statements, each with its query for the rows."""

    def run(
        statements,
        driver="psycopg2",
        answer=lambda message: "proceed",
        saved=lambda bridge: None,
        table=NAME,
        columns=(),
    ):
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
        answered, events = bridge.call("render", **asked)
        rendered = {each["revision"]: each["statements"] for each in events if each["event"] == "rendered"}
        rows = [
            {
                "revision": revision,
                "statement": next(each for each in rendered[revision] if each.strip().startswith(begin)),
                "table": table,
                "columns": list(columns),
                "affected": affected,
            }
            for revision, begin, affected in statements
        ]
        return Saved(bridge, bridge.request("apply", guard=True, rows=rows, **asked), answer, saved)

    return run


def as_text(database, where="true"):
    return [row for (row,) in database.execute(f"SELECT o::text FROM {NAME} o WHERE {where} ORDER BY id")]


@pytest.mark.parametrize("driver", EVERY)
def test_rows_of_an_update_come_as_the_server_writes_them(save, project, database, driver):
    database.execute(TABLE)
    before = as_text(database, "id < 3")
    project.revision("aaaa", up="op.execute('''UPDATE \"Old \"\"orders\" SET note = '100%' WHERE id < 3''')")

    saved = save(
        [("aaaa", "UPDATE", f"SELECT {NAME}.ctid FROM {NAME} WHERE id < 3")], driver, columns=["note"]
    )

    assert saved.answer["result"] == {"steps": 1}
    assert sorted(saved.rows[0]) == sorted(before)
    told = saved.saved[0]
    assert (told["revision"], told["set"], told["attempt"]) == ("aaaa", ["note"], 1)
    assert (told["table"]["schema"], told["table"]["name"]) == ("public", 'Old "orders')
    assert [each["name"] for each in told["table"]["columns"]] == COLUMNS
    types = {each["name"]: each["type"] for each in told["table"]["columns"]}
    assert (types["mood"], types["code"], types["tags"]) == ("public.mood", "character(5)", "text[]")
    assert [each["name"] for each in told["table"]["columns"] if each["generated"]] == ["twice"]
    assert told["table"]["key"] == ["id"]
    assert told["table"]["settings"]["search_path"] == '"$user", public'
    assert database.execute(f"SELECT note FROM {NAME} ORDER BY id") == [("100%",), ("100%",), (None,)]


@pytest.mark.parametrize("driver", EVERY)
def test_what_alembic_compiles_is_known_again(save, project, database, driver):
    database.execute(TABLE)
    project.revision(
        "aaaa",
        up="orders = sa.table('Old \"orders', sa.column('id', sa.Integer), sa.column('note', sa.String))\n"
        "op.execute(orders.delete().where(orders.c.note.like('%100%')))",
    )

    saved = save([("aaaa", "DELETE", f"SELECT {NAME}.ctid FROM {NAME} WHERE note LIKE '%100%'")], driver)

    assert saved.answer["result"] == {"steps": 1}
    assert len(saved.rows[0]) == 1
    assert saved.rows[0][0].startswith("(1,")
    assert database.execute(f"SELECT id FROM {NAME} ORDER BY id") == [(2,), (3,)]


def test_each_statement_of_each_step_is_saved_in_its_turn(save, project, database):
    database.execute(
        "CREATE TABLE orders AS SELECT i AS id, 'first' AS note FROM generate_series(1, 3000) i;"
        " ALTER TABLE orders ADD PRIMARY KEY (id)"
    )
    project.revision(
        "aaaa",
        up="op.execute('ALTER TABLE orders ADD more int')\n"
        "op.execute('''UPDATE orders SET note = 'second' WHERE id > 1''')",
    )
    project.revision("bbbb", "aaaa", up="op.execute('DELETE FROM orders WHERE id > 2')")

    saved = save(
        [
            ("aaaa", "UPDATE", "SELECT orders.ctid FROM orders WHERE id > 1"),
            ("bbbb", "DELETE", "SELECT orders.ctid FROM orders WHERE id > 2"),
        ],
        table="orders",
    )

    assert saved.answer["result"] == {"steps": 2}
    assert [len(rows) for rows in saved.rows] == [2999, 2998]
    assert set(saved.rows[0]) == {f"({i},first,)" for i in range(2, 3001)}
    assert set(saved.rows[1]) == {f"({i},second,)" for i in range(3, 3001)}


def test_a_runner_that_gives_up_leaves_the_rows(save, project, database):
    database.execute(TABLE)
    before = as_text(database)
    project.revision(
        "aaaa", up='try:\n    op.execute(\'DELETE FROM "Old ""orders"\')\nexcept BaseException:\n    pass'
    )

    saved = save(
        [("aaaa", "DELETE", f"SELECT ctid FROM {NAME}")],
        answer=lambda message: "abandon" if message["question"] == "saved" else "proceed",
    )

    assert saved.answer["error"]["reason"] == "Cancelled"
    assert as_text(database) == before
    assert database.rows() is None


def test_a_bridge_that_is_killed_before_the_commit_has_changed_nothing(save, project, database):
    database.execute(TABLE)
    before = as_text(database)
    project.revision(
        "aaaa", up="op.execute('DELETE FROM \"Old \"\"orders\"')\nop.execute('SELECT pg_sleep(600)')"
    )
    clients = []

    def kill(client):
        clients.append(client)
        wait_until(lambda: is_asleep(database))
        client.process.kill()

    with pytest.raises(AssertionError):
        save([("aaaa", "DELETE", f"SELECT ctid FROM {NAME}")], saved=kill)

    assert clients
    assert as_text(database) == before


def is_asleep(database):
    sleeping = (
        "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'"
    )
    return database.execute(sleeping) == [(1,)]


def test_rows_that_were_not_saved_are_not_changed(save, project, database):
    """Of whatever cause: here the query is another one than the statement's."""
    database.execute(TABLE)
    before = as_text(database)
    project.revision("aaaa", up='op.execute(\'DELETE FROM "Old ""orders" WHERE id < 3\')')

    for wrong in ("id < 2", "id > 1", "true", "false"):
        saved = save([("aaaa", "DELETE", f"SELECT ctid FROM {NAME} WHERE {wrong}")])

        assert saved.answer["error"]["reason"] == "BackupNotEqual", saved.answer
        assert as_text(database) == before
        assert "spec.backup.scope" in saved.answer["error"]["message"]


@pytest.mark.parametrize(
    ("make", "why"),
    [
        ("CREATE TABLE orders AS SELECT 1 AS id", "primary key"),
        (
            "CREATE TABLE orders (id int PRIMARY KEY); CREATE TABLE heir () INHERITS (orders)",
            "no plain table",
        ),
        ("CREATE TABLE orders (id int PRIMARY KEY) PARTITION BY LIST (id)", "no plain table"),
        (
            "CREATE TABLE orders (id int PRIMARY KEY); ALTER TABLE orders ENABLE ROW LEVEL SECURITY",
            "row-level",
        ),
    ],
)
def test_what_cannot_be_saved_by_row_is_not_begun(save, project, database, make, why):
    database.execute(make)
    project.revision("aaaa", up="op.execute('DELETE FROM orders')")

    saved = save([("aaaa", "DELETE", "SELECT ctid FROM orders")], table="orders")

    assert saved.answer["error"]["reason"] == "UnforeseenStatement"
    assert why in saved.answer["error"]["message"]
    assert saved.saved == []


def test_the_key_cannot_be_set_back(save, project, database):
    database.execute("CREATE TABLE orders (id int PRIMARY KEY); INSERT INTO orders VALUES (1)")
    project.revision("aaaa", up="op.execute('UPDATE orders SET id = 2')")

    saved = save([("aaaa", "UPDATE", "SELECT ctid FROM orders")], table="orders", columns=["id"])

    assert "the column id" in saved.answer["error"]["message"]


def test_without_a_transaction_nothing_is_begun(save, project, database):
    database.execute(TABLE)
    env = project.path / "migrations" / "env.py"
    project.revision("aaaa", up='op.execute(\'DELETE FROM "Old ""orders"\')')
    env.write_text(
        env.read_text().replace(
            'prefix="sqlalchemy.",', 'prefix="sqlalchemy.", isolation_level="AUTOCOMMIT",'
        )
    )

    saved = save([("aaaa", "DELETE", f"SELECT ctid FROM {NAME}")])

    assert saved.answer["error"]["reason"] == "UnforeseenStatement"
    assert "without a transaction" in saved.answer["error"]["message"]
    assert len(as_text(database)) == 3


def test_a_writer_that_never_stops_changes_nothing_in_between(save, project, database):
    database.execute(
        "CREATE TABLE orders AS SELECT i AS id, 0 AS n FROM generate_series(1, 50) i;"
        " ALTER TABLE orders ADD PRIMARY KEY (id)"
    )
    project.revision("aaaa", up="op.execute('UPDATE orders SET n = -1 WHERE n >= 0')")
    over, written = threading.Event(), []

    def write():
        cursor = database.connect().cursor()
        while not over.is_set():
            cursor.execute("UPDATE orders SET n = n + 1 WHERE n >= 0 RETURNING n")
            written.append([n for (n,) in cursor.fetchall()])

    writer = threading.Thread(target=write)
    writer.start()
    try:
        saved = save(
            [("aaaa", "UPDATE", "SELECT ctid FROM orders WHERE n >= 0")], table="orders", columns=["n"]
        )
    finally:
        over.set()
        writer.join()

    assert saved.answer["result"] == {"steps": 1}
    last = next(values for values in reversed(written) if values)[0]
    assert sorted(saved.rows[0]) == sorted(f"({i},{last})" for i in range(1, 51))


def test_an_env_py_that_tries_again_saves_again(save, project, database):
    database.execute(TABLE)
    env = project.path / "migrations" / "env.py"
    project.revision(
        "aaaa",
        up="op.execute('DELETE FROM \"Old \"\"orders\"')\nop.execute('SELECT 1 / count(*) FROM again')",
    )
    database.execute("CREATE TABLE again (a int)")
    env.write_text(
        env.read_text()
        .replace(
            "else:\n    online()",
            "else:\n    try:\n        online()\n    except Exception:\n"
            "        import psycopg2\n"
            "        c = create_engine(config.get_main_option('sqlalchemy.url')).connect()\n"
            "        c.exec_driver_sql('INSERT INTO again VALUES (1)')\n"
            "        c.exec_driver_sql('COMMIT')\n"
            "        c.close()\n"
            "        online()",
        )
        .replace("engine_from_config, pool", "create_engine, engine_from_config, pool")
    )

    saved = save([("aaaa", "DELETE", f"SELECT ctid FROM {NAME}")])

    assert saved.answer["result"] == {"steps": 1}, saved.answer
    assert [each["attempt"] for each in saved.saved] == [1, 2]
    assert as_text(database) == []
