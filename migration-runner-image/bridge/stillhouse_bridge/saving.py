"""Saves the rows that a statement is about to change: under its own lock, in its own transaction.

The runner knows how to ask for them, keeps them, and lets the statement go on. Afterwards the server is asked
whether the rows that were changed are those that were saved.
"""

import contextlib
import hashlib
from typing import NamedTuple, Tuple

from .commits import autocommits
from .guard import Unforeseen
from .question import Answer
from .recognition import digest
from .refusal import Reason, Refusal
from .saved_rows import SavedRows, SavedTable, Unsaved
from .sent import text_of
from .server_rows import ServerRows

# Writers wait, and readers do not. What was locked does not change its definition either.
_LOCK = "LOCK TABLE ONLY {table} IN SHARE ROW EXCLUSIVE MODE"


class Order(NamedTuple):
    """A statement of a revision, and how to ask for the rows of the table that it is going to change."""

    revision: str
    statement: str
    table: str
    columns: Tuple[str, ...]
    affected: str


def parse_orders(params):
    """Return the Orders of a request's ``rows``; raises a Refusal (ProtocolMismatch)."""
    try:
        return tuple(
            Order(
                each["revision"], each["statement"], each["table"], tuple(each["columns"]), each["affected"]
            )
            for each in params or ()
        )
    except (KeyError, TypeError) as error:
        raise Refusal(Reason.PROTOCOL_MISMATCH, f"The parameter 'rows' cannot be read: {error!r}.") from error


def unsaved(stop, subject):
    """Return the Refusal for a step that was stopped so; ``subject`` names it."""
    return Refusal(stop.reason, f"{subject} {stop.why}. Its transaction was rolled back.")


class Saving:
    """Looks for the statements of the orders before the engine of the connection that migrates sends them."""

    def __init__(self, context, orders, foreseen, recognition, events, attempt):
        self._dialect = context.dialect
        self._recognition = recognition
        self._events = events
        self._attempt = attempt
        self._orders = {}
        for order in orders:
            known = digest(order.statement)
            if known not in (foreseen.of(order.revision) or ()):
                raise Refusal(
                    Reason.PROTOCOL_MISMATCH,
                    f"A statement whose rows are to be saved was not rendered of {order.revision}.",
                )
            self._orders.setdefault(order.revision, {})[known] = order
        self._expected = None
        self._saved = None
        self._stopped = None

    def watch(self, interception):
        """Look at what the connection's engine is about to send, and at what became of it."""
        interception.before.append(self._before_statement)
        interception.after.append(self._after_statement)
        interception.failed.append(self._after_failure)

    @contextlib.contextmanager
    def step(self, revision):
        """Save what the function of a step is about to change, in this block."""
        self._expected, self._saved, self._stopped = self._orders.get(revision, {}), None, None
        try:
            yield
        finally:
            self._expected = None
            if self._stopped is not None:
                # Whatever the revision made of it.
                raise self._stopped

    def _before_statement(self, statement, times, context):
        if not self._expected:
            return
        if self._stopped is not None:
            raise self._stopped
        found = (self._expected.get(each) for each in self._recognition.digests(statement, context))
        order = next(filter(None, found), None)
        if order is not None:
            try:
                self._saved = self._save(order, statement, context)
            except (Unsaved, Unforeseen) as stop:
                self._stopped = stop
                raise

    def _after_statement(self, _, context):
        saved, self._saved = self._saved, None
        if saved is None:
            return
        try:
            saved.require_changed(context)
        except Unsaved as stop:
            self._stopped = stop
            raise

    def _after_failure(self, *_):
        self._saved = None

    def _save(self, order, statement, context):
        connection = context.root_connection.connection
        if autocommits(connection):
            raise self._not_by_row(statement, context, "it runs without a transaction")
        server = ServerRows(connection, self._dialect)
        server.execute(_LOCK.format(table=order.table))
        table = SavedTable.read(server, order.table)
        why = table.why_not(order.columns)
        if why:
            raise self._not_by_row(statement, context, why)
        saved = SavedRows(server, table)
        count, sha256 = self._send(saved, order.affected)
        told = {"table": table.told(), "set": list(order.columns), "count": count, "sha256": sha256}
        self._ask("saved", revision=order.revision, **told)
        return saved

    def _send(self, saved, affected):
        """Send the rows to the runner; return how many there are, and their digest."""
        count, sha256 = 0, hashlib.sha256()
        for rows in saved.rows(affected):
            count += len(rows)
            for row in rows:
                sha256.update(row.encode("utf-8", "surrogatepass") + b"\n")
            self._ask("rows", rows=rows)
        return count, sha256.hexdigest()

    def _ask(self, question, **fields):
        if self._events.ask(question, attempt=self._attempt, **fields) is not Answer.PROCEED:
            raise Unsaved(Reason.CANCELLED, "was given up by the runner before it changed rows")

    def _not_by_row(self, statement, context, why):
        return Unforeseen(
            text_of(statement, context, self._dialect),
            f"whose rows were to be saved right before, which cannot be done: {why}. It was not sent",
        )
