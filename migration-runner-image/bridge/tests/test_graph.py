"""The whole history, as one answer."""

import subprocess
import sys

import pytest


@pytest.fixture
def history(project):
    """Two branches from a root, one with a label, a dependency of one on the other, and a merge."""
    project.revision("root").revision("aaa1", "root", labels=("a",)).revision("bbb1", "root")
    project.revision("aaa2", "aaa1", depends_on="bbb1").revision("both", ("aaa2", "bbb1"))
    project.revision("ccc1", labels=("c", "see"), depends_on="a")
    return project


def by_revision(graph):
    return {each["revision"]: each for each in graph["revisions"]}


@pytest.mark.parametrize("current", [True, False])
def test_every_revision(opened, history, current):
    graph = opened().result("graph", current=current)

    found = by_revision(graph)
    assert found["aaa2"] == {
        "revision": "aaa2",
        "downRevisions": ["aaa1"],
        "dependsOn": ["bbb1"],
        "branchLabels": [],
        "message": "revision aaa2",
        "doc": "revision aaa2",
        "file": "migrations/versions/aaa2.py",
        "isHead": False,
        "isBase": False,
        "isBranchPoint": False,
        "isMergePoint": False,
    }
    assert found["aaa1"]["branchLabels"] == ["a"]
    assert found["ccc1"]["branchLabels"] == ["c", "see"]
    assert found["ccc1"]["dependsOn"] == ["aaa1"]
    assert found["both"]["downRevisions"] == ["aaa2", "bbb1"]
    assert sorted(name for name in found if found[name]["isHead"]) == graph["heads"]
    assert [name for name in found if found[name]["isMergePoint"]] == ["both"]
    assert [name for name in found if found[name]["isBranchPoint"]] == ["root"]
    assert sorted(name for name in found if found[name]["isBase"]) == ["ccc1", "root"]
    assert graph["heads"] == ["both", "ccc1"]
    assert graph["realHeads"] == ["both", "ccc1"]
    assert graph["bases"] == ["ccc1", "root"]


def test_the_order_is_that_of_alembic_history(opened, history):
    graph = opened().result("graph", current=False)

    shown = subprocess.run(
        [sys.executable, "-m", "alembic", "history"],
        cwd=str(history.path),
        stdout=subprocess.PIPE,
        check=True,
        env={"PYTHONHASHSEED": "0"},
    )
    names = [line.split(" -> ")[1].split()[0] for line in shown.stdout.decode().splitlines()]
    assert [each["revision"] for each in graph["revisions"]] == [name.strip(",") for name in names]


def test_a_head_that_another_branch_depends_on_is_no_real_one(opened, project):
    project.revision("aaaa", labels=("a",)).revision("bbbb", labels=("b",), depends_on="aaaa")

    graph = opened().result("graph")

    assert graph["heads"] == ["aaaa", "bbbb"]
    assert graph["realHeads"] == ["bbbb"]


def test_where_the_database_is(opened, history, database):
    database.execute(
        "CREATE TABLE alembic_version (version_num text); "
        "INSERT INTO alembic_version VALUES ('bbb1'), ('gone')"
    )

    graph = opened().result("graph")

    assert graph["current"] == ["bbb1", "gone"]
    assert graph["unknown"] == ["gone"]
    assert graph["versionTable"] == {"schema": None, "name": "alembic_version"}
    assert graph["connection"]["database"] == database.name


def test_without_a_database(opened, history, database):
    bridge = opened(
        database={"url": "postgresql://nobody@localhost:1/none", "hosts": [{"host": "localhost", "port": 1}]}
    )

    assert bridge.error("graph")["reason"] == "ConnectionFailed"
    graph = bridge.result("graph", current=False)

    assert len(graph["revisions"]) == 6
    assert "current" not in graph


def test_when_it_was_made_and_what_it_is_about(opened, project):
    doc = "Add orders\n\nThey come from the shop.\n\nRevision ID: aaaa\nCreate Date: 2024-05-01 10:11:12.5\n"
    (project.versions / "aaaa.py").write_text(
        f'"""{doc}\n"""\nrevision = "aaaa"\ndown_revision = None\ndef upgrade(): pass\n'
    )

    (revision,) = opened().result("graph", current=False)["revisions"]

    assert revision["message"] == "Add orders"
    assert revision["doc"] == doc.strip()
    assert revision["created"] == "2024-05-01 10:11:12.5"


def test_version_locations_that_env_py_sets(opened, project, database):
    project.line("aaaa")
    (project.path / "more").mkdir()
    (project.versions / "aaaa.py").rename(project.path / "more" / "aaaa.py")
    project.env(before="context.script.version_locations = ['more']")
    bridge = opened()

    assert [each["revision"] for each in bridge.result("graph")["revisions"]] == ["aaaa"]
    assert bridge.result("graph", current=False)["revisions"] == []


def test_no_revisions_and_a_broken_history(opened, project):
    bridge = opened()
    assert bridge.result("graph")["revisions"] == []
    project.revision("bbbb", "gone")

    assert bridge.error("graph")["reason"] == "BrokenHistory"
    assert bridge.error("graph", current=False)["reason"] == "BrokenHistory"
