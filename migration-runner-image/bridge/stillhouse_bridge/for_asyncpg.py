"""What asyncpg is told: it knows few of libpq's parameters, and some only from a DSN or the environment."""

import inspect
import os

from .harmless_parameters import drop_libpqs, drop_of_others
from .libpq_options import settings_of
from .tls_context import PARAMETERS, context_of
from .unsupported import several_servers, unsupported

_FILES = {"sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY"}


def can_choose():
    """Tell whether the installed version can choose the primary of several servers."""
    return _knows("target_session_attrs")


def translate(parameters):
    """Rewrite the parameters of a connection in place; raises a Refusal (InvalidUrl) for a loss."""
    _protect(parameters)
    seconds = float(parameters.pop("connect_timeout", 0))
    if seconds:
        # libpq's zero is for ever; asyncpg then has its own minute.
        parameters["timeout"] = seconds
    _set(parameters)
    _choose(parameters)
    drop_libpqs(parameters)
    drop_of_others("asyncpg", parameters)
    _refuse(parameters)


def _protect(parameters):
    if parameters.get("sslnegotiation") == "direct" and _knows("direct_tls"):
        parameters["direct_tls"] = True
        del parameters["sslnegotiation"]
    if parameters.get("sslrootcert") == "system" or "sslpassword" in parameters:
        _make_context(parameters)
    for name, variable in _FILES.items():
        if name in parameters:
            os.environ[variable] = parameters.pop(name)
    if "sslmode" in parameters:
        parameters["ssl"] = parameters.pop("sslmode")


def _make_context(parameters):
    """Do what cannot be told by the environment, and needs a mode that insists on TLS."""
    system = parameters.get("sslrootcert") == "system"
    mode = parameters.get("sslmode") or parameters.get("ssl") or ("verify-full" if system else "prefer")
    if mode not in ("require", "verify-ca", "verify-full"):
        raise unsupported("asyncpg", "sslpassword", "it takes one with sslmode=require or more alone")
    given = [parameters.pop(name, None) for name in PARAMETERS]
    parameters["ssl"] = context_of(mode, *given[1:])


def _set(parameters):
    try:
        settings = settings_of(parameters.pop("options", None) or "")
    except ValueError as error:
        why = f"in it is '{error}', and only settings are possible (-c name=value)"
        raise unsupported("asyncpg", "options", why) from error
    if "application_name" in parameters:
        settings["application_name"] = parameters.pop("application_name")
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
    import asyncpg

    return name in inspect.signature(asyncpg.connect).parameters
