"""Lets SQLAlchemy compile Alembic's statement for a version row once, and not again for each revision."""

import contextlib
import re

from alembic.runtime import migration
from sqlalchemy import String, bindparam

# Of others it is not sure that they would be written into the statement as Alembic does it.
_PLAIN = re.compile(r"'([\w.-]+)'", re.ASCII)


@contextlib.contextmanager
def compiled_once():
    """Let Alembic write version rows by statements with a parameter while the block runs.

    Alembic's have a literal, by which SQLAlchemy tells compiled statements apart: it never finds one again.
    A parameter that is written into the text at the execution gives the server the same text, but for the
    RETURNING of an INSERT, which Alembic does not read.
    """
    literal_column = getattr(migration, "literal_column", None)
    if literal_column is None:
        yield
        return

    def parameter(text):
        plain = _PLAIN.fullmatch(text)
        if plain is None:
            return literal_column(text)
        return bindparam(None, plain.group(1), type_=String(), literal_execute=True)

    migration.literal_column = parameter
    try:
        yield
    finally:
        migration.literal_column = literal_column
