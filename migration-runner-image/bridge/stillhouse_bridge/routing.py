"""Sends the connection of an env.py that ignores the URL it is given to the right database all the same."""

import os

_MAINTENANCE = ("postgres", "template0", "template1")
_CONNECT_TIMEOUT_SECONDS = 10
_LIBPQ = ("psycopg2", "psycopg2cffi", "psycopg", "psycopg_async")
_ASYNCPG_FILES = {"sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY"}


class Router:
    """Rewrites the parameters of connections to the project's own database.

    The first database that the project asks for is taken to be the one to migrate; whoever asks for it gets
    ours. Connections to any other are the project's own affair (a second database, the maintenance database)
    and are left alone: sending those to ours could do harm.
    """

    def __init__(self, database):
        self._database = database
        self._server = (database.host, str(database.port))
        self._own = None

    def route(self, driver, parameters):
        """Rewrite the parameters of one connection in place."""
        server, name = _wanted_server(parameters), _wanted_name(parameters)
        if driver == "asyncpg":
            _translate_for_asyncpg(parameters)
        elif driver in _LIBPQ:
            parameters.setdefault("connect_timeout", _CONNECT_TIMEOUT_SECONDS)
        if server == self._server and name in _MAINTENANCE and name != self._database.name:
            return
        if self._own is None:
            self._own = (server, name)
        if (server, name) == self._own:
            if self._own != (self._server, self._database.name):
                self._replace_database(driver, parameters)
            self._replace_credentials(parameters)

    def _replace_database(self, driver, parameters):
        for key in ("dsn", "dbname", "database", "hostaddr", "service"):
            parameters.pop(key, None)
        parameters["host"] = self._database.host
        parameters["port"] = self._database.port
        parameters["dbname" if driver in _LIBPQ else "database"] = self._database.name
        if driver in _LIBPQ:
            parameters.update(self._database.parameters)
        elif driver == "asyncpg":
            parameters.update(self._database.parameters)
            _translate_for_asyncpg(parameters)

    def _replace_credentials(self, parameters):
        if self._database.user:
            parameters["user"] = self._database.user
        if self._database.password:
            parameters["password"] = self._database.password


def _wanted_server(parameters):
    return parameters.get("host"), str(parameters.get("port") or 5432)


def _wanted_name(parameters):
    return parameters.get("dbname") or parameters.get("database") or parameters.get("dsn")


def _translate_for_asyncpg(parameters):
    """Turn libpq's parameters into asyncpg's, which knows few of them and refuses the rest."""
    for name, variable in _ASYNCPG_FILES.items():
        if name in parameters:
            os.environ[variable] = parameters.pop(name)
    if "sslmode" in parameters:
        parameters["ssl"] = parameters.pop("sslmode")
    if "connect_timeout" in parameters:
        parameters["timeout"] = float(parameters.pop("connect_timeout"))
    if "application_name" in parameters:
        settings = dict(parameters.get("server_settings") or {})
        settings.setdefault("application_name", parameters.pop("application_name"))
        parameters["server_settings"] = settings
    for name in (
        "options",
        "keepalives",
        "keepalives_idle",
        "keepalives_interval",
        "keepalives_count",
        "gssencmode",
        "channel_binding",
        "fallback_application_name",
    ):
        parameters.pop(name, None)
