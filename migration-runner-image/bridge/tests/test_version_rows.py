"""Alembic's statements for version rows while SQLAlchemy compiles them once."""

import drivers
import pytest
from alembic.runtime import migration
from sqlalchemy import Column, MetaData, String, Table, create_engine, literal_column

from stillhouse_bridge.version_rows import compiled_once

VERSIONS = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))


def update(to, start):
    """Return a statement as Alembic builds it."""
    literal = migration.literal_column
    return VERSIONS.update().values(version_num=literal(to)).where(VERSIONS.c.version_num == literal(start))


def delete(revision):
    """Return a statement as Alembic builds it."""
    return VERSIONS.delete().where(VERSIONS.c.version_num == migration.literal_column(revision))


def insert(revision):
    """Return a statement as Alembic builds it."""
    return VERSIONS.insert().values(version_num=migration.literal_column(revision))


def text(statement, dialect):
    """Return what goes to the server."""
    return str(statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True}))


def statements(dialect):
    """Return what goes to the server to move, to remove and to add a version row, but for RETURNING."""
    made = update("'bbbb'", "'aaaa'"), delete("'aaaa'"), insert("'aaaa'")
    return [text(statement, dialect).split(" RETURNING ")[0] for statement in made]


@pytest.mark.parametrize("driver", drivers.ALL)
def test_the_server_gets_the_same_text(driver):
    dialect = create_engine(f"postgresql+{driver}://").dialect
    alone = statements(dialect)
    with compiled_once():
        ours = statements(dialect)

    assert ours == alone
    assert "SET version_num='bbbb'" in ours[0]


def test_one_compilation_serves_all():
    with compiled_once():
        first, second = update("'bbbb'", "'aaaa'"), update("'cccc'", "'bbbb'")

    assert first._generate_cache_key().key == second._generate_cache_key().key


@pytest.mark.parametrize("odd", ["'it''s'", "'100%'", "'a:b'", "now()"])
def test_what_could_be_written_otherwise_is_left_to_alembic(odd):
    with compiled_once():
        left = migration.literal_column(odd)

    assert isinstance(left, type(literal_column("x")))


def test_alembic_is_left_as_it_was():
    with compiled_once():
        pass

    assert migration.literal_column is literal_column
