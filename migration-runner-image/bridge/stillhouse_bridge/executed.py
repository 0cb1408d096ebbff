"""Keeps the SQL that the steps execute."""

import contextlib

from sqlalchemy import event

# More is only counted: a data migration may execute a statement for each of a million rows.
_STATEMENTS_OF_A_STEP = 500
_CHARACTERS_OF_A_STEP = 1024 * 1024
# The runner holds all of it until the run has come to its end.
_CHARACTERS_OF_A_RUN = 16 * 1024 * 1024
_AROUND_A_STATEMENT = 100

_FORMATS_WITH_PERCENT = ("format", "pyformat")


class Executed:
    """The SQL of one step after the other, as it goes to the connection's engine.

    Values that go to the driver apart from the text are left out: they may be secrets, and very many.
    """

    def __init__(self, connection):
        self._engine = connection.engine
        self._within = False
        self._room_of_run = _CHARACTERS_OF_A_RUN
        self._forget()

    @contextlib.contextmanager
    def watching(self):
        """Listen to the engine while the block runs."""
        event.listen(self._engine, "before_cursor_execute", self._before_execute)
        try:
            yield
        finally:
            event.remove(self._engine, "before_cursor_execute", self._before_execute)

    @contextlib.contextmanager
    def step(self, tell):
        """Call ``tell`` with what was executed in this block, however it ends."""
        self._forget()
        self._within = True
        try:
            yield
        finally:
            self._within = False
            tell(self._texts())
            self._forget()

    def _forget(self):
        self._statements = []
        self._room = _CHARACTERS_OF_A_STEP
        self._left_out = 0

    def _before_execute(self, connection, _cursor, statement, parameters, context, executemany):
        if not self._within:
            return
        times = len(parameters) if executemany else 1
        text = _without_escapes(statement, connection, context)
        size = len(text) + _AROUND_A_STATEMENT
        if self._statements and self._statements[-1][0] == text:
            self._statements[-1][1] += times
        elif len(self._statements) < _STATEMENTS_OF_A_STEP and size <= min(self._room, self._room_of_run):
            self._statements.append([text, times])
            self._room -= size
            self._room_of_run -= size
        else:
            self._left_out += times

    def _texts(self):
        texts = [text if times == 1 else f"{text};\n-- {times} times" for text, times in self._statements]
        return [*texts, f"-- and {self._left_out} more"] if self._left_out else texts


def _without_escapes(statement, connection, context):
    text = statement.strip().rstrip(";")
    # SQLAlchemy doubles the percent signs of what it compiles itself for drivers that would format them.
    compiled = context is not None and context.compiled is not None
    doubled = compiled and connection.dialect.paramstyle in _FORMATS_WITH_PERCENT
    return text.replace("%%", "%") if doubled else text
