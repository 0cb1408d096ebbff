"""Lets others wait who would write to tables, from before the runner's backup to the migration's commit.

What is about to go is then saved under the step's own lock: between the backup and the step there is nothing.
"""

import contextlib
import re
from typing import NamedTuple, Tuple

from . import database_errors
from .question import Answer
from .refusal import Reason, Refusal

# The strongest lock under which others, pg_dump too, may still read.
_MODE = "SHARE ROW EXCLUSIVE"
_ENDS = re.compile(
    r"\s*(?:COMMIT|END|ABORT|PREPARE\s+TRANSACTION|ROLLBACK(?!\s+(?:(?:WORK|TRANSACTION)\s+)?TO\b))\b",
    re.IGNORECASE,
)
_NOT_PERMITTED = "42501"
_ADVICE = (
    "Let it be one transaction, or stop the writers yourself and set spec.backup.writers to Continue for "
    "this plan."
)


class Order(NamedTuple):
    """Which tables, as SQL names them; from the start of which step, and to the end of which, by number."""

    step: int
    last: int
    tables: Tuple[str, ...]


def parse_order(params):
    """Return the Order of a request's ``hold``, or None; raises a Refusal (ProtocolMismatch)."""
    if params is None:
        return None
    try:
        order = Order(int(params["step"]), int(params["last"]), tuple(params["tables"]))
    except (KeyError, TypeError, ValueError) as error:
        raise Refusal(Reason.PROTOCOL_MISMATCH, f"The parameter 'hold' cannot be read: {error}.") from error
    if not order.tables or not 1 <= order.step <= order.last:
        raise Refusal(Reason.PROTOCOL_MISMATCH, "The parameter 'hold' names no tables, or no steps.")
    return order


class Released(BaseException):
    """Stops a step before it ends the transaction that holds the tables.

    Not an Exception: revisions and env.py that catch those are not to go on.
    """


def released(subject):
    """Return the Refusal for a step that was stopped so; ``subject`` names it."""
    return Refusal(
        Reason.WRITERS_CANNOT_WAIT,
        f"{subject} was about to end the transaction in which its tables' writers wait, so that they would "
        f"write between the backup and what it takes. That transaction was rolled back. {_ADVICE}",
    )


class Hold:
    """Locks the tables in the transaction of the connection that migrates, and asks the runner to go on."""

    def __init__(self, context, order, events):
        self._context = context
        self._connection = context.connection
        self._order = order
        self._events = events
        self._within = False
        self._held = False
        self._stopped = None

    def require_transaction(self):
        """Raise a Refusal if nothing can be held, before anything is done."""
        if self._autocommits() or not self._context.impl.transactional_ddl:
            raise Refusal(
                Reason.WRITERS_CANNOT_WAIT,
                "The project's env.py migrates without a transaction (autocommit, or transactional_ddl=False)"
                f", in which writers could be kept waiting. Nothing was applied. {_ADVICE}",
            )

    def watch(self, interception):
        """Keep the transaction from ending while the tables have to be held."""
        ours = self._connection.connection
        interception.before.append(self._before_statement)
        interception.committing.append(lambda pooled: self._refuse_end() if pooled is ours else None)

    @contextlib.contextmanager
    def step(self, index):
        """Hold the tables, if they are to be held from this step on, and keep them in this block."""
        if index == self._order.step:
            self._take()
        self._within = self._order.step <= index <= self._order.last
        try:
            yield
        finally:
            self._within = False
            if self._stopped is not None:
                # Whatever the revision made of it.
                raise self._stopped

    def _take(self):
        self.require_transaction()
        names = ", ".join(f"ONLY {table}" for table in self._order.tables)
        try:
            # As it stands: a percent sign in a name is none of a placeholder.
            self._connection.exec_driver_sql(
                f"LOCK TABLE {names} IN {_MODE} MODE", execution_options={"no_parameters": True}
            )
        except Exception as error:
            refused = database_errors.find(error)
            if refused is None or refused.sql_state != _NOT_PERMITTED:
                raise
            raise Refusal(
                Reason.WRITERS_CANNOT_WAIT,
                "The project's user may not lock all tables that the plan can take something from: "
                f"{refused.message}. Nothing of this step was applied. Grant it UPDATE, DELETE, TRUNCATE on "
                "them, or stop the writers yourself and set spec.backup.writers to Continue for this plan.",
                sqlState=refused.sql_state,
            ) from error
        self._held = True
        if self._events.ask("held", tables=list(self._order.tables)) is not Answer.PROCEED:
            raise Refusal(Reason.CANCELLED, "The runner has given up the step before its first statement.")

    def _autocommits(self):
        # Drivers and SQLAlchemy's adapters of them have it alike.
        return getattr(self._connection.connection, "autocommit", False) is True

    def _before_statement(self, statement, *_):
        if self._stopped is not None and self._within:
            raise self._stopped
        if _ENDS.match(statement):
            self._refuse_end()

    def _refuse_end(self):
        if self._within and self._held:
            self._stopped = Released()
            raise self._stopped
