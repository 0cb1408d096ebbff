"""Revision files that are written."""

import os

import pytest


def ini(project, line):
    file = project.path / "alembic.ini"
    file.write_text(file.read_text().replace("prepend_sys_path = .", "prepend_sys_path = .\n" + line))


def test_an_empty_revision(opened, author):
    author.line("aaaa")

    result = opened().result("revision", message="Add the orders", revisionId="bbbb")

    assert result["revision"] == "bbbb"
    assert result["file"] == "migrations/versions/bbbb_add_the_orders.py"
    assert result["written"] == [{"revision": "bbbb", "file": result["file"]}]
    source = (author.path / result["file"]).read_text()
    assert source.startswith('"""Add the orders\n')
    assert "down_revision = 'aaaa'" in source


def test_all_its_options(opened, author, project):
    more = project.path / "more"
    more.mkdir()
    ini(project, f"version_locations = {project.versions} {more}\npath_separator = space")
    author.line("aaaa", "bbbb")

    result = opened().result(
        "revision",
        message="-m is a message",
        head="aaaa",
        splice=True,
        branchLabels=["x", "y"],
        dependsOn=["bbbb"],
        versionPath=str(more),
        revisionId="cccc",
    )

    assert os.path.dirname(result["file"]) == "more"
    source = (author.path / result["file"]).read_text()
    assert "down_revision = 'aaaa'" in source
    assert "branch_labels = ('x', 'y')" in source or "branch_labels = ['x', 'y']" in source
    assert "'bbbb'" in source.split("depends_on = ")[1]


def test_autogenerate(opened, author, models, database):
    models.revision("aaaa", up="pass", undo="pass")
    bridge = opened()
    bridge.result("stamp", targets=["head"])

    result = bridge.result("revision", message="all", autogenerate=True)

    source = (author.path / result["file"]).read_text()
    assert "op.create_table('users'" in source
    assert "op.drop_table('users'" in source
    assert bridge.result("plan", targets=["head"])["target"] == [result["revision"]]


def test_directives_and_file_templates_of_the_project(opened, author, project):
    ini(project, "file_template = %%(rev)s-x\nrevision_environment = true")
    project.env(
        imports="def directives(context, revision, found): found[0].rev_id = 'mine'",
        options="process_revision_directives=directives",
    ).line("aaaa")

    result = opened().result("revision", message="all")

    assert result["revision"] == "mine"
    assert result["file"] == "migrations/versions/mine-x.py"


def test_directives_that_want_nothing_written(opened, author, project):
    ini(project, "revision_environment = true")
    project.env(
        imports="def directives(context, revision, found): found[:] = []",
        options="process_revision_directives=directives",
    ).line("aaaa")

    assert opened().result("revision", message="all") == {"written": []}


def test_post_write_hooks(opened, author, project):
    ini(project, "revision_environment = true")
    project.env(
        imports="""from alembic.script import write_hooks
@write_hooks.register("mark")
def mark(file, options):
    with open(file, "a") as source:
        source.write("# marked")
"""
    )
    with (project.path / "alembic.ini").open("a") as ini_file:
        ini_file.write("[post_write_hooks]\nhooks = mark\nmark.type = mark\n")
    author.line("aaaa")

    result = opened().result("revision", message="all")

    assert (author.path / result["file"]).read_text().endswith("# marked")


def test_a_merge(opened, author, project):
    project.revision("root").revision("aaaa", "root").revision("bbbb", "root")
    bridge = opened()

    result = bridge.result("merge", message="Both", branchLabels=["m"], revisionId="both")

    assert result["file"] == "migrations/versions/both_both.py"
    source = (project.path / result["file"]).read_text()
    assert "'aaaa'" in source.split("down_revision = ")[1].split("\n")[0]
    assert bridge.result("plan", targets=["m@head"])["target"] == ["both"]


@pytest.mark.parametrize(
    ("method", "params", "why"),
    [
        ("revision", {"head": "nope"}, "nope"),
        ("revision", {"head": "aaaa"}, "is not a head revision"),
        ("merge", {"revisions": ["aaaa", "nope"]}, "nope"),
        ("revision", {"autogenerate": True}, "not up to date"),
    ],
)
def test_what_alembic_refuses(opened, author, method, params, why):
    author.line("aaaa", "bbbb")

    error = opened().error(method, message="x", **params)

    assert error["reason"] == "ProjectError"
    assert why in error["message"]


def test_a_folder_that_cannot_be_written(opened, author, project):
    author.line("aaaa")
    (project.path / "migrations" / "script.py.mako").unlink()

    assert "script.py.mako" in opened().error("revision", message="x")["message"]


def test_revisions_must_be_names(opened, author):
    assert opened().error("merge", revisions="aaaa")["reason"] == "ProtocolMismatch"
