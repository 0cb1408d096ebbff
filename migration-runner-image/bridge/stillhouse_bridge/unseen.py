"""Notices that a step may make something permanent of which no commit tells."""

import contextlib

from .commits import autocommits
from .outside import outside


class Unseen:
    """Watches for autocommit on the connection that migrates, and for what does not go through it."""

    def __init__(self, connection):
        self._ours = connection.connection
        self._notice = None

    def watch(self, interception):
        """Look at the statements of the connection's engine too."""
        interception.before.append(self._before_statement)

    @contextlib.contextmanager
    def step(self, tell):
        """Call ``tell()``, once, if the function of a step gives cause for it in this block."""
        self._notice = notice = _once(tell)
        self._look(notice)
        try:
            with outside.noticed(notice):
                yield
        finally:
            self._notice = None
            # The revision may have switched it on, past SQLAlchemy.
            self._look(notice)

    def _before_statement(self, statement, times, context):
        notice = self._notice
        if notice is None:
            return
        if context is not None and context.root_connection.connection is not self._ours:
            notice()
        self._look(notice)

    def _look(self, notice):
        if autocommits(self._ours):
            notice()


def _once(tell):
    told = []

    def notice():
        if not told:
            told.append(True)
            tell()

    return notice
