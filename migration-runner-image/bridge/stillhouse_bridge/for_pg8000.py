"""What pg8000 is told, which knows none of libpq's parameters but the name of the application."""

import inspect
import ssl

from .harmless_parameters import drop_libpqs, drop_of_others
from .protection import in_libpqs_words
from .tls_context import PARAMETERS, context_of
from .unsupported import require_known, several_servers, unsupported


def translate(parameters):
    """Rewrite the parameters of a connection in place; raises a Refusal (InvalidUrl) for a loss."""
    host = parameters.get("host")
    if isinstance(host, (list, tuple)) or "," in str(host or ""):
        raise several_servers("pg8000")
    _protect(parameters)
    _set(parameters)
    # The runner has seen that this one server is the primary, and that it is the same is asked later.
    parameters.pop("target_session_attrs", None)
    drop_libpqs(parameters)
    drop_of_others("pg8000", parameters)
    for name in ("require_auth", "channel_binding", "gssencmode", "krbsrvname", "sslnegotiation", "passfile"):
        if name in parameters:
            raise unsupported("pg8000", name, "it would connect without")
    require_known("pg8000", parameters, _parameters())


def _protect(parameters):
    if isinstance(parameters.get("ssl"), str):
        # asyncpg's word for the same.
        parameters.setdefault("sslmode", in_libpqs_words(parameters["ssl"]))
        del parameters["ssl"]
    mode, root, certificate, key, password = (parameters.pop(name, None) for name in PARAMETERS)
    if mode is None and root == "system":
        mode = "verify-full"
    if isinstance(parameters.get("ssl_context"), ssl.SSLContext):
        return
    if mode in ("require", "verify-ca", "verify-full"):
        parameters["ssl_context"] = context_of(mode, root, certificate, key, password)
    elif certificate:
        raise unsupported("pg8000", "sslcert", "it takes one with sslmode=require or more alone")
    elif mode == "disable":
        parameters["ssl_context"] = False
    # By itself it does what "prefer" says.


def _set(parameters):
    options = parameters.pop("options", None)
    if not options:
        return
    if not _knows("startup_params"):
        raise unsupported("pg8000", "options", "only 1.31.3 and newer can")
    parameters["startup_params"] = {"options": options, **(parameters.get("startup_params") or {})}


def _knows(name):
    return name in _parameters()


def _parameters():
    import pg8000

    return inspect.signature(pg8000.connect).parameters
