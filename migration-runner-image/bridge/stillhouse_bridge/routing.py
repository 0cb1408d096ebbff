"""Sends the connection of an env.py that ignores the URL it is given to the right database all the same."""

from typing import NamedTuple, Optional, Tuple

from sqlalchemy.engine import make_url

from . import for_asyncpg, for_libpq, for_pg8000, protection
from .harmless_parameters import drop_other_tools
from .tls_context import PARAMETERS
from .unsupported import several_servers, unsupported

_MAINTENANCE = ("postgres", "template0", "template1")
_CONNECT_TIMEOUT_SECONDS = 10
_LIBPQ = for_libpq.DRIVERS
_SAFETY = (
    "sslmode",
    "sslrootcert",
    "sslcert",
    "sslkey",
    "sslpassword",
    "sslnegotiation",
    "channel_binding",
    "require_auth",
    "gssencmode",
)
_OF_SAFETY = (*_SAFETY, "ssl")
_PORT = 5432


class AskedFor(NamedTuple):
    """The servers and the database that a connection is asked for."""

    servers: Tuple[Tuple[Optional[str], int], ...]
    name: Optional[str]


class Router:
    """Rewrites the parameters of connections to the database that is migrated.

    Rewritten is what asks for exactly that database, or for exactly what the project's own configuration
    named in its place (``named``). An env.py may name its database itself: the first that it connects to,
    before it gives Alembic a connection, is taken for it. Connections to any other (a second database, the
    maintenance database, that of a module which is imported) are the project's own affair and are left alone:
    sending those to ours could do harm.
    """

    def __init__(self, database, named=(), is_copy=False):
        self._database = database
        self._is_copy = is_copy
        self._ours = AskedFor(tuple(database.hosts), database.name)
        self._named = {asked for asked in map(_of_url, named) if asked}
        self._of_env_py = None
        self._unsettled = True

    @staticmethod
    def asked_for(parameters):
        """Return what these parameters ask for."""
        name = parameters.get("dbname") or parameters.get("database") or parameters.get("dsn")
        return AskedFor(_servers(parameters.get("host"), parameters.get("port")), name)

    def route(self, driver, parameters, is_of_env_py=lambda: False):
        """Rewrite the parameters of one connection in place; tell whether it is to the runner's database.

        ``is_of_env_py()`` tells whether env.py itself asks for it.
        """
        asked = self.asked_for(parameters)
        if driver in _LIBPQ:
            parameters.setdefault("connect_timeout", _CONNECT_TIMEOUT_SECONDS)
        if not self._is_to_be_migrated(asked, is_of_env_py):
            return False
        if self._is_copy:
            # It is about the database that the copy stands for.
            for name in (*_OF_SAFETY, "ssl_context"):
                parameters.pop(name, None)
        if asked == self._ours:
            self._complete(driver, parameters)
        else:
            self._replace_database(driver, parameters)
        self._choose_primary(driver, parameters)
        _translate(driver, parameters)
        self._replace_credentials(parameters)
        return True

    def settle(self, asked):
        """Alembic was given a connection that had asked for this."""
        self._unsettled = False
        if asked != self._of_env_py:
            self._of_env_py = None

    def _is_to_be_migrated(self, asked, is_of_env_py):
        if asked == self._ours:
            if self._unsettled and is_of_env_py():
                self._unsettled = False
            return True
        if asked.servers == self._ours.servers and asked.name in _MAINTENANCE:
            return False
        if asked in self._named or asked == self._of_env_py:
            return True
        if self._unsettled and is_of_env_py():
            self._unsettled = False
            self._of_env_py = asked
            return True
        return False

    def _replace_database(self, driver, parameters):
        for key in ("dsn", "dbname", "database", "hostaddr", "service"):
            parameters.pop(key, None)
        parameters["host"], parameters["port"] = _addresses(driver, self._ours.servers)
        parameters["dbname" if driver in _LIBPQ else "database"] = self._database.name
        safety = self._safety(driver)
        if not _is_known(driver):
            _refuse_loss(driver, parameters, {**self._options(), **safety})
            return
        ours = {name: value for name, value in self._database.parameters.items() if name not in _OF_SAFETY}
        parameters.update(ours)
        self._demand(driver, parameters, safety)

    def _complete(self, driver, parameters):
        """Demand our TLS and authentication of a project that puts the same database's URL together itself.

        Settings of the session are the project's to choose, where it says anything of them.
        """
        safety = self._safety(driver)
        if not _is_known(driver):
            _refuse_loss(driver, parameters, safety)
            return
        self._demand(driver, parameters, safety)
        for name, value in self._options().items():
            parameters.setdefault(name, value)

    @staticmethod
    def _demand(driver, parameters, safety):
        parameters.update({name: value for name, value in safety.items() if name not in PARAMETERS})
        protection.demand(driver, parameters, safety)

    def _safety(self, driver):
        """Return what the URL says of TLS and authentication, in libpq's words."""
        ours = {name: value for name, value in self._database.parameters.items() if name in _SAFETY}
        if "ssl" in self._database.parameters:
            # asyncpg's word for the same.
            ours.setdefault("sslmode", protection.in_libpqs_words(self._database.parameters["ssl"]))
        if driver not in _LIBPQ:
            # Providers write it into each URL, and projects with another driver take it out.
            ours.pop("channel_binding", None)
        return ours

    def _options(self):
        return {name: value for name, value in self._database.parameters.items() if name == "options"}

    def _choose_primary(self, driver, parameters):
        """Of several servers want the one that the runner's own connections want.

        "any" is meant for other uses of the same URL: a standby cannot be migrated. Who asks for a standby by
        name gets one.
        """
        several = len(self._ours.servers) > 1 and _can_choose(driver)
        if several and parameters.get("target_session_attrs", "any") == "any":
            parameters["target_session_attrs"] = "read-write"

    def _replace_credentials(self, parameters):
        if self._database.user:
            parameters["user"] = self._database.user
        password = self._database.current_password()
        if password:
            parameters["password"] = password


def _of_url(url):
    """Return what a URL asks for, or None if it is none of PostgreSQL."""
    try:
        parts = make_url(url)
    except Exception:
        # Whatever the configuration has there, nothing connects by it.
        return None
    if not parts.drivername.startswith("postgres"):
        return None
    hosts, ports = parts.host or parts.query.get("host"), parts.port or parts.query.get("port")
    return AskedFor(_servers(hosts, ports), parts.database or parts.query.get("dbname"))


def _servers(hosts, ports):
    """Return hosts and ports as pairs, whether they come as lists, as libpq's texts, or as one."""
    names, numbers = _several(hosts) or [None], _several(ports) or [None]
    if len(numbers) < len(names):
        numbers = numbers[:1] * len(names)
    return tuple(_server(name, number) for name, number in zip(names, numbers))


def _server(name, port):
    # Of a query, "host=name:port"; more colons are an IPv6 address.
    if name and port is None and name.count(":") == 1:
        name, _, port = name.partition(":")
    return name, int(port or _PORT)


def _several(value):
    if value is None or value == "":
        return []
    if isinstance(value, (list, tuple)):
        return [each for one in value for each in _several(one) or [None]]
    return str(value).split(",")


def _addresses(driver, servers):
    """Return host and port as the driver wants them."""
    hosts, ports = [host for host, _ in servers], [port for _, port in servers]
    if len(servers) == 1:
        return hosts[0], ports[0]
    if not _can_choose(driver):
        raise several_servers(driver)
    if driver == "asyncpg":
        return hosts, ports
    return ",".join(hosts), ",".join(map(str, ports))


def _can_choose(driver):
    return driver in _LIBPQ or (driver == "asyncpg" and for_asyncpg.can_choose())


def _is_known(driver):
    return driver in _LIBPQ or driver in ("asyncpg", "pg8000")


def _refuse_loss(driver, parameters, ours):
    for name, value in ours.items():
        if value not in (parameters.get(name), parameters.get("ssl")):
            raise unsupported(driver, name, "it is not known how")


def _translate(driver, parameters):
    """Tell each driver in its own words."""
    if _is_known(driver):
        drop_other_tools(parameters)
    if driver in _LIBPQ:
        for_libpq.translate(driver, parameters)
    elif driver == "asyncpg":
        for_asyncpg.translate(parameters)
    elif driver == "pg8000":
        for_pg8000.translate(parameters)
