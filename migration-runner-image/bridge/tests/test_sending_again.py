"""Statements that are sent again for lack of a lock."""

import pytest

from stillhouse_bridge.sending_again import send_again, takes_a_table


class LockNotAvailable(Exception):
    """As drivers have it."""

    sqlstate = "55P03"


class Server:
    """Keeps what it is told."""

    def __init__(self):
        self.statements = []

    def execute(self, statement):
        self.statements.append(statement)


@pytest.mark.parametrize(
    ("statement", "takes"),
    [
        ("ALTER TABLE t DROP COLUMN c", True),
        ("/* why */ drop table t", True),
        ("TRUNCATE t", True),
        ("LOCK TABLE t", True),
        ("CREATE INDEX i ON t (c)", True),
        ("DO $$ BEGIN EXECUTE 'DROP TABLE t'; END $$", True),
        ("INSERT INTO t VALUES (1)", False),
        (" update t SET c = 1", False),
        ("WITH w AS (SELECT 1) DELETE FROM t", False),
        ("ROLLBACK TO SAVEPOINT s", False),
        ("ALTER TABLE t ADD c int; ROLLBACK TO s", False),
        ("ALTER TABLE release ADD c int", True),
        ('ALTER TABLE t ADD "rollback" int', True),
        ("ALTER TABLE t ADD c int" + " " * 10_000 + "; ROLLBACK TO s", False),
        ("", False),
    ],
)
def test_what_may_need_a_table_for_itself(statement, takes):
    assert takes_a_table(statement) is takes


def test_it_is_sent_until_the_lock_is_there():
    server, tries, pauses = Server(), [], []

    def send():
        tries.append(None)
        if len(tries) < 3:
            raise LockNotAvailable("canceling statement due to lock timeout")

    send_again(send, server, pauses.append)

    assert len(tries) == 3
    assert pauses == [0.5, 1]
    assert server.statements[-1] == "RELEASE SAVEPOINT stillhouse_again"
    assert [statement.split()[0] for statement in server.statements] == 2 * [
        "SAVEPOINT",
        "ROLLBACK",
        "RELEASE",
    ] + [
        "SAVEPOINT",
        "RELEASE",
    ]


def test_the_last_try_fails_as_it_fails():
    tries = []

    def send():
        tries.append(None)
        raise LockNotAvailable("canceling statement due to lock timeout")

    with pytest.raises(LockNotAvailable):
        send_again(send, Server(), lambda _: None)
    assert len(tries) == 6


def test_another_error_is_no_reason_to_try_again():
    server = Server()

    def send():
        raise ValueError("nothing of the server's")

    with pytest.raises(ValueError, match="nothing"):
        send_again(send, server, lambda _: None)
    assert server.statements == ["SAVEPOINT stillhouse_again"]
