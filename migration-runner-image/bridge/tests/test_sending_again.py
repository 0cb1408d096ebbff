"""Statements that are sent again for lack of a lock."""

import pytest

from stillhouse_bridge.sending_again import takes_a_table


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
        ("", False),
    ],
)
def test_what_may_need_a_table_for_itself(statement, takes):
    assert takes_a_table(statement) is takes
