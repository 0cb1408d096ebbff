"""Lets others wait who would write to tables, from before the runner's backup to the migration's commit.

What is about to go is then saved under the step's own lock: between the backup and the step there is nothing.
"""

import contextlib
import re
from typing import NamedTuple, Tuple

from . import database_errors
from .commits import autocommits
from .harmless import is_harmless, plain_words
from .question import Answer
from .refusal import Reason, Refusal
from .sending_again import send_again, takes_a_table
from .server_rows import ServerRows

# The strongest lock under which others, pg_dump too, may still read.
_MODE = "SHARE ROW EXCLUSIVE"
_ENDS = re.compile(
    r"(?:^|;)\s*"
    r"(?:COMMIT|END|ABORT|PREPARE\s+TRANSACTION|ROLLBACK(?!\s+(?:(?:WORK|TRANSACTION)\s+)?TO\b))\b",
    re.IGNORECASE,
)
# To look for these words takes less than to read a long statement.
_MAY_END = re.compile(r"\b(?:COMMIT|END|ABORT|PREPARE|ROLLBACK)\b", re.IGNORECASE)
# Of the transaction: a commit that went past SQLAlchemy ends it unseen.
_TRANSACTION = "SELECT txid_current()"
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
    """Locks the tables in the transaction of the connection that migrates, and asks the runner to go on.

    ``failed_before`` is the Refusal for the try before, where env.py tries again by itself.
    """

    def __init__(self, context, order, events, failed_before=None):
        self._context = context
        self._connection = context.connection
        self._pooled = context.connection.connection
        self._server = ServerRows(self._pooled, context.dialect)
        self._order = order
        self._events = events
        self._failed_before = failed_before
        self._inside = False
        self._held = False
        self._transaction = None
        self._stopped = None

    def require_transaction(self):
        """Raise a Refusal if nothing can be held, before anything is done."""
        if autocommits(self._pooled) or not self._context.impl.transactional_ddl:
            raise Refusal(
                Reason.WRITERS_CANNOT_WAIT,
                "The project's env.py migrates without a transaction (autocommit, or transactional_ddl=False)"
                f", in which writers could be kept waiting. Nothing was applied. {_ADVICE}",
            )

    def watch(self, interception):
        """Keep the transaction from ending while the tables have to be held."""
        interception.before.append(self._before_statement)
        interception.committing.append(self._before_commit)
        interception.rolled_back.append(self._after_rollback)
        interception.sending = self._send

    @contextlib.contextmanager
    def step(self, index):
        """Hold the tables, from the first of the steps on, until this block of the last is left."""
        if index == self._order.step:
            self._take()
        self._inside = True
        try:
            yield
            self._require_same_transaction()
        finally:
            self._inside = False
            if self._stopped is not None:
                # Whatever the revision made of it.
                raise self._stopped
        if index == self._order.last:
            self._held = False

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
        self._transaction = self._read_transaction()
        if self._events.held(list(self._order.tables), self._failed_before) is not Answer.PROCEED:
            raise Refusal(Reason.CANCELLED, "The runner has given up the step before its first statement.")

    def _before_statement(self, statement, _, context):
        if self._stopped is not None and self._inside:
            raise self._stopped
        ours = self._is_sent_by_ours(context)
        if self._held and ours and _MAY_END.search(statement) and _ENDS.search(plain_words(statement)):
            self._refuse_end()
        if ours and self._inside and not is_harmless(statement):
            self._require_same_transaction()

    def _send(self, send, statement, context):
        if self._held and self._is_sent_by_ours(context) and takes_a_table(statement):
            send_again(send, self._server)
        else:
            send()

    def _is_sent_by_ours(self, context):
        return context is None or self._is_ours(context.root_connection.connection)

    def _require_same_transaction(self):
        if self._held and self._read_transaction() != self._transaction:
            self._refuse_end()

    def _read_transaction(self):
        """Return the number of the transaction, or the last one known where it has failed."""
        try:
            (number,) = self._server.one(_TRANSACTION)
        except Exception:
            return self._transaction
        return number

    def _before_commit(self, pooled):
        if self._held and self._is_ours(pooled):
            self._refuse_end()

    def _after_rollback(self, pooled):
        if self._held and self._is_ours(pooled):
            # As at the end of a step that failed. What comes after that in a step is not sent.
            self._held = False
            self._stopped = Released()

    def _is_ours(self, pooled):
        return pooled is self._pooled

    def _refuse_end(self):
        self._stopped = Released()
        raise self._stopped
