"""Which database the project's own connection really reached."""

from sqlalchemy import text

from . import locks as lock
from .refusal import Reason, Refusal

_CONNECTION = text(
    "SELECT current_database(), current_user, host(inet_server_addr()), inet_server_port(), "
    "pg_backend_pid(), has_function_privilege('pg_control_system()', 'EXECUTE')"
)
_SYSTEM = text("SELECT system_identifier FROM pg_control_system()")


def describe_connection(context, project):
    """Return the ``connection`` of a plan; raises a Refusal (WrongDatabase) if it isn't PostgreSQL."""
    _require_postgresql(context)
    row = tuple(context.connection.execute(_CONNECTION).fetchone())
    database, user, address, port, pid, may_identify = row
    if project.locks is not None:
        project.saw_runner = _sees_runner(context, project.locks)
    system = context.connection.execute(_SYSTEM).scalar() if may_identify else None
    return {
        "database": database,
        "user": user,
        "serverAddress": address,
        "serverPort": port,
        "systemIdentifier": None if system is None else str(system),
        "backendPid": pid,
        "driver": context.dialect.driver,
        "seesRunner": project.saw_runner,
    }


def require_database(context, project):
    """Return the backend's process identifier if the project's connection reached the runner's database.

    Raises a Refusal otherwise: ConnectionFailed if it did when the plan was made, and WrongDatabase if not.
    """
    database = project.database
    _require_postgresql(context)
    reached, pid = context.connection.execute(text("SELECT current_database(), pg_backend_pid()")).fetchone()
    if reached != database.name:
        raise Refusal(
            Reason.WRONG_DATABASE,
            f"The project's own connection went to the database '{reached}', not to '{database.name}'. "
            "Let env.py use sqlalchemy.url, or name the variable that it reads.",
        )
    if project.locks is None or _sees_runner(context, project.locks):
        return pid
    if project.saw_runner:
        raise Refusal(
            Reason.CONNECTION_FAILED,
            f"The runner's session in the database '{reached}', which was there when the plan was made, is "
            "not to be seen any more: its connection was lost, or the server has failed over. "
            "Nothing was begun.",
        )
    raise Refusal(
        Reason.WRONG_DATABASE,
        f"The project's own connection went to a database '{reached}' in which the runner's session is "
        "not to be seen: on another server, or on a standby. "
        "Let env.py use sqlalchemy.url, or name the variable that it reads.",
    )


def _sees_runner(context, locks):
    return bool(context.connection.execute(text("SELECT " + lock.sees_runner(locks))).scalar())


def _require_postgresql(context):
    if context.dialect.name != "postgresql" or context.connection is None:
        raise Refusal(
            Reason.WRONG_DATABASE,
            f"The project connected to {context.dialect.name}, not to PostgreSQL. "
            "Let env.py use sqlalchemy.url, or name the variable that it reads.",
        )
