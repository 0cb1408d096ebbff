"""What asyncpg is told: it knows few of libpq's parameters, and some only from a DSN or the environment."""

import inspect
import os
import ssl

from .harmless_parameters import drop_libpqs, drop_of_others
from .protection import in_libpqs_words
from .tls_context import PARAMETERS, context_of, is_to_be_checked
from .unsupported import require_known, several_servers, unsupported

_FILES = {"sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY"}
# What SQLAlchemy takes for itself before it calls asyncpg.
_SQLALCHEMYS = ("prepared_statement_cache_size", "prepared_statement_name_func", "async_fallback")


def can_choose():
    """Tell whether the installed version can choose the primary of several servers."""
    return _knows("target_session_attrs")


def translate(parameters):
    """Rewrite the parameters of a connection in place; raises a Refusal (InvalidUrl) for a loss."""
    _protect(parameters)
    seconds = float(parameters.pop("connect_timeout", 0))
    if seconds:
        # libpq's zero is for ever; asyncpg then has its own minute.
        parameters.setdefault("timeout", seconds)
    _set(parameters)
    _choose(parameters)
    drop_libpqs(parameters)
    drop_of_others("asyncpg", parameters)
    _refuse(parameters)
    if "async_creator_fn" not in parameters:
        require_known("asyncpg", parameters, [*_parameters(), *_SQLALCHEMYS])


def _protect(parameters):
    if parameters.get("sslnegotiation") == "direct" and _knows("direct_tls"):
        parameters["direct_tls"] = True
        del parameters["sslnegotiation"]
    if isinstance(parameters.get("ssl"), str):
        parameters["ssl"] = in_libpqs_words(parameters["ssl"])
    if parameters.get("sslrootcert") == "system" or "sslpassword" in parameters:
        _make_context(parameters)
    if not is_to_be_checked(
        parameters.get("sslmode") or parameters.get("ssl"), parameters.get("sslrootcert")
    ):
        del parameters["sslrootcert"]
    for name, variable in _FILES.items():
        if name in parameters:
            os.environ[variable] = parameters.pop(name)
    mode = parameters.pop("sslmode", None)
    if mode and not isinstance(parameters.get("ssl"), ssl.SSLContext):
        parameters["ssl"] = mode


def _make_context(parameters):
    """Do what cannot be told by the environment, and needs a mode that insists on TLS."""
    system = parameters.get("sslrootcert") == "system"
    mode = parameters.get("sslmode") or parameters.get("ssl") or ("verify-full" if system else "prefer")
    if mode not in ("require", "verify-ca", "verify-full"):
        raise unsupported("asyncpg", "sslpassword", "it takes one with sslmode=require or more alone")
    given = [parameters.pop(name, None) for name in PARAMETERS]
    parameters["ssl"] = context_of(mode, *given[1:])


def _set(parameters):
    # The server takes options as it takes a setting: by the name of a startup parameter.
    names = ("options", "application_name")
    settings = {name: parameters.pop(name) for name in names if name in parameters}
    if settings:
        parameters["server_settings"] = {**settings, **(parameters.get("server_settings") or {})}


def _choose(parameters):
    if can_choose():
        return
    hosts = parameters.get("host")
    if isinstance(hosts, (list, tuple)) and len(hosts) > 1:
        raise several_servers("asyncpg")
    # The runner has seen that this one server is the primary, and that it is the same is asked later.
    parameters.pop("target_session_attrs", None)


def _refuse(parameters):
    for name in ("require_auth", "channel_binding", "gssencmode", "sslnegotiation", "sslcertmode", "sslcrl"):
        if name in parameters:
            raise unsupported("asyncpg", name, "it would connect without")
    if "krbsrvname" in parameters and not _knows("krbsrvname"):
        raise unsupported("asyncpg", "krbsrvname", "this version knows no Kerberos")


def _knows(name):
    return name in _parameters()


def _parameters():
    import asyncpg

    return inspect.signature(asyncpg.connect).parameters
