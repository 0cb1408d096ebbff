"""Notices each commit of the project's migration connection, and whether it needs any."""

import re

_COMMIT = re.compile(r"\s*(COMMIT|END)\b", re.IGNORECASE)


def watch(interception, connection, committed):
    """Call ``committed()`` after each commit of this SQLAlchemy connection, however it was asked for."""
    ours = connection.connection

    def after_commit(pooled):
        if pooled is ours:
            committed()

    def after_statement(statement, context):
        if _COMMIT.match(statement) and (context is None or context.root_connection.connection is ours):
            committed()

    interception.committed.append(after_commit)
    interception.after.append(after_statement)


def autocommits(connection):
    """Tell whether what a driver's connection executes is committed by that.

    Drivers and SQLAlchemy's adapters of them have it alike.
    """
    return getattr(connection, "autocommit", False) is True
