"""Which database the project's own connection really reached."""

from sqlalchemy import text

from .refusal import Reason, Refusal

_CONNECTION = text(
    "SELECT current_database(), current_user, host(inet_server_addr()), inet_server_port(), "
    "pg_backend_pid(), has_function_privilege('pg_control_system()', 'EXECUTE')"
)
_SYSTEM = text("SELECT system_identifier FROM pg_control_system()")


def describe_connection(context):
    """Return the ``connection`` of a plan; raises a Refusal (WrongDatabase) if it isn't PostgreSQL."""
    _require_postgresql(context)
    row = tuple(context.connection.execute(_CONNECTION).fetchone())
    database, user, address, port, pid, may_identify = row
    system = context.connection.execute(_SYSTEM).scalar() if may_identify else None
    return {
        "database": database,
        "user": user,
        "serverAddress": address,
        "serverPort": port,
        "systemIdentifier": None if system is None else str(system),
        "backendPid": pid,
        "driver": context.dialect.driver,
    }


def require_database(context, database):
    """Return the backend's process identifier if the project's connection reached the database of that name.

    Raises a Refusal (WrongDatabase) otherwise.
    """
    _require_postgresql(context)
    reached, pid = context.connection.execute(text("SELECT current_database(), pg_backend_pid()")).fetchone()
    if reached != database.name:
        raise Refusal(
            Reason.WRONG_DATABASE,
            f"The project's own connection went to the database '{reached}', not to '{database.name}'. "
            "Let env.py use sqlalchemy.url, or name the variable that it reads.",
        )
    return pid


def _require_postgresql(context):
    if context.dialect.name != "postgresql" or context.connection is None:
        raise Refusal(
            Reason.WRONG_DATABASE,
            f"The project connected to {context.dialect.name}, not to PostgreSQL. "
            "Let env.py use sqlalchemy.url, or name the variable that it reads.",
        )
