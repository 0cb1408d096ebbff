"""Parameters of a URL that change neither where one connects, nor as whom, nor how safely.

A driver that does not know one of them goes without it. With other values than these some of them do matter.
"""

import re

_ANY = ".*"
_OF_LIBPQ = {
    "fallback_application_name": _ANY,
    "client_encoding": _ANY,
    "connect_timeout": _ANY,
    "keepalives": _ANY,
    "keepalives_idle": _ANY,
    "keepalives_interval": _ANY,
    "keepalives_count": _ANY,
    "tcp_user_timeout": _ANY,
    "load_balance_hosts": _ANY,
    "sslcompression": _ANY,
    "requirepeer": _ANY,
    "min_protocol_version": _ANY,
    "max_protocol_version": _ANY,
    "ssl_max_protocol_version": _ANY,
    "ssl_min_protocol_version": r"TLSv1(\.[12])?",
    "sslsni": "1",
    "sslcertmode": "allow",
    "sslnegotiation": "postgres",
    "channel_binding": "disable|prefer",
    "gssencmode": "disable|prefer",
    "gsslib": "gssapi",
    "gssdelegation": "0",
    "replication": "false|off|no|0",
}
_OF_ASYNCPG = (
    "prepared_statement_cache_size",
    "prepared_statement_name_func",
    "async_fallback",
    "statement_cache_size",
    "max_cached_statement_lifetime",
    "max_cacheable_statement_size",
    "command_timeout",
)
_OF_PSYCOPG = ("prepare_threshold", "cursor_factory", "row_factory")
_OF_PG8000 = ("tcp_keepalive",)
# Prisma's, Supabase's, other frameworks', and SQLAlchemy's own.
_OF_OTHER_TOOLS = {
    "pgbouncer": _ANY,
    "supa": _ANY,
    "connection_limit": _ANY,
    "pool_timeout": _ANY,
    "pool": _ANY,
    "encoding": _ANY,
    "schema": "public",
    "plugin": _ANY,
}


def drop_libpqs(parameters):
    """Take away what only libpq knows."""
    _drop(parameters, _OF_LIBPQ)


def drop_other_tools(parameters):
    """Take away what no driver knows."""
    _drop(parameters, _OF_OTHER_TOOLS)


def drop_of_others(driver, parameters):
    """Take away what only other drivers know."""
    known = {"asyncpg": _OF_ASYNCPG, "pg8000": _OF_PG8000}.get(driver, _OF_PSYCOPG)
    for name in {*_OF_ASYNCPG, *_OF_PSYCOPG, *_OF_PG8000} - {*known}:
        parameters.pop(name, None)
    if driver not in ("asyncpg", "pg8000"):
        parameters.pop("timeout", None)


def _drop(parameters, harmless):
    for name, values in harmless.items():
        if re.fullmatch(values, str(parameters.get(name, "")), re.DOTALL):
            parameters.pop(name, None)
