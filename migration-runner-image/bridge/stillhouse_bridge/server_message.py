"""Reads the parts of what PostgreSQL says of an error, whichever driver raised it."""

from typing import NamedTuple, Optional


class ServerMessage(NamedTuple):
    """The fields of the server's message; ``context`` is where the server was, innermost first."""

    sql_state: str
    primary: str
    detail: Optional[str] = None
    hint: Optional[str] = None
    context: Optional[str] = None
    schema: Optional[str] = None
    table: Optional[str] = None
    column: Optional[str] = None
    constraint: Optional[str] = None


_OF_PG8000 = dict(zip(ServerMessage._fields, "CMDHWstcn"))


def read(error):
    """Return the server's message that the exception is about, or None if the server said nothing."""
    # SQLAlchemy's adapters keep the driver's exception as the cause of their own.
    for each in (error, error.__cause__):
        if each is not None:
            found = _by_diag(each) or _of_asyncpg(each) or _of_pg8000(each)
            if found:
                return found
    return None


def _by_diag(error):
    diag = getattr(error, "diag", None)
    if not _is_text(getattr(diag, "sqlstate", None)) or not _is_text(diag.message_primary):
        return None
    return ServerMessage(
        diag.sqlstate,
        diag.message_primary,
        diag.message_detail,
        diag.message_hint,
        diag.context,
        diag.schema_name,
        diag.table_name,
        diag.column_name,
        diag.constraint_name,
    )


def _of_asyncpg(error):
    if not type(error).__module__.startswith("asyncpg.") or not _is_text(getattr(error, "sqlstate", None)):
        return None
    names = ("detail", "hint", "context", "schema_name", "table_name", "column_name", "constraint_name")
    primary = str(error.args[0]) if error.args else ""
    return ServerMessage(error.sqlstate, primary, *(getattr(error, name, None) for name in names))


def _of_pg8000(error):
    fields = error.args[0] if error.args else None
    if not type(error).__module__.startswith("pg8000.") or not isinstance(fields, dict):
        return None
    if not _is_text(fields.get("C")):
        return None
    return ServerMessage(**{name: fields.get(letter) for name, letter in _OF_PG8000.items()})


def _is_text(value):
    return isinstance(value, str)
