"""The parameters of ``open``, parsed once at the edge."""

from typing import Any, Dict, NamedTuple, Optional, Tuple

from . import PROTOCOL
from .refusal import Reason, Refusal


class Database(NamedTuple):
    """The database that the runner talks to.

    The project is given what a person has ``written``, if that says to it what it says to the runner, and
    ``url`` otherwise. Where a password lives for minutes alone, the runner keeps a fresh one in
    ``password_file``, and there is no other.
    """

    url: str
    written: Optional[str]
    hosts: Tuple[Tuple[Optional[str], int], ...]
    name: str
    user: Optional[str]
    password: Optional[str]
    parameters: Dict[str, str]
    password_file: Optional[str] = None

    def current_password(self):
        """Return the password for a connection that is made now, or None; raises a Refusal."""
        if self.password_file is None:
            return self.password
        try:
            with open(self.password_file, encoding="utf-8") as file:
                return file.read()
        except OSError as error:
            raise Refusal(
                Reason.AUTHENTICATION_FAILED,
                "The database's password is made anew for each connection, and the file in which the runner "
                f"keeps it for the project cannot be read: {error.strerror}.",
            ) from error


class Session(NamedTuple):
    """Settings for the project's connections; times in milliseconds, 0 means not set."""

    application_name: Optional[str]
    lock_timeout_millis: int
    statement_timeout_millis: int
    role: Optional[str]


class Locks(NamedTuple):
    """The two keys of each advisory lock by which a run and the project's sessions are known to each other.

    ``database`` lets one run at a time in; the runner's own session holds it, and ``runner``. Each of the
    project's sessions shares ``sessions``, and the one that migrates holds ``work``.
    """

    database: Tuple[int, int]
    runner: Tuple[int, int]
    sessions: Tuple[int, int]
    work: Tuple[int, int]


class Copy(NamedTuple):
    """A copy of the database, in which the project is to work in place of the database itself."""

    database: Database
    session: Session
    locks: Locks


class OpenRequest(NamedTuple):
    """Which project, configured how, against which database; ``original`` if that is a copy of this one."""

    path: str
    config: str
    section: str
    url_variable: Optional[str]
    x_arguments: Tuple[str, ...]
    hook: Optional[str]
    database: Database
    session: Session
    locks: Optional[Locks]
    original: Optional[Database] = None

    def with_copy(self, copy):
        """Return the request that is about this copy."""
        return self._replace(
            database=copy.database, session=copy.session, locks=copy.locks, original=self.database
        )


def parse_copy(params: Dict[str, Any]) -> Optional[Copy]:
    """Parse the ``copy`` of a request, if it has one; raises a Refusal (ProtocolMismatch)."""
    copy = params.get("copy")
    if copy is None:
        return None
    return Copy(
        _database(_required(copy, "database")),
        _session(copy.get("session") or {}),
        _locks(_required(copy, "locks")),
    )


def parse_open(params: Dict[str, Any]) -> OpenRequest:
    """Parse the parameters of ``open``; raises a Refusal (ProtocolMismatch) for what it cannot honour."""
    if params.get("protocol") != PROTOCOL:
        raise Refusal(
            Reason.PROTOCOL_MISMATCH,
            "The runner speaks protocol version {!r}, the bridge speaks {}. "
            "Use a runner and a bridge of the same release.".format(params.get("protocol"), PROTOCOL),
        )
    return OpenRequest(
        path=_required(params, "path"),
        config=params.get("config") or "alembic.ini",
        section=params.get("section") or "alembic",
        url_variable=params.get("urlVariable") or None,
        x_arguments=tuple(params.get("xArguments") or ()),
        hook=params.get("hook") or None,
        database=_database(_required(params, "database")),
        session=_session(params.get("session") or {}),
        locks=_locks(params.get("locks")),
    )


def _database(params):
    return Database(
        url=_required(params, "url"),
        written=params.get("written") or None,
        hosts=tuple((each.get("host"), int(each.get("port") or 5432)) for each in _required(params, "hosts")),
        name=_required(params, "name"),
        user=params.get("user") or None,
        password=params.get("password") or None,
        parameters={name: str(value) for name, value in (params.get("parameters") or {}).items()},
        password_file=params.get("passwordFile") or None,
    )


def _session(params):
    return Session(
        application_name=params.get("applicationName") or None,
        lock_timeout_millis=int(params.get("lockTimeoutMillis") or 0),
        statement_timeout_millis=int(params.get("statementTimeoutMillis") or 0),
        role=params.get("role") or None,
    )


def _locks(params):
    if params is None:
        return None
    return Locks(
        *((int(first), int(second)) for first, second in (_required(params, n) for n in Locks._fields))
    )


def _required(params, name):
    value = params.get(name)
    if not value:
        raise Refusal(Reason.PROTOCOL_MISMATCH, f"The request lacks the parameter '{name}'.")
    return value
