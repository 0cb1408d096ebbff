"""Writers that wait, from before the runner's backup until the migration is committed."""

import json
import threading

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
