"""The settings of the project's sessions on the server."""

import contextlib

from . import locks as lock
from .literals import literal

_PID = "pg_backend_pid()"
# A run has a deadline of its own, and may compute for long between two statements. The server's probes keep
# what is on the way from forgetting a connection that is silent for long. Not every server knows all of them.
_PATIENT = {
    "statement_timeout": "0",
    "lock_timeout": "0",
    "idle_session_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
    "transaction_timeout": "0",
    "tcp_keepalives_idle": "60",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "6",
}
# Where the URL or the project says something of these, that is meant for its migrations. What a role or a
# database brings along is meant for its applications.
_MAY_BE_MEANT = "v.name IN ('statement_timeout', 'lock_timeout') AND s.source IN ('client', 'session')"
# From PostgreSQL 14 on; before, the setting isn't in the list and nothing happens. It ends the backend of a
# process that was killed, where the server's platform can tell.
_CHECK_CLIENT = (
    "SELECT set_config('client_connection_check_interval', '1s', false) FROM pg_settings "
    "WHERE name = 'client_connection_check_interval'"
)


def timeouts(session):
    """Return the timeouts that were asked for, by the server's names for them."""
    asked = {
        "lock_timeout": session.lock_timeout_millis,
        "statement_timeout": session.statement_timeout_millis,
    }
    return {name: f"{millis}ms" for name, millis in asked.items() if millis}


def prepare(connection, session, locks):
    """Prepare a new connection of any driver and return its backend's process identifier.

    This also serves the connections that a revision opens for itself. The settings are committed, as a
    rollback would take them back.
    """
    settings = timeouts(session)
    if session.application_name:
        settings["application_name"] = session.application_name
    if session.role:
        settings["role"] = session.role
    calls = [f"set_config({literal(name)}, {literal(value)}, false)" for name, value in settings.items()]
    marks = [lock.join(locks)] if locks else []
    pid = _execute(connection, "SELECT " + ", ".join([_PID, *marks, _patient(), *calls]))
    connection.commit()
    try:
        _execute(connection, _CHECK_CLIENT)
        connection.commit()
    except Exception:
        with contextlib.suppress(Exception):
            connection.rollback()
    return pid


def is_with_runner(connection, locks):
    """Tell whether a connection, wherever it leads, is to the runner's database on the runner's server."""
    try:
        return bool(_execute(connection, "SELECT " + lock.sees_runner(locks)))
    except Exception:
        # Whatever speaks the protocol and does not know this is another server.
        return False
    finally:
        with contextlib.suppress(Exception):
            connection.rollback()


def _patient():
    values = ", ".join(f"({literal(name)}, {literal(value)})" for name, value in _PATIENT.items())
    return (
        "(SELECT count(set_config(v.name, v.value, false)) "
        f"FROM (VALUES {values}) AS v (name, value) JOIN pg_settings AS s ON s.name = v.name "
        f"WHERE NOT ({_MAY_BE_MEANT}))"
    )


def _execute(connection, statement):
    cursor = connection.cursor()
    try:
        cursor.execute(statement)
        row = cursor.fetchone()
    finally:
        cursor.close()
    if row is None:
        return None
    # A project may ask its driver for rows as mappings.
    return next(iter(row.values())) if hasattr(row, "values") else row[0]
