"""Everything about the connections that the project opens.

A project's env.py may take its database from anywhere. Listeners on all engines, installed before anything of
the project is imported, see to it that it reaches the database that the runner holds the lock on.
"""

import contextlib

from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.pool import Pool

from .routing import Router
from .session import prepare

_MARK = "stillhouse"


class Connections:
    """Routes and prepares each PostgreSQL connection, and tells of its backend."""

    def __init__(self):
        self._router = None
        self._session = None
        self._events = None
        self._watch = None

    def serve(self, database, session, events):
        """From now on route to this database, with this session, and tell these events."""
        self._router = Router(database)
        self._session = session
        self._events = events

    def install(self):
        """Listen to every engine of the process, present and future, sync and async."""
        event.listen(Engine, "do_connect", self._before_connect)
        event.listen(Pool, "connect", self._after_connect)
        event.listen(Pool, "checkout", self._before_use)

    @contextlib.contextmanager
    def refused(self, watch):
        """Refuse connections, of whatever kind, old or new, while the block runs, and tell the watch."""
        self._watch = watch
        event.listen(Engine, "before_cursor_execute", self._before_use)
        try:
            yield
        finally:
            event.remove(Engine, "before_cursor_execute", self._before_use)
            self._watch = None

    def _before_use(self, *_):
        if self._watch is not None:
            self._watch.give_up("it connects to a database")

    def _before_connect(self, dialect, record, _, parameters):
        self._before_use()
        if dialect.name != "postgresql":
            return
        self._router.route(dialect.driver, parameters)
        if record is not None:
            record.info[_MARK] = True

    def _after_connect(self, connection, record):
        if record.info.pop(_MARK, False):
            self._events.connected(prepare(connection, self._session))
