"""Keeps the timeouts of the project's connection what the manifest says, whatever env.py and the steps do."""

import contextlib
import re
import time

from sqlalchemy import event

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

    @contextlib.contextmanager
    def watching(self):
        """Notice on the connection's engine what may change them while the block runs."""
        engine = self._connection.engine
        listeners = {"before_cursor_execute": self._before_execute, "rollback": self._changed}
        for name, listener in listeners.items():
            event.listen(engine, name, listener)
        try:
            yield
        finally:
            for name, listener in listeners.items():
                event.remove(engine, name, listener)

    def keep(self):
        """Set them, inside the transaction that the connection is in, unless they surely are set."""
        if time.monotonic() < self._until:
            return
        for statement in self._statements:
            self._connection.exec_driver_sql(statement)
        self._until = time.monotonic() + _SECONDS

    def _before_execute(self, _connection, _cursor, statement, *_):
        if len(statement) > _LONGEST or _SUSPECT.search(statement):
            self._changed()

    def _changed(self, *_):
        self._until = 0.0
