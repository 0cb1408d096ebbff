"""Knows the statements of a plan again when they are about to be sent."""

import hashlib

from sqlalchemy import text

from .internals import execute_through
from .offline import NotRendered, offline_dialect, statement_text
from .sent import text_of


class Recognition:
    """Compares what goes to the driver with what was rendered.

    On its way to a driver a statement has placeholders and doubled percent signs. So what Alembic executes is
    written out once more as it was rendered, but only for the very statement that Alembic executes.
    """

    def __init__(self, context):
        self._dialect = context.dialect
        self._offline_dialect = offline_dialect(context.dialect)
        self._construct = None
        execute_through(context.impl, self._executing)

    def digests(self, statement, context):
        """Yield the digests that a statement may be known by, the cheapest first."""
        yield digest(text_of(statement, context, self._dialect))
        if self._is_construct(statement, context):
            yield digest(self._written_out())

    def _executing(self, execute, construct, *arguments, **named):
        """Know what Alembic is executing."""
        # Alembic would make another object of it.
        construct = text(construct) if isinstance(construct, str) else construct
        outer, self._construct = self._construct, construct
        try:
            return execute(construct, *arguments, **named)
        finally:
            self._construct = outer

    def _is_construct(self, statement, context):
        """Tell whether this is what Alembic executes, and not what somebody sends on the occasion."""
        if self._construct is None or context is None or context.compiled is None:
            return False
        # What was compiled may be of an equal one that came before.
        invoked = context.invoked_statement
        executed = context.compiled.statement if invoked is None else invoked
        return executed is self._construct and statement == context.statement

    def _written_out(self):
        try:
            return statement_text(self._construct, self._offline_dialect)
        except (NotRendered, Exception):
            return ""


def digest(statement):
    """Return what two texts of one statement have in common."""
    bare = statement.strip().rstrip(";").rstrip()
    return hashlib.blake2b(bare.encode("utf-8", "surrogatepass"), digest_size=16).digest()
