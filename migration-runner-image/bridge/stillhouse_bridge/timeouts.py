"""Keeps the timeouts of the project's connection what the manifest says, whatever env.py and the steps do."""

import re
import time

from .session import timeouts

# What may set them, or take back that we did.
_SUSPECT = re.compile(r"timeout|set_config|\b(?:RESET|DISCARD|ROLLBACK|ABORT)\b", re.IGNORECASE)

# Searching a longer text takes more than setting them again.
_LONGEST = 10_000

# A statement past SQLAlchemy, or in a function on the server, isn't seen: they come back after this time.
_SECONDS = 0.5


class Timeouts:
    """Sets the timeouts where they may be others: a round trip for each of a thousand revisions adds up."""

    def __init__(self, connection, session):
        self._connection = connection
        self._statements = [f"SET {name} = '{value}'" for name, value in timeouts(session).items()]
        self._until = 0.0

    def watch(self, interception):
        """Notice on the connection's engine what may change them."""
        if self._statements:
            interception.before.append(self._before_statement)
            interception.rolled_back.append(self._changed)

    def keep(self):
        """Set them, inside the transaction that the connection is in, unless they surely are set."""
        if time.monotonic() < self._until:
            return
        for statement in self._statements:
            self._connection.exec_driver_sql(statement)
        self._until = time.monotonic() + _SECONDS

    def _before_statement(self, statement, *_):
        if len(statement) > _LONGEST or _SUSPECT.search(statement):
            self._changed()

    def _changed(self, *_):
        self._until = 0.0
