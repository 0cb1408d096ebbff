"""Which revisions an expression means, compared with what Alembic's own commands show."""

import os
import re
import subprocess
import sys

import pytest


@pytest.fixture
def history(project):
    """A root, two branches with labels, and a merge."""
    project.revision("root1").revision("aaa1", "root1", labels=("a",)).revision(
        "bbb1", "root1", labels=("b",)
    )
    project.revision("aaa2", "aaa1").revision("both1", ("aaa2", "bbb1")).revision("next1", "both1")
    return project


def alembic(project, *arguments):
    """Return the revisions that a command of Alembic's shows, in order."""
    shown = subprocess.run(
        [sys.executable, "-m", "alembic", *arguments],
        cwd=str(project.path),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "0"},
    ).stdout
    return re.findall(r"^Rev: (\w+)", shown, re.MULTILINE)


@pytest.mark.parametrize(
    "span", [":", "root1:aaa2", "aaa1:", ":bbb1", "-1:heads", "base:a@head", "both:next"]
)
def test_a_range_is_what_alembic_history_shows(opened, history, span):
    found = opened().result("select", range=span)["revisions"]

    assert found
    assert found == alembic(history, "history", "-v", "-r" + span)


@pytest.mark.parametrize(
    ("span", "revisions"),
    [
        ("current:", ["next1", "both1", "aaa2"]),
        (":current", ["aaa2", "aaa1", "root1"]),
        ("aaa1:current", ["aaa2", "aaa1"]),
    ],
)
def test_a_range_from_where_the_database_is(opened, history, span, revisions):
    assert opened().result("select", range=span, rows=["aaa2"])["revisions"][: len(revisions)] == revisions


@pytest.mark.parametrize("name", ["aaa1", "next", "head", "heads", "b", "base"])
def test_an_expression_is_what_alembic_show_shows(opened, history, name):
    assert opened().result("select", expressions=[name])["revisions"] == alembic(history, "show", name)


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"expressions": ["nope"]}, "UnknownRevision"),
        ({"expressions": []}, "ProtocolMismatch"),
        ({"range": "nope:"}, "UnknownRevision"),
        ({"range": "aaa1"}, "UnknownRevision"),
    ],
)
def test_what_cannot_be_found_is_refused(opened, history, params, reason):
    assert opened().error("select", **params)["reason"] == reason
