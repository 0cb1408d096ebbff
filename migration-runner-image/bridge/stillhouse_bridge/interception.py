"""Stands between SQLAlchemy and the driver of one engine.

SQLAlchemy has events for this, but where anyone listens to one of them it prepares all of them for each
statement, which can be felt in a thousand small revisions. And that of a commit comes before it, though the
commit may fail.
"""

import contextlib


class Interception:
    """Calls observers around what the connection's engine does, while the block of ``active`` runs.

    Those in ``before`` get ``statement, times, context`` of each statement: for how many rows of parameters
    it is executed, and SQLAlchemy's context, if it has one. Those in ``after`` and in ``failed`` get
    ``statement, context``. Those in ``committing`` get the pool's connection before a commit, and may keep it
    from happening; those in ``committed`` and ``rolled_back`` get it afterwards. ``sending`` gets
    ``send, statement, context`` and calls ``send()``, more than once if need be.
    """

    def __init__(self, connection):
        self._dialect = connection.dialect
        self.before = []
        self.after = []
        self.failed = []
        self.committing = []
        self.committed = []
        self.rolled_back = []
        self.sending = _once

    @contextlib.contextmanager
    def active(self):
        """Call the observers while the block runs."""
        dialect = self._dialect
        instead = {
            "do_execute": self._executing(dialect.do_execute),
            "do_executemany": self._executing_many(dialect.do_executemany),
            "do_execute_no_params": self._executing_bare(dialect.do_execute_no_params),
            "do_commit": _between(self.committing, dialect.do_commit, self.committed),
            "do_rollback": _between((), dialect.do_rollback, self.rolled_back),
        }
        replaced = {name: vars(dialect)[name] for name in instead if name in vars(dialect)}
        vars(dialect).update(instead)
        try:
            yield
        finally:
            for name in instead:
                del vars(dialect)[name]
            vars(dialect).update(replaced)

    def _executing(self, execute):
        def do_execute(cursor, statement, parameters, context=None):
            self._tell_before(statement, 1, context)
            with self._telling_failure(statement, context):
                self.sending(lambda: execute(cursor, statement, parameters, context), statement, context)
            self._tell_after(statement, context)

        return do_execute

    def _executing_many(self, execute):
        def do_executemany(cursor, statement, parameters, context=None):
            self._tell_before(statement, len(parameters), context)
            with self._telling_failure(statement, context):
                self.sending(lambda: execute(cursor, statement, parameters, context), statement, context)
            self._tell_after(statement, context)

        return do_executemany

    def _executing_bare(self, execute):
        def do_execute_no_params(cursor, statement, context=None):
            self._tell_before(statement, 1, context)
            with self._telling_failure(statement, context):
                self.sending(lambda: execute(cursor, statement, context), statement, context)
            self._tell_after(statement, context)

        return do_execute_no_params

    @contextlib.contextmanager
    def _telling_failure(self, statement, context):
        try:
            yield
        except BaseException:
            for observe in self.failed:
                observe(statement, context)
            raise

    def _tell_before(self, statement, times, context):
        for observe in self.before:
            observe(statement, times, context)

    def _tell_after(self, statement, context):
        for observe in self.after:
            observe(statement, context)


def _once(send, *_):
    send()


def _between(before, act, after):
    def acting(connection):
        for observe in before:
            observe(connection)
        act(connection)
        for observe in after:
            observe(connection)

    return acting
