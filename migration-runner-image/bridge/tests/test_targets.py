"""Where a target leads from where the database is."""

import pytest


@pytest.fixture
def plan(opened):
    """Plan the targets."""
    bridges = []

    def make(*targets):
        if not bridges:
            bridges.append(opened())
        return bridges[0].result("plan", targets=list(targets))

    return make


@pytest.fixture
def refuse(opened):
    """Plan the targets, which must be refused; returns the error."""
    bridges = []

    def make(*targets):
        if not bridges:
            bridges.append(opened())
        return bridges[0].error("plan", targets=list(targets))

    return make


def revisions(plan):
    return [step["revision"] for step in plan["steps"]]


@pytest.fixture
def branches(project):
    """A root with two branches, a (a1, a2) and b (b1, b2)."""
    project.revision("root")
    project.revision("aaa1", "root", labels=("a",)).revision("aaa2", "aaa1")
    project.revision("bbb1", "root", labels=("b",)).revision("bbb2", "bbb1")
    return project


def at(database, *rows):
    """Say that the database is at these revisions."""
    database.execute("CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY)")
    for row in rows:
        database.execute(f"INSERT INTO alembic_version VALUES ('{row}')")


@pytest.mark.parametrize(
    ("rows", "target", "direction", "steps"),
    [
        ([], "head", "up", ["aaaa", "bbbb", "cccc"]),
        (["aaaa"], "heads", "up", ["bbbb", "cccc"]),
        (["cccc"], "head", "none", []),
        (["cccc"], "aaaa", "down", ["cccc", "bbbb"]),
        (["bbbb"], "base", "down", ["bbbb", "aaaa"]),
        ([], "base", "none", []),
        (["aaaa"], "+1", "up", ["bbbb"]),
        (["cccc"], "-1", "down", ["cccc"]),
        (["aaaa"], "aaaa+2", "up", ["bbbb", "cccc"]),
        (["cccc"], "head-1", "down", ["cccc"]),
        (["bbbb"], "bbbb", "none", []),
    ],
)
def test_in_a_line(plan, project, database, rows, target, direction, steps):
    project.line("aaaa", "bbbb", "cccc")
    at(database, *rows)

    planned = plan(target)

    assert (planned["direction"], revisions(planned)) == (direction, steps)
    assert planned["target"] == (planned["steps"][-1]["rowsAfter"] if steps else sorted(rows))


@pytest.mark.parametrize(
    ("rows", "targets", "direction", "steps", "rows_after"),
    [
        ([], ["a@head"], "up", ["root", "aaa1", "aaa2"], ["aaa2"]),
        (["aaa2"], ["b@head"], "up", ["bbb1", "bbb2"], ["aaa2", "bbb2"]),
        (["aaa2", "bbb1"], ["a@head"], "none", [], None),
        (["aaa2", "bbb2"], ["aaa1"], "down", ["aaa2"], ["aaa1", "bbb2"]),
        (["aaa2", "bbb2"], ["aaa1", "bbb1"], "down", ["aaa2", "bbb2"], ["aaa1", "bbb1"]),
        (["aaa1"], ["a@head", "b@head"], "up", ["aaa2", "bbb1", "bbb2"], ["aaa2", "bbb2"]),
        (["aaa1", "bbb1"], ["root"], "down", ["aaa1", "bbb1"], ["root"]),
        (["aaa1"], ["b@+1"], "up", ["bbb1"], ["aaa1", "bbb1"]),
    ],
)
def test_in_branches(plan, branches, database, rows, targets, direction, steps, rows_after):
    at(database, *rows)

    planned = plan(*targets)

    assert planned["direction"] == direction
    assert sorted(revisions(planned)) == sorted(steps)
    if steps:
        assert planned["steps"][-1]["rowsAfter"] == rows_after


def test_heads_go_up_on_every_branch_and_a_merge_replaces_their_rows(plan, branches, database):
    assert plan("heads")["steps"][-1]["rowsAfter"] == ["aaa2", "bbb2"]

    branches.revision("both", ("aaa2", "bbb2"))

    merged = plan("head")
    assert merged["steps"][-1]["rowsAfter"] == ["both"]
    assert merged["steps"][-1]["downRevisions"] == ["aaa2", "bbb2"]


def test_a_merge_can_be_undone_to_one_side(plan, branches, database):
    branches.revision("both", ("aaa2", "bbb2"))
    at(database, "both")

    planned = plan("aaa1")

    assert planned["direction"] == "down"
    assert sorted(revisions(planned)) == ["aaa2", "both"]
    assert planned["steps"][-1]["rowsAfter"] == ["aaa1", "bbb2"]


def test_a_dependency_replaces_the_row_but_nothing_merely_depending_goes_down(plan, project, database):
    project.revision("aaaa", labels=("a",)).revision("bbbb", labels=("b",), depends_on="aaaa")

    assert plan("b@head")["steps"][-1]["rowsAfter"] == ["bbbb"]
    at(database, "bbbb")
    assert plan("aaaa")["direction"] == "none"


def test_a_whole_branch_goes_down(plan, project, database):
    project.revision("aaaa", labels=("a",)).revision("bbbb", labels=("b",)).revision("bbb2", "bbbb")
    at(database, "aaaa", "bbb2")

    planned = plan("b@base")

    assert planned["direction"] == "down"
    assert revisions(planned) == ["bbb2", "bbbb"]
    assert planned["target"] == ["aaaa"]


def test_a_prefix_of_four_names_a_revision(plan, project):
    project.line("aaaa1111", "bbbb2222")

    assert plan("aaaa")["target"] == ["aaaa1111"]


def test_several_heads_are_named_and_the_way_out_too(refuse, branches):
    error = refuse("head")

    assert error["reason"] == "MultipleHeads"
    assert "aaa2, bbb2" in error["message"]
    assert "'heads'" in error["message"]


def test_up_on_one_branch_and_down_on_another_is_refused(refuse, branches, database):
    at(database, "aaa2", "bbb1")

    error = refuse("aaa1", "bbb2")

    assert error["reason"] == "UnreachableTarget"
    assert "bbb2" in error["message"]
    assert "aaa2" in error["message"]


def test_going_down_must_not_take_another_part_of_the_target_away(refuse, branches, database):
    at(database, "aaa1", "bbb1")

    error = refuse("root", "bbb1")

    assert error["reason"] == "UnreachableTarget"
    assert "bbb1" in error["message"]


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("nope", "UnknownRevision"),
        ("zz", "UnknownRevision"),
        ("abcd", "AmbiguousRevision"),
        ("x@head", "UnknownRevision"),
        ("+9", "UnreachableTarget"),
        ("-9", "UnreachableTarget"),
        ("abcd1+9", "UnreachableTarget"),
    ],
)
def test_targets_that_cannot_be_resolved(refuse, project, target, reason):
    project.line("abcd1", "abcd2")

    error = refuse(target)

    assert error["reason"] == reason
    assert target in error["message"]


def test_one_up_from_several_rows_is_ambiguous(refuse, branches, database):
    at(database, "aaa1", "bbb1")

    assert refuse("+1")["reason"] == "AmbiguousRevision"


@pytest.mark.parametrize(
    ("targets", "target"),
    [
        (["heads"], ["aaa2", "bbb2"]),
        (["a@head"], ["aaa2"]),
        (["aaa1"], ["aaa1"]),
        (["aaa1", "b@head"], ["aaa1", "bbb2"]),
        (["aaa1+1"], ["aaa2"]),
        (["a@head-1"], ["aaa1"]),
        (["base"], []),
    ],
)
@pytest.mark.parametrize("rows", [["gone"], ["aaa1", "gone"]])
def test_the_target_is_known_where_the_rows_are_not(plan, branches, database, rows, targets, target):
    at(database, *rows)

    planned = plan(*targets)

    assert planned["unknown"] == ["gone"]
    assert planned["target"] == target
    assert (planned["direction"], planned["steps"]) == ("none", [])


@pytest.mark.parametrize("target", ["+1", "-1", "a@+1", "b@base"])
def test_what_depends_on_unknown_rows_is_refused(refuse, branches, database, target):
    at(database, "gone")

    error = refuse(target)

    assert error["reason"] == "UnreachableTarget"
    assert "gone" in error["message"]


@pytest.mark.parametrize(
    ("targets", "reason"),
    [(["nope"], "UnknownRevision"), (["head"], "MultipleHeads"), (["base", "aaa1"], "UnreachableTarget")],
)
def test_a_wrong_target_is_refused_where_the_rows_are_unknown_too(
    refuse, branches, database, targets, reason
):
    at(database, "gone")

    assert refuse(*targets)["reason"] == reason
