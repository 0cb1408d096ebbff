"""Writers that wait, from before the runner's backup until the migration is committed."""

import json
import threading
import time

import pytest
from drivers import ALL
from projects import ASYNC
from waiting import wait_until

ORDERS = '"public"."orders"'
DROP = "op.execute('ALTER TABLE orders DROP COLUMN note')"


@pytest.fixture
def orders(database):
    """A table that is about to lose a column."""
    database.execute("CREATE TABLE orders AS SELECT 1 AS id, 'first' AS note")
    return database


class Held:
    """An apply that may be answered in the middle."""

    def __init__(self, bridge, request):
        self.bridge = bridge
        self.request = request
        self.told = []

    def question(self):
        """Return the next question, or the answer to the request if it comes first."""
        while True:
            message = self.bridge.receive()
            assert message is not None, self.bridge.log.read_text()
            if "event" not in message:
                return message
            self.told.append(message)

    def answer(self, question, word):
        """Answer a question; return what comes next that is no event."""
        line = {"id": self.request, "number": question["number"], "answer": word}
        self.bridge.send(json.dumps(line).encode())
        return self.question()


@pytest.fixture
def hold(opened):
    """Open, plan and begin to apply head, with tables to hold."""

    def begin(step=1, last=1, tables=(ORDERS,), session=None, render=False, **params):
        bridge = opened(session=session, **params)
        plan = bridge.result("plan", targets=["head"])
        expect = [each["revision"] for each in plan["steps"]]
        planned = {"targets": ["head"], "direction": "up", "expect": expect}
        if render:
            bridge.result("render", **planned)
        order = {"step": step, "last": last, "tables": list(tables)}
        return Held(bridge, bridge.request("apply", guard=render, hold=order, **planned))

    return begin


def write(database, value):
    """Write a row in a thread, which waits for its lock."""

    def attempt():
        try:
            database.execute(f"INSERT INTO orders (id, note) VALUES (2, '{value}')")
        except Exception as error:
            thread.error = error

    thread = threading.Thread(target=attempt, daemon=True)
    thread.error = None
    thread.start()
    return thread


def is_waiting(database):
    return database.execute(
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'public.orders'::regclass"
    ) == [(1,)]


@pytest.mark.parametrize("driver", ALL)
def test_writers_wait_and_readers_do_not(hold, project, orders, driver):
    if driver == "asyncpg":
        project.env_source(ASYNC.format(options=""))
    project.revision("aaaa", up=DROP)

    held = hold(driver=driver)
    question = held.question()
    assert question == {"id": held.request, "question": "held", "number": 1, "tables": [ORDERS]}
    writer = write(orders, "late")
    wait_until(lambda: is_waiting(orders))
    assert orders.execute("SELECT note FROM orders") == [("first",)]

    assert held.answer(question, "proceed")["result"] == {"steps": 1}
    writer.join(60)
    assert 'column "note"' in str(writer.error)
    assert orders.execute("SELECT * FROM orders") == [(1,)]


def test_what_is_abandoned_is_rolled_back_and_the_tables_are_given_back(hold, project, orders):
    project.revision("aaaa", up=DROP)

    held = hold()
    answer = held.answer(held.question(), "abandon")

    assert answer["error"]["reason"] == "Cancelled"
    assert orders.execute("SELECT note FROM orders") == [("first",)]
    orders.execute("INSERT INTO orders VALUES (2, 'free again')")


@pytest.mark.parametrize(
    "line",
    [
        {"number": 2, "answer": "proceed"},
        {"number": 1, "answer": "perhaps"},
        {"number": 1},
        {"method": "plan", "params": {"targets": ["head"]}},
    ],
)
def test_what_is_no_answer_rolls_back(hold, project, orders, line):
    project.revision("aaaa", up=DROP)
    held = hold()
    held.question()

    held.bridge.send(json.dumps({"id": held.request, **line}).encode())

    assert held.question()["error"]["reason"] == "ProtocolMismatch"
    assert orders.execute("SELECT note FROM orders") == [("first",)]


def test_a_runner_that_hangs_up_gives_the_tables_back(hold, project, orders):
    project.revision("aaaa", up=DROP)
    held = hold()
    held.question()

    held.bridge.hang_up()

    held.bridge.exit_code()
    orders.execute("INSERT INTO orders VALUES (2, 'free again')")
    assert len(orders.execute("SELECT note FROM orders")) == 2


def test_earlier_steps_are_in_the_same_transaction_or_committed_before(hold, project, orders):
    project.env(options="transaction_per_migration=True")
    project.line("aaaa").revision("bbbb", "aaaa", up=DROP)

    held = hold(step=2, last=2)
    question = held.question()

    assert question["question"] == "held"
    assert orders.rows() == ["aaaa"]
    assert held.answer(question, "proceed")["result"] == {"steps": 2}


def test_a_lock_that_is_not_to_be_had_is_a_lock_timeout(hold, project, orders):
    project.revision("aaaa", up=DROP)
    writer = orders.connect()
    writer.autocommit = False
    writer.cursor().execute("INSERT INTO orders VALUES (2, 'slow')")

    held = hold(session={"lockTimeoutMillis": 300})

    assert held.question()["error"]["reason"] == "LockTimeout"
    writer.close()


def test_names_are_taken_as_they_are(hold, project, database):
    database.execute('CREATE SCHEMA "a""b"; CREATE TABLE "a""b"."50%s :of it" (id int)')
    project.revision("aaaa", up="pass")

    held = hold(tables=['"a""b"."50%s :of it"'])

    assert held.answer(held.question(), "proceed")["result"] == {"steps": 1}


ENDS = [
    "op.execute('COMMIT')",
    "op.execute(' rollback')",
    "op.execute('/* done */ END')",
    "op.execute('SELECT 1; COMMIT; SELECT 2')",
    "op.get_bind().commit()",
    "op.get_bind().rollback()",
    "with op.get_context().autocommit_block():\n    op.execute('SELECT 1')",
    # Whatever the revision makes of it.
    "try:\n    op.execute('COMMIT')\nexcept BaseException:\n    pass",
]


@pytest.mark.parametrize("end", ENDS)
def test_the_transaction_does_not_end_before_what_was_held_is_taken(hold, project, orders, end):
    project.revision("aaaa", up=f"{end}\n{DROP}")

    held = hold()
    answer = held.answer(held.question(), "proceed")

    assert answer["error"]["reason"] == "WritersCannotWait"
    assert "Revision aaaa" in answer["error"]["message"]
    assert orders.execute("SELECT note FROM orders") == [("first",)]
    assert orders.rows() in (None, [])


def test_nor_does_it_between_the_steps(hold, project, orders):
    project.env(
        before="callback = lambda ctx, **_: ctx.connection.commit()", options="on_version_apply=callback"
    )
    project.line("aaaa").revision("bbbb", "aaaa", up=DROP)

    held = hold(step=1, last=2)
    answer = held.answer(held.question(), "proceed")

    assert answer["error"]["reason"] == "WritersCannotWait"
    assert orders.tables() == []


def test_a_savepoint_is_none_of_its_ends(hold, project, orders):
    rolled_back = "op.execute('SAVEPOINT s')\nop.execute('ROLLBACK TO SAVEPOINT s')"
    project.revision("aaaa", up=f"{rolled_back}\nop.execute('ROLLBACK TRANSACTION TO s')\n{DROP}")

    held = hold()

    assert held.answer(held.question(), "proceed")["result"] == {"steps": 1}


def test_after_the_last_step_that_takes_something_it_may(hold, project, orders):
    project.revision("aaaa", up=DROP).revision("bbbb", "aaaa", up="op.execute('COMMIT')")

    held = hold()

    assert held.answer(held.question(), "proceed")["result"] == {"steps": 2}


@pytest.mark.parametrize(
    ("options", "before"),
    [
        ("", "connection = connection.execution_options(isolation_level='AUTOCOMMIT')"),
        ("transactional_ddl=False", "pass"),
    ],
)
def test_without_a_transaction_nothing_is_begun(hold, project, orders, options, before):
    project.env(options=options, before=before)
    project.line("aaaa").revision("bbbb", "aaaa", up=DROP)

    held = hold(step=2, last=2)

    answer = held.question()
    assert answer["error"]["reason"] == "WritersCannotWait"
    assert answer["error"]["steps"] == 0
    assert orders.tables() == []


def test_a_user_who_may_not_lock_is_told_so(hold, project, orders):
    orders.execute("CREATE ROLE hold_reader; GRANT SELECT ON orders TO hold_reader")
    orders.execute("GRANT ALL ON SCHEMA public TO hold_reader")
    project.revision("aaaa", up="pass")
    try:
        answer = hold(session={"role": "hold_reader"}).question()
    finally:
        orders.execute("DROP OWNED BY hold_reader; DROP ROLE hold_reader")

    assert answer["error"]["reason"] == "WritersCannotWait"
    assert "permission denied for table orders" in answer["error"]["message"]


def test_an_env_py_that_tries_again_asks_again(hold, project, orders):
    project.env_source(
        """
from alembic import context
from sqlalchemy import create_engine, pool
config = context.config
engine = create_engine(config.get_main_option("sqlalchemy.url"), poolclass=pool.NullPool)
for attempt in range(2):
    try:
        with engine.connect() as connection:
            context.configure(connection=connection)
            with context.begin_transaction():
                context.run_migrations()
        break
    except Exception:
        pass
"""
    )
    broken = "SELECT 1 / (SELECT count(*) - 1 FROM orders) /* postgresql://app:hush-hush@elsewhere/orders */"
    project.revision("aaaa", up=f"op.execute({broken!r})\n{DROP}")

    held = hold()
    first = held.question()
    writer = write(orders, "in between")
    second = held.answer(first, "proceed")
    writer.join(60)

    assert (first["number"], second["number"]) == (1, 2)
    assert "failedBefore" not in first
    assert second["failedBefore"]["reason"] == "StatementFailed"
    assert second["failedBefore"]["revision"] == "aaaa"
    assert "division by zero" in second["failedBefore"]["message"]
    assert "elsewhere" in str(second["failedBefore"])
    assert "hush" not in str(second["failedBefore"])
    assert held.answer(second, "abandon")["error"]["reason"] == "Cancelled"
    assert orders.execute("SELECT count(note) FROM orders") == [(2,)]


@pytest.mark.parametrize(
    "order",
    [
        {},
        {"step": 1, "last": 1, "tables": []},
        {"step": 2, "last": 1, "tables": ["t"]},
        {"step": 1, "last": 1},
    ],
)
def test_an_order_that_cannot_be_read(opened, project, order):
    error = opened().error("apply", targets=["head"], direction="up", expect=[], hold=order)

    assert error["reason"] == "ProtocolMismatch"
    assert "hold" in error["message"]


@pytest.mark.parametrize("driver", ["psycopg2", "psycopg"])
@pytest.mark.parametrize(
    "end",
    [
        "op.get_bind().connection.commit()",
        "op.get_bind().connection.cursor().execute('COMMIT')",
        "op.get_bind().connection.rollback()",
    ],
)
def test_a_commit_past_sqlalchemy_ends_nothing_unseen(hold, project, orders, driver, end):
    """Nobody sees it; so before each statement it is asked whether the transaction is still the one."""
    project.revision("aaaa", up=f"{end}\n{DROP}")

    held = hold(driver=driver)
    answer = held.answer(held.question(), "proceed")

    assert answer["error"]["reason"] == "WritersCannotWait"
    assert orders.execute("SELECT note FROM orders") == [("first",)]


class Upgrader:
    """An application that has read the table and then waits to write it, for so long at most."""

    def __init__(self, database, seconds):
        self._connection = database.connect()
        self._connection.autocommit = False
        self._cursor = self._connection.cursor()
        self._cursor.execute(f"SET lock_timeout = '{seconds}s'")
        self._cursor.execute("SELECT * FROM orders")
        self.error = None
        self._thread = threading.Thread(target=self._write, daemon=True)
        self._thread.start()

    def _write(self):
        try:
            self._cursor.execute("INSERT INTO orders VALUES (2, 'late')")
            self._connection.commit()
        except Exception as error:
            self.error = error
            self._connection.rollback()

    def end(self):
        self._thread.join(60)
        self._connection.close()


@pytest.mark.parametrize("driver", ALL)
def test_one_who_has_read_and_waits_to_write_may_give_up_first(hold, project, orders, driver):
    if driver == "asyncpg":
        project.env_source(ASYNC.format(options=""))
    project.revision("aaaa", up=DROP)
    held = hold(driver=driver, session={"lockTimeoutMillis": 2000})
    question = held.question()
    writer = Upgrader(orders, 3)
    wait_until(lambda: is_waiting(orders))

    # Its step is the one that PostgreSQL ends, as it comes last.
    answer = held.answer(question, "proceed")

    writer.end()
    assert answer["result"] == {"steps": 1}
    assert "lock timeout" in str(writer.error)
    assert orders.execute("SELECT * FROM orders") == [(1,)]


def test_one_who_never_gives_up_is_not_ended(hold, project, orders):
    project.revision("aaaa", up=DROP)
    held = hold(session={"lockTimeoutMillis": 2000})
    question = held.question()
    writer = Upgrader(orders, 600)
    wait_until(lambda: is_waiting(orders))

    answer = held.answer(question, "proceed")

    writer.end()
    assert writer.error is None
    assert answer["error"]["sqlState"] == "40P01"
    assert orders.execute("SELECT note FROM orders ORDER BY id") == [("first",), ("late",)]


def test_what_fails_for_another_reason_is_sent_once(hold, project, orders):
    lock = "op.execute('SAVEPOINT s')"
    failing = "try:\n    op.execute('ALTER TABLE orders DROP COLUMN nothing')\nexcept Exception:\n    pass"
    back = "op.execute('ROLLBACK TO SAVEPOINT s')"
    project.revision("aaaa", up=f"{lock}\n{failing}\n{back}\n{DROP}")

    held = hold()

    assert held.answer(held.question(), "proceed")["result"] == {"steps": 1}


def test_readers_get_their_turn_between_the_tries(hold, project, orders):
    project.revision("aaaa", up=DROP)
    held = hold(session={"lockTimeoutMillis": 500})
    question = held.question()
    reader = orders.connect()
    reader.autocommit = False
    reader.cursor().execute("SELECT * FROM orders")
    done = threading.Event()
    slowest = []

    def read():
        while not done.is_set():
            began = time.monotonic()
            orders.execute("SELECT count(*) FROM orders")
            slowest.append(time.monotonic() - began)

    reading = threading.Thread(target=read, daemon=True)
    reading.start()
    threading.Timer(4, reader.rollback).start()
    answer = held.answer(question, "proceed")
    done.set()
    reading.join(60)
    reader.close()

    assert answer["result"] == {"steps": 1}
    assert len(slowest) > 10
