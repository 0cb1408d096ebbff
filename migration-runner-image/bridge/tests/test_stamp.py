"""Version rows that are written without running revisions."""

import pytest


@pytest.fixture
def branches(project):
    project.revision("root")
    project.revision("aaa1", "root", labels=("a",)).revision("aaa2", "aaa1")
    project.revision("bbb1", "root", labels=("b",)).revision("bbb2", "bbb1")
    return project


def at(database, *rows):
    database.execute("CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY)")
    for row in rows:
        database.execute(f"INSERT INTO alembic_version VALUES ('{row}')")


CASES = [
    ([], ["heads"], False, ["aaa2", "bbb2"]),
    ([], ["a@head"], False, ["aaa2"]),
    (["aaa1"], ["aaa2"], False, ["aaa2"]),
    (["aaa2"], ["root"], False, ["root"]),
    (["aaa2", "bbb1"], ["bbb2"], False, ["aaa2", "bbb2"]),
    (["aaa2", "bbb2"], ["base"], False, []),
    (["gone"], ["aaa1", "bbb1"], True, ["aaa1", "bbb1"]),
    (["gone", "aaa1"], ["base"], True, []),
    (["bbb2"], ["bbb2"], False, ["bbb2"]),
]


@pytest.mark.parametrize(("rows", "targets", "purge", "after"), CASES)
@pytest.mark.parametrize("per_migration", [True, False])
def test_the_rows_are_told_and_then_written(
    opened, branches, database, rows, targets, purge, after, per_migration
):
    branches.env(options=f"transaction_per_migration={per_migration}")
    if rows:
        at(database, *rows)
    bridge = opened()
    before = database.rows()
    expected = {"before": sorted(rows), "after": after}

    assert bridge.result("stamp", targets=targets, purge=purge, plan=True) == expected
    assert database.rows() == before
    assert bridge.result("stamp", targets=targets, purge=purge, expect=rows) == expected

    assert database.rows() == after
    assert database.tables() == []


@pytest.mark.parametrize("plan", [True, False])
@pytest.mark.parametrize(
    ("targets", "purge", "expect", "reason"),
    [
        (["heads"], False, None, "UnknownRevision"),
        (["nope"], True, None, "UnknownRevision"),
        (["head"], True, None, "MultipleHeads"),
        (["heads"], True, ["aaa1"], "PlanChanged"),
        (["+1"], True, None, "UnknownRevision"),
    ],
)
def test_what_is_refused_leaves_the_rows(opened, branches, database, targets, purge, expect, reason, plan):
    at(database, "gone")
    params = {} if expect is None else {"expect": expect}

    error = opened().error("stamp", targets=targets, purge=purge, plan=plan, **params)

    assert error["reason"] == reason
    assert database.rows() == ["gone"]


def test_unknown_rows_are_named_with_the_way_out(opened, branches, database):
    at(database, "gone")

    message = opened().error("stamp", targets=["heads"])["message"]

    assert message.startswith("The database is at gone, which the project does not contain.")
    assert "purge" in message


def test_other_rows_than_expected(opened, branches, database):
    at(database, "aaa1")

    error = opened().error("stamp", targets=["aaa2"], expect=["bbb1"])

    assert error["reason"] == "PlanChanged"
    assert database.rows() == ["aaa1"]


def test_a_table_of_another_name(opened, branches, database):
    database.execute("CREATE SCHEMA history")
    branches.env(options="version_table='versions', version_table_schema='history'")

    opened().result("stamp", targets=["aaa1"])

    assert database.rows("history.versions") == ["aaa1"]
