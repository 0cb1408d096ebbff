"""Keeps the SQL that the steps execute."""

import contextlib

from .kept import Kept
from .sent import text_of


class Executed:
    """The SQL of one step, as it goes to the connection's engine.

    Values that go to the driver apart from the text are left out: they may be secrets, and very many.
    """

    def __init__(self, connection):
        self._dialect = connection.dialect
        self._within = False
        self._kept = Kept()

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
        texts = [
            each.text if each.times == 1 else f"{each.text};\n-- {each.times} times"
            for each in self._kept.statements
        ]
        return [*texts, f"-- and {self._kept.left_out} more"] if self._kept.left_out else texts

    def forget(self):
        """Another step is about to run."""
        self._kept.forget()

    def _before_statement(self, statement, times, context):
        if self._within:
            self._kept.keep(text_of(statement, context, self._dialect), times)
