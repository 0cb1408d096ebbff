"""Reads the errors of PostgreSQL and of its drivers."""

import asyncio
import re
import socket
from typing import NamedTuple, Optional

from sqlalchemy.exc import DBAPIError

from . import row_values, server_message, traces
from .refusal import Reason, Refusal

STATEMENT_LENGTH = 2000

# What ends a silent session, by its SQLSTATE or, where the driver has lost that, its words.
_ENDS_SESSIONS = (
    ("25P03", "due to idle-in-transaction timeout", "idle_in_transaction_session_timeout"),
    ("25P04", "due to transaction timeout", "transaction_timeout"),
    ("57P05", "due to idle-session timeout", "idle_session_timeout"),
)

_DRIVERS = ("psycopg2", "psycopg", "asyncpg", "pg8000", "sqlalchemy")
_UNREACHABLE = (ConnectionError, socket.gaierror, socket.timeout, TimeoutError, asyncio.TimeoutError)
_NOT_ADMITTED = re.compile(
    r"authentication failed|no password supplied|no pg_hba\.conf entry"
    r"|role \".*\" (does not exist|is not permitted)",
    re.IGNORECASE,
)
_ADAPTED_CLASS = re.compile(r"^<class '[^']*'>: ")


class DatabaseError(NamedTuple):
    """What is known of an error; ``connecting`` also stands for a connection that broke.

    The message is without values of rows; ``abridged`` if there were some.
    """

    message: str
    sql_state: Optional[str]
    statement: Optional[str]
    connecting: bool
    abridged: bool = False


def find(error):
    """Return the database error that led to the exception, or None."""
    for each in traces.chain(error):
        if isinstance(each, DBAPIError):
            return _from_driver(each.orig, each.statement, each.connection_invalidated)
        if _sql_state(each):
            return _from_driver(each, None, False)
        if isinstance(each, _UNREACHABLE) and traces.passes_through(each, *_DRIVERS):
            return DatabaseError(_text(each), None, None, True)
        if type(each).__name__ == "OperationalError" and type(each).__module__.split(".")[0] in _DRIVERS:
            return _from_driver(each, None, False)
    return None


def other_database(error):
    """Return the name of the driver if the error is one of another kind of database, or None."""
    found = traces.find(error, DBAPIError)
    driver = found and type(found.orig).__module__.split(".")[0]
    return None if driver is None or driver in _DRIVERS else driver


def as_refusal(error, subject):
    """Return the Refusal for a database error; ``subject`` names what was running."""
    reason = _reason(error)
    advice = {
        Reason.CONNECTION_FAILED: "The connection to the database failed: {message}. "
        "Check that the server is up and reachable from the pod.",
        Reason.AUTHENTICATION_FAILED: "The database refused the user or the password: {message}. "
        "Check the Secret, or what spec.database.auth needs.",
        Reason.LOCK_TIMEOUT: "{subject} waited too long for a lock: {message}.",
        Reason.STATEMENT_TIMEOUT: "{subject} ran into the statement timeout: {message}.",
        Reason.CANCELLED: "{subject} was cancelled: {message}.",
        Reason.STATEMENT_FAILED: "{subject} failed: {message}{state}.",
    }[reason]
    message = advice.format(
        subject=subject,
        message=error.message.rstrip("."),
        state=f" (SQLSTATE {error.sql_state})" if error.sql_state else "",
    )
    ended_by = _ended_by(error)
    if ended_by:
        message += (
            f" Its {ended_by} ended the session. A run has a deadline of its own, so Stillhouse sets this to "
            "0: something in the project sets it again."
        )
    if error.abridged:
        message += " Values of rows are left out here; the project's own log has them."
    statement = error.statement and error.statement.strip()[:STATEMENT_LENGTH]
    return Refusal(reason, message, sqlState=error.sql_state, statement=statement)


def _reason(error):
    state, text = error.sql_state or "", error.message
    if _ended_by(error):
        # It would be so again.
        return Reason.STATEMENT_FAILED
    if state == "55P03":
        return Reason.LOCK_TIMEOUT
    if state == "57014":
        return Reason.STATEMENT_TIMEOUT if "timeout" in text else Reason.CANCELLED
    if state.startswith("28") or (not state and error.connecting and _NOT_ADMITTED.search(text)):
        return Reason.AUTHENTICATION_FAILED
    if state.startswith(("08", "57P")) or state in ("53300", "3D000") or error.connecting:
        return Reason.CONNECTION_FAILED
    return Reason.STATEMENT_FAILED


def _ended_by(error):
    """Return the setting for whose sake the server has ended the session, or None."""
    for state, words, setting in _ENDS_SESSIONS:
        if error.sql_state == state or words in error.message:
            return setting
    return None


def _from_driver(error, statement, invalidated):
    state = _sql_state(error)
    said = server_message.read(error)
    if said:
        return DatabaseError(row_values.told(said), state, statement, False, row_values.left_out(said))
    connecting = state is None and (statement is None or invalidated)
    return DatabaseError(_text(error), state, statement, connecting)


def _sql_state(error):
    said = server_message.read(error)
    state = said.sql_state if said else getattr(error, "sqlstate", None) or getattr(error, "pgcode", None)
    return state if isinstance(state, str) else None


def _text(error):
    text = _ADAPTED_CLASS.sub("", str(error).strip()) or traces.class_name(error)
    lines = [line.strip() for line in text.splitlines()]
    # The position marker of libpq ("LINE 1: …" and "^") repeats the statement.
    kept = [line for line in lines if line and not line.startswith("LINE ") and set(line) != {"^"}]
    return row_values.unlabelled(" ".join(kept))
