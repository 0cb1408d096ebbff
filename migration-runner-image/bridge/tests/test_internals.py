"""Alembic's private parts, as the bridge wants them of each release."""

import pytest
import sqlalchemy
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from stillhouse_bridge import internals


@pytest.fixture
def scripts(project):
    """aaaa, bbbb (labelled) on it, cccc that depends on bbbb by its label's revision."""
    project.line("aaaa").revision("bbbb", "aaaa", labels=("left",)).revision("cccc", depends_on="bbbb")
    scripts = ScriptDirectory.from_config(_config(project))
    scripts.get_heads()
    return scripts


def _config(project):
    config = Config(str(project.path / "alembic.ini"))
    config.set_main_option("script_location", str(project.path / "migrations"))
    return config


def _context(**options):
    return MigrationContext.configure(dialect_name="postgresql", opts={"as_sql": True, **options})


def names(nodes):
    return sorted(node.revision for node in nodes)


def test_what_a_revision_says(scripts):
    bbbb, cccc = scripts.get_revision("bbbb"), scripts.get_revision("cccc")

    assert internals.down_revisions(bbbb) == ["aaaa"]
    assert internals.down_revisions(cccc) == []
    assert internals.dependencies(cccc) == ["bbbb"]
    assert internals.own_labels(bbbb) == ["left"]
    assert internals.own_labels(scripts.get_revision("aaaa")) == []


def test_the_graph(scripts):
    assert sorted(scripts.get_heads()) == ["bbbb", "cccc"]
    assert internals.real_heads(scripts) == ["cccc"]
    assert names(internals.ancestors(scripts, scripts.get_revisions("cccc"))) == ["aaaa", "bbbb", "cccc"]
    assert names(internals.descendants(scripts, scripts.get_revisions("aaaa"))) == ["aaaa", "bbbb"]


def test_whole_identifiers(scripts):
    assert internals.find_whole(scripts, "aaaa").revision == "aaaa"
    assert internals.find_whole(scripts, "aaa") is None


def test_relative_targets(scripts):
    assert internals.relative_target(scripts, (), "aaaa+1").revision == "bbbb"


def test_steps(scripts):
    up = list(internals.upgrade_steps(scripts, "heads", ()))
    down = list(internals.downgrade_steps(scripts, "aaaa", ("bbbb",)))
    stamped = list(internals.stamp_steps(scripts, ("bbbb",), ()))

    assert [step.revision.revision for step in up] == ["aaaa", "bbbb", "cccc"]
    assert [step.revision.revision for step in down] == ["bbbb"]
    assert all(callable(step.migration_fn) for step in up + down)
    rows = internals.VersionRows(_context(), ())
    for step in up:
        rows.update_to_step(step)
    assert rows.heads == {"cccc"}
    rows = internals.VersionRows(_context(), ())
    for step in stamped:
        rows.update_to_step(step)
    assert rows.heads == {"bbbb"}


def test_reading_through_something(project):
    project.line("aaaa", "bbbb")
    scripts, read = ScriptDirectory.from_config(_config(project)), []

    def noted(load):
        for script in load():
            read.append(script.revision)
            yield script

    internals.read_through(scripts, noted)
    scripts.get_heads()

    assert sorted(read) == ["aaaa", "bbbb"]


def test_reading_all_through_something(project, monkeypatch):
    project.line("aaaa")
    monkeypatch.setattr(ScriptDirectory, "_load_revisions", ScriptDirectory._load_revisions)
    read = []

    def noted(load, scripts):
        for script in load(scripts):
            read.append(script.revision)
            yield script

    internals.read_all_through(noted)
    ScriptDirectory.from_config(_config(project)).get_heads()

    assert read == ["aaaa"]


@pytest.mark.parametrize("each", [True, False])
def test_transactions(each):
    assert internals.has_transaction_for_each(_context(transaction_per_migration=each)) is each


def test_executing_through_something():
    impl, executed = _context().impl, []
    internals.execute_through(impl, lambda execute, construct, *more, **named: executed.append(construct))

    impl.execute("SELECT 1")

    assert [str(each) for each in executed] == ["SELECT 1"]


def test_the_version_table(database):
    with sqlalchemy.create_engine(database.url("psycopg2")).connect() as connection:
        context = MigrationContext.configure(connection)
        looked = []
        internals.make_version_table(context)
        internals.before_purge(context, lambda: looked.append(database.rows()))
        with context.begin_transaction():
            internals.make_version_table(context)
            assert looked == []
            context._ensure_version_table(purge=True)
            assert len(looked) == 1
