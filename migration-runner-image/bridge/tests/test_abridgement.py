"""Plans of any size are told in a size that the runner can hold."""

import pytest

from stillhouse_bridge.abridgement import Abridgement, TooLarge

_MANY = 300_000


def _insert(characters, letter="x"):
    return f"INSERT INTO t (a) VALUES ('{letter * characters}')"


def test_what_is_small_is_told_as_it_is():
    statements = ["CREATE TABLE t (a text)", _insert(10), "DROP TABLE s"]

    assert Abridgement().of_step(statements) == statements


def test_rows_that_are_too_many_are_told_by_their_digest():
    told = Abridgement().of_step(["CREATE TABLE t (a text)", _insert(_MANY), "DROP TABLE s"])

    assert told[::2] == ["CREATE TABLE t (a text)", "DROP TABLE s"]
    assert told[1].startswith("-- INSERT INTO …: 300,029 characters, sha256 ")
    assert "\n" not in told[1]
    assert told != Abridgement().of_step(["CREATE TABLE t (a text)", _insert(_MANY, "y"), "DROP TABLE s"])


def test_many_of_them_are_told_together():
    told = Abridgement().of_step([_insert(1000) for _ in range(2000)])

    assert len(told) < 1001
    assert told[-1].startswith("-- ")
    assert "statements that add rows" in told[-1]


def test_there_is_an_end_to_the_whole_plan():
    abridgement = Abridgement()
    told = [abridgement.of_step([_insert(100_000) for _ in range(5)]) for _ in range(100)]

    assert sum(len(text) for step in told for text in step) < 9 * 1024 * 1024


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE t SET a = '{'x' * _MANY}'",
        f"INSERT INTO t VALUES ('{'x' * _MANY}') ON CONFLICT (a) DO UPDATE SET b = 1",
        f"INSERT INTO t VALUES ('{'x' * _MANY}'); DROP TABLE s",
        f"SET search_path = '{'x' * _MANY}'",
    ],
)
def test_what_may_do_more_is_not_passed_over(statement):
    with pytest.raises(TooLarge, match=r"of 300,0\d\d characters"):
        Abridgement().of_step([statement])


def test_many_that_do_more_are_not_passed_over():
    with pytest.raises(TooLarge, match="too many statements"):
        Abridgement().of_step(["UPDATE t SET a = 1" for _ in range(20_000)])


def test_a_step_of_many_letters(render, project, offline):
    project.revision(
        "aaaa",
        up="op.execute('CREATE TABLE t (a text)')\n"
        "op.execute(\"INSERT INTO t VALUES ('\" + 'ж' * 15 * 1024 * 1024 + \"')\")",
    ).revision("bbbb", "aaaa", up="op.execute(\"UPDATE t SET a = '\" + 'ж' * 1024 * 1024 + \"'\")")

    first, second = render("head")

    assert first["statements"][0] == "CREATE TABLE t (a text)"
    assert first["statements"][1].startswith("-- INSERT INTO …: 15,728,")
    assert (
        second["problem"]
        == "Revision bbbb (migrations/versions/bbbb.py) is too large to be judged: it has a statement "
        "(UPDATE) of 1,048,595 characters."
    )
