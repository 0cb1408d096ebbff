"""Saves the rows that a statement is about to change: under its own lock, in its own transaction.

The runner knows how to ask for them, keeps them, and lets the statement go on. Afterwards the server is asked
whether the rows that were changed are those that were saved.
"""

import contextlib
import hashlib
from typing import NamedTuple, Tuple

from .commits import autocommits
from .guard import Unforeseen
from .literals import literal
from .question import Answer
from .recognition import digest
from .refusal import Reason, Refusal
from .sent import text_of
from .server_rows import ServerRows

# Writers wait, and readers do not. What was locked does not change its definition either.
_LOCK = "LOCK TABLE ONLY {table} IN SHARE ROW EXCLUSIVE MODE"
# None of a column's.
_ROW = "stillhouse_saved"
_CURSOR = "stillhouse_rows"
_FIRST_BATCH = 50
_LARGEST_BATCH = 1000
_BATCH_CHARACTERS = 4 * 1024 * 1024
# Those that decide how a value is written, and which one a text means.
_SETTINGS = (
    "DateStyle",
    "IntervalStyle",
    "TimeZone",
    "bytea_output",
    "extra_float_digits",
    "lc_monetary",
    "search_path",
    "xmloption",
)


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


class Unsaved(BaseException):
    """Stops a step whose rows could not be saved, or were not those that it changed.

    Not an Exception: revisions and env.py that catch those are not to go on.
    """

    def __init__(self, reason, why):
        super().__init__(why)
        self.reason = reason
        self.why = why


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
        table = _Table.read(server, order.table)
        why = table.why_not(order.columns)
        if why:
            raise self._not_by_row(statement, context, why)
        saved = _Saved(server, table)
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


class _Table:
    """The table, as it is in the statement's transaction."""

    def __init__(self, schema, name, facts, columns, key, settings):
        self.name = f"{_quoted(schema)}.{_quoted(name)}"
        self._schema = schema
        self._bare = name
        self._facts = facts
        self._columns = columns
        self._key = key
        self._settings = settings

    @staticmethod
    def read(server, named):
        settings = ", ".join(f"pg_catalog.current_setting({literal(name)})" for name in _SETTINGS)
        oid, *values = server.one(f"SELECT {literal(named)}::pg_catalog.regclass::pg_catalog.oid, {settings}")
        settings = dict(zip(_SETTINGS, values))
        # So that the types of columns are named with their schemas.
        server.execute("SELECT pg_catalog.set_config('search_path', '', true)")
        schema, name, *facts = server.one(
            "SELECT n.nspname::text, c.relname::text, c.relkind::text, c.relhassubclass, c.relispartition,"
            " c.relrowsecurity FROM pg_catalog.pg_class c"
            f" JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = {oid}"
        )
        columns = server.all(
            "SELECT a.attname::text, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attgenerated::text,"
            f" a.attidentity::text FROM pg_catalog.pg_attribute a WHERE a.attrelid = {oid}"
            " AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum"
        )
        key = server.all(
            "SELECT a.attname::text FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_attribute a"
            f" ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey) WHERE k.conrelid = {oid}"
            " AND k.contype = 'p' ORDER BY a.attnum"
        )
        path = literal(settings["search_path"])
        server.execute(f"SELECT pg_catalog.set_config('search_path', {path}, true)")
        return _Table(schema, name, facts, columns, [each for (each,) in key], settings)

    def why_not(self, changed):
        """Return what keeps its rows from being saved one by one, as a clause; None if nothing does."""
        kind, parent, partition, secured = self._facts
        if kind != "r" or parent or partition:
            return f"{self.name} is no plain table"
        if secured:
            return f"{self.name} has row-level security"
        if not self._key:
            return f"{self.name} has no primary key"
        fixed = {name for name, _, generated, identity in self._columns if generated or identity == "a"}
        odd = [each for each in changed if each in self._key or each in fixed]
        return f"the column {odd[0]} of {self.name} cannot be set back" if odd else None

    def told(self):
        """Return what the runner has to know of it."""
        return {
            "schema": self._schema,
            "name": self._bare,
            "columns": [
                {"name": name, "type": kind, "generated": bool(generated)}
                for name, kind, generated, _ in self._columns
            ],
            "key": self._key,
            "settings": self._settings,
        }


class _Saved:
    """The rows that were saved for a statement, by where they lie."""

    def __init__(self, server, table):
        self._server = server
        self._table = table
        self._places = []
        self._count = 0

    def rows(self, affected):
        """Yield the rows in batches: each as one text, of which the server makes the same row again."""
        self._server.execute(
            f"DECLARE {_CURSOR} NO SCROLL CURSOR FOR SELECT {_ROW}::text,"
            f" {_ROW}::text::{self._table.name}::text OPERATOR(pg_catalog.=) {_ROW}::text, {_ROW}.ctid::text"
            f" FROM ONLY {self._table.name} AS {_ROW} WHERE {_ROW}.ctid IN ({affected}\n)"
        )
        size = _FIRST_BATCH
        while True:
            batch = self._server.all(f"FETCH {size} FROM {_CURSOR}")
            if not batch:
                break
            if not all(same for _, same, _ in batch):
                raise Unsaved(
                    Reason.BACKUP_NOT_EQUAL,
                    f"was about to change rows of {self._table.name} of which the server does not "
                    "make the same again from what it tells of them. Set spec.backup.scope to Tables for "
                    "this plan",
                )
            self._count += len(batch)
            self._places.append(",".join(f'"{place}"' for _, _, place in batch))
            yield [row for row, _, _ in batch]
            characters = sum(len(row) for row, _, _ in batch)
            size = max(1, min(_LARGEST_BATCH, size * _BATCH_CHARACTERS // (characters + 1)))
        self._server.execute(f"CLOSE {_CURSOR}")

    def require_changed(self, context):
        """Raise Unsaved unless the rows that were changed are those that were saved, all of them."""
        changed = getattr(context.cursor, "rowcount", -1)
        left = sum(
            self._server.one(
                f"SELECT pg_catalog.count(*) FROM ONLY {self._table.name}"
                f" WHERE ctid = ANY ('{{{places}}}'::pg_catalog.tid[])"
            )[0]
            for places in self._places
        )
        if left or changed != self._count:
            raise Unsaved(
                Reason.BACKUP_NOT_EQUAL,
                f"changed {changed} rows of {self._table.name}, of which {self._count - left} are among the "
                f"{self._count} that were saved right before: it chose others a moment later, as after "
                "others have written to a table that it reads. If that is always so, set spec.backup.scope "
                "to Tables for this plan",
            )


def _quoted(name):
    return '"' + name.replace('"', '""') + '"'
