"""Notices each commit of the project's migration connection."""

import contextlib
import re

from sqlalchemy import event

_COMMIT = re.compile(r"\s*(COMMIT|END)\b", re.IGNORECASE)


@contextlib.contextmanager
def watching(connection, committed):
    """Call ``committed()`` after each commit of this SQLAlchemy connection while the block runs.

    SQLAlchemy's own event comes before the commit, which may still fail; so the dialect's commit is wrapped.
    """
    dialect, ours = connection.dialect, connection.connection
    commit = dialect.do_commit

    def do_commit(dbapi_connection):
        commit(dbapi_connection)
        if dbapi_connection is ours:
            committed()

    def after_execute(executing, _cursor, statement, *_):
        if _COMMIT.match(statement) and executing.connection is ours:
            committed()

    dialect.do_commit = do_commit
    event.listen(connection.engine, "after_cursor_execute", after_execute)
    try:
        yield
    finally:
        event.remove(connection.engine, "after_cursor_execute", after_execute)
        del dialect.do_commit
