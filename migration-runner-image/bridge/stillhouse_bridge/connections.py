"""Everything about the connections that the project opens.

A project's env.py may take its database from anywhere. Listeners on all engines, installed before anything of
the project is imported, see to it that it reaches the database that the runner holds the lock on.
"""

import contextlib

from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.pool import Pool

from .callers import OwnThreads, is_called_by
from .calls import connection_of
from .outside import another_thread, outside
from .routing import Router
from .session import is_with_runner, prepare

_ASKED_FOR = "stillhouse"


class Connections:
    """Routes each PostgreSQL connection; prepares and tells those to the runner's database."""

    def __init__(self):
        self._router = None
        self._request = None
        self._events = None
        self._watch = None
        self._own = None
        self._env_py = None

    def serve(self, request, named, events):
        """From now on route to this request's database, and tell these events.

        ``named`` are the URLs by which the project's own configuration calls the database that it migrates.
        """
        self._router = Router(request.database, named, is_copy=request.original is not None)
        self._request = request
        self._events = events

    def install(self):
        """Listen to every engine of the process, present and future, sync and async."""
        event.listen(Engine, "do_connect", self._before_connect)
        event.listen(Pool, "connect", self._after_connect)
        event.listen(Pool, "checkout", self._before_use)
        event.listen(Engine, "engine_connect", self._after_checkout)

    @contextlib.contextmanager
    def refused(self, watch):
        """Refuse connections, of whatever kind, old or new, while the block runs, and tell the watch.

        Of those of threads that were there before nothing is told: they are an application's.
        """
        self._watch, self._own = watch, OwnThreads()
        event.listen(Engine, "before_cursor_execute", self._before_use)
        try:
            yield
        finally:
            event.remove(Engine, "before_cursor_execute", self._before_use)
            self._watch = self._own = None

    @contextlib.contextmanager
    def only_to_copy(self):
        """Refuse to use connections to anything but the copy while the block runs, those of before too."""
        event.listen(Engine, "before_cursor_execute", self._before_statement)
        try:
            yield
        finally:
            event.remove(Engine, "before_cursor_execute", self._before_statement)

    @staticmethod
    def _before_statement(connection, *_):
        if not connection.info.get(_ASKED_FOR, (False, None))[0]:
            outside.refuse("connects to a database")

    @contextlib.contextmanager
    def running(self, env_py):
        """Take a connection that this file opens itself in the block for the one to migrate."""
        self._env_py = env_py
        try:
            yield
        finally:
            self._env_py = None

    def migrates_with(self, connection):
        """Alembic was given this connection: what it asked for is what the project migrates."""
        self._router.settle(connection.info.get(_ASKED_FOR, (None, None))[1])

    def _before_use(self, *_):
        # Another thread may come by while the block ends.
        watch, own = self._watch, self._own
        if watch is None or own is None:
            outside.pass_by()
        elif own.has_current():
            watch.reach("connects to a database")
        else:
            raise another_thread()

    def _before_connect(self, dialect, record, arguments, parameters):
        """Route; return the connection where it is made here, and None where SQLAlchemy is to make it."""
        in_copy = outside.is_shut_in_copy
        if not in_copy:
            outside.refuse(lambda: connection_of(dialect.driver, (), parameters))
        self._before_use()
        ours = dialect.name == "postgresql" and self._route(dialect, record, parameters)
        if not in_copy:
            return None
        if not ours:
            outside.refuse(lambda: connection_of(dialect.driver, (), parameters))
        with outside.admitted():
            return dialect.connect(*arguments, **parameters)

    def _route(self, dialect, record, parameters):
        asked_for = self._router.asked_for(parameters)
        ours = self._router.route(dialect.driver, parameters, self._is_of_env_py)
        if record is not None:
            record.info[_ASKED_FOR] = ours, asked_for
        return ours

    def _is_of_env_py(self):
        return self._env_py is not None and is_called_by(self._env_py)

    def _after_connect(self, connection, record):
        if _ASKED_FOR in record.info:
            self._admit(connection, record.info[_ASKED_FOR][0])

    def _after_checkout(self, connection, *_):
        # A function of the project's (`creator=`) may make the connection, which tells of no parameters.
        if connection.dialect.name == "postgresql" and _ASKED_FOR not in connection.info:
            connection.info[_ASKED_FOR] = self._admit(connection.connection, False), None

    def _admit(self, connection, ours):
        """Prepare and tell a connection, if it is to the runner's database; tell whether it is."""
        locks = self._request.locks
        admitted = bool(ours or (locks and is_with_runner(connection, locks)))
        if admitted:
            self._events.connected(prepare(connection, self._request.session, locks))
        return admitted
