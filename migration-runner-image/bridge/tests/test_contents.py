"""Between the look at code and its run there may be a backup of hours, or another try."""

import pytest

READS = "import pathlib\nop.execute(pathlib.Path(__file__).with_suffix('.sql').read_text())"
HEAD = {"targets": ["head"], "direction": "up", "expect": ["aaaa"]}


@pytest.fixture
def looked_at(opened, offline, project):
    """A bridge in which a plan was made and rendered."""
    project.revision("aaaa", up=READS)
    (project.versions / "aaaa.sql").write_text("SELECT nothing")
    bridge = opened()
    bridge.result("plan", targets=["head"])
    bridge.result("render", **HEAD)
    return bridge


def refused(bridge, file, database):
    error = bridge.error("apply", **HEAD)
    assert error["reason"] == "PlanChanged"
    assert file in error["message"]
    assert error["steps"] == 0
    assert database.tables() == []


@pytest.mark.parametrize("tries", [0, 1])
def test_another_revision_file_is_not_run(looked_at, project, database, tries):
    for _ in range(tries):
        assert looked_at.error("apply", **HEAD)["reason"] == "StatementFailed"
    project.revision("aaaa")

    refused(looked_at, "migrations/versions/aaaa.py", database)


@pytest.mark.parametrize("tries", [0, 1])
def test_another_env_py_is_not_run(looked_at, project, database, tmp_path, tries):
    for _ in range(tries):
        assert looked_at.error("apply", **HEAD)["reason"] == "StatementFailed"
    project.env_source(f"open({str(tmp_path / 'ran')!r}, 'w')\n")

    refused(looked_at, "migrations/env.py", database)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("tries", [0, 1])
def test_another_file_that_a_revision_reads(looked_at, project, database, tries):
    for _ in range(tries):
        assert looked_at.error("apply", **HEAD)["reason"] == "StatementFailed"
    (project.versions / "aaaa.sql").write_text("CREATE TABLE t_gone (id int)")

    refused(looked_at, "migrations/versions/aaaa.sql", database)


def test_a_file_that_is_gone(looked_at, project, database):
    (project.versions / "aaaa.sql").unlink()

    refused(looked_at, "migrations/versions/aaaa.sql", database)


def test_another_plan_is_about_other_files(looked_at, project, database):
    project.revision("aaaa")
    looked_at.result("plan", targets=["head"])

    looked_at.result("apply", **HEAD)

    assert database.tables() == ["aaaa"]
