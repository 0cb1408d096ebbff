"""Keeps the SQL that the steps execute."""

import contextlib

from .sent import text_of

# More is only counted: a data migration may execute a statement for each of a million rows.
_STATEMENTS_OF_A_STEP = 500
_CHARACTERS_OF_A_STEP = 1024 * 1024
# The runner holds all of it until the run has come to its end.
_CHARACTERS_OF_A_RUN = 16 * 1024 * 1024
_AROUND_A_STATEMENT = 100


class Executed:
    """The SQL of one step, as it goes to the connection's engine.

    Values that go to the driver apart from the text are left out: they may be secrets, and very many.
    """

    def __init__(self, connection):
        self._dialect = connection.dialect
        self._within = False
        self._room_of_run = _CHARACTERS_OF_A_RUN
        self.forget()

    def watch(self, interception):
        """Keep from now on what the connection's engine executes."""
        interception.before.append(self._before_statement)

    @contextlib.contextmanager
    def step(self):
        """Keep what the function of a step executes, in this block."""
        self._within = True
        try:
            yield
        finally:
            self._within = False

    def texts(self):
        """Return what the last step has executed."""
        texts = [text if times == 1 else f"{text};\n-- {times} times" for text, times in self._statements]
        return [*texts, f"-- and {self._left_out} more"] if self._left_out else texts

    def forget(self):
        """Another step is about to run."""
        self._statements = []
        self._room = _CHARACTERS_OF_A_STEP
        self._left_out = 0

    def _before_statement(self, statement, times, context):
        if not self._within:
            return
        text = text_of(statement, context, self._dialect)
        size = len(text) + _AROUND_A_STATEMENT
        if self._statements and self._statements[-1][0] == text:
            self._statements[-1][1] += times
        elif len(self._statements) < _STATEMENTS_OF_A_STEP and size <= min(self._room, self._room_of_run):
            self._statements.append([text, times])
            self._room -= size
            self._room_of_run -= size
        else:
            self._left_out += times
