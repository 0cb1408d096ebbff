"""Sees what the statements of a step do to the tables of a copy.

The server tells it to the session that did it, before the transaction ends: which locks it holds, and which
tables were read from one end to the other or have another file than before.
"""

import contextlib
import re
from typing import NamedTuple

from .commits import autocommits
from .harmless import plain_words
from .kept import Kept
from .sent import text_of
from .server_rows import ServerRows

# A transaction's settings come before its first query.
_SETS = re.compile(r"(SET|RESET|SHOW|BEGIN|START)\b", re.IGNORECASE)
_TAKES_BACK = re.compile(r"ROLLBACK\s+(WORK\s+|TRANSACTION\s+)?TO\b", re.IGNORECASE)
_ENDS = re.compile(r"(COMMIT|END|ABORT|ROLLBACK)\b", re.IGNORECASE)
# Its files are others too, and empty.
_EMPTIES = re.compile(r"TRUNCATE\b", re.IGNORECASE)
# May stop at the first row, or begin when somebody fetches it.
_QUERIES = re.compile(r"(SELECT|WITH|VALUES|TABLE|DECLARE|FETCH)\b", re.IGNORECASE)

# Every name is qualified, operators too: where others lead is up to the project. Of scans a session counts
# its own until it reports them, now and then between transactions: only both together are sure to grow.
_TABLES = """
SELECT c.oid::pg_catalog.int8, n.nspname::pg_catalog.text, c.relname::pg_catalog.text,
    COALESCE(pg_catalog.pg_relation_filenode(c.oid), 0::pg_catalog.oid)::pg_catalog.int8,
    pg_catalog.pg_stat_get_numscans(c.oid) OPERATOR(pg_catalog.+) pg_catalog.pg_stat_get_xact_numscans(c.oid)
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
WHERE c.relkind OPERATOR(pg_catalog.=) ANY ('{r,p,m,f,v}'::pg_catalog."char"[])
    AND c.relpersistence OPERATOR(pg_catalog.<>) 't'::pg_catalog."char"
    AND c.oid OPERATOR(pg_catalog.>=) 16384::pg_catalog.oid
"""
_LOCKED = """
SELECT l.relation::pg_catalog.int8, l.mode,
    COALESCE(pg_catalog.pg_relation_filenode(l.relation), 0::pg_catalog.oid)::pg_catalog.int8,
    pg_catalog.pg_stat_get_numscans(l.relation)
        OPERATOR(pg_catalog.+) pg_catalog.pg_stat_get_xact_numscans(l.relation)
FROM pg_catalog.pg_locks l
WHERE l.pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid() AND l.granted
    AND l.locktype OPERATOR(pg_catalog.=) 'relation'::pg_catalog.text
    AND l.database OPERATOR(pg_catalog.=) (SELECT d.oid FROM pg_catalog.pg_database d
        WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database())
    AND l.relation OPERATOR(pg_catalog.>=) 16384::pg_catalog.oid
"""


class Table(NamedTuple):
    """A table by the name that it had before the first step."""

    schema: str
    name: str

    def told(self):
        """Return it as a request or an event has it."""
        return {"schema": self.schema, "table": self.name}


class Observation:
    """The statements of one step that go through the connection that migrates, and what they do.

    Known are the tables that were there before the first step, but for Alembic's own: nobody else can wait
    for what a step has made.
    """

    def __init__(self, context):
        connection = context.connection
        self._dialect = connection.dialect
        self._connection = connection.connection
        self._server = ServerRows(connection.connection, connection.dialect)
        self._kept = Kept()
        self._within = False
        self._new = None
        # All files that a table has had: what is taken back leaves it with an old one.
        self._tables, self._files, self._scans = {}, {}, {}
        self._held = set()
        for oid, schema, name, file, scans in self._server.all(_TABLES):
            if name != context.version_table:
                self._tables[oid] = Table(schema, name)
            self._files[oid], self._scans[oid] = {file}, scans

    def watch(self, interception):
        """Look from now on at what the connection's engine executes."""
        interception.before.append(self._before_statement)
        interception.after.append(self._after_statement)
        interception.failed.append(self._after_failure)
        interception.committed.append(self._after_end)
        interception.rolled_back.append(self._after_end)

    @contextlib.contextmanager
    def step(self, tell):
        """Look at what the function of a step executes in this block.

        Then ``tell(statements, left_out)`` is called, however the function ended.
        """
        self._kept.forget()
        self._within = True
        try:
            yield
        finally:
            self._within = False
            told = [{"sql": each.text, "times": each.times, **each.effects} for each in self._kept.statements]
            tell(told, self._kept.left_out)

    def _before_statement(self, statement, times, context):
        self._new = None
        if self._within and self._is_ours(context):
            kept = self._kept.keep(text_of(statement, context, self._dialect), times)
            # What a repetition does is what the first one did.
            if kept is not None and kept.effects is None:
                self._new = kept
                autocommit = autocommits(self._connection)
                kept.effects = {"autocommit": autocommit, "locks": [], "rewritten": [], "scanned": []}

    def _after_statement(self, statement, _):
        new, self._new = self._new, None
        words = plain_words(statement)
        if _ENDS.match(words) and not _TAKES_BACK.match(words):
            self._held = set()
        elif new is not None and not _SETS.match(words):
            new.effects.update(_of_kind(words, self._look(new.effects["autocommit"])))

    def _after_failure(self, *_):
        # A transaction that has failed answers no questions.
        self._new = None

    def _after_end(self, pooled):
        if pooled is self._connection:
            self._held = set()

    def _is_ours(self, context):
        return context is None or context.root_connection.connection is self._connection

    def _look(self, autocommit):
        """Return what is so now and was not when it was looked last."""
        if autocommit:
            # Its locks are gone.
            held, seen = set(), [(row[0], *row[3:]) for row in self._server.all(_TABLES)]
        else:
            rows = self._server.all(_LOCKED)
            held, seen = {row[:2] for row in rows}, [(row[0], *row[2:]) for row in rows]
        rewritten, scanned = set(), set()
        for oid, file, scans in seen:
            files = self._files.setdefault(oid, {file})
            # One that is dropped has no file.
            if file != 0 and file not in files:
                rewritten.add(oid)
                files.add(file)
            if scans > self._scans.get(oid, scans):
                scanned.add(oid)
            self._scans[oid] = scans
        # Who rewrites or reads a table does so under what is held already, too.
        new = {(oid, mode) for oid, mode in held if oid in rewritten | scanned} | (held - self._held)
        self._held = held
        return {
            "locks": sorted(
                ({"mode": mode, **self._tables[oid].told()} for oid, mode in new if oid in self._tables),
                key=lambda lock: (lock["schema"], lock["table"], lock["mode"]),
            ),
            "rewritten": self._told(rewritten),
            "scanned": self._told(scanned),
        }

    def _told(self, oids):
        return [table.told() for table in sorted(self._tables[oid] for oid in oids if oid in self._tables)]


def _of_kind(words, seen):
    """Return what was seen without what it does not mean of such a statement."""
    if _EMPTIES.match(words):
        return {"locks": seen["locks"]}
    if _QUERIES.match(words):
        return {**seen, "scanned": []}
    return seen
