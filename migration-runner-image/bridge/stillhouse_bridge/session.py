"""The settings of the project's sessions on the server."""

import contextlib

_PID = "SELECT pg_backend_pid()"
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


def prepare(connection, session):
    """Prepare a new connection of any driver and return its backend's process identifier.

    This also serves the connections that a revision opens for itself. The settings are committed, as a
    rollback would take them back.
    """
    settings = timeouts(session)
    if session.application_name:
        settings["application_name"] = session.application_name
    if session.role:
        settings["role"] = session.role
    calls = [f"set_config({_literal(name)}, {_literal(value)}, false)" for name, value in settings.items()]
    pid = _execute(connection, ", ".join([_PID, *calls]))
    connection.commit()
    try:
        _execute(connection, _CHECK_CLIENT)
        connection.commit()
    except Exception:
        with contextlib.suppress(Exception):
            connection.rollback()
    return pid


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


def _literal(value):
    return "'" + value.replace("'", "''") + "'"
