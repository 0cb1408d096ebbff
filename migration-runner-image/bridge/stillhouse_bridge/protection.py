"""Of what a project says of TLS and what the runner's URL says, the stronger holds."""

import ssl

from .tls_context import PARAMETERS

_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
_CONTEXTS = ("ssl", "ssl_context")


def demand(driver, parameters, ours):
    """Demand what the URL says of TLS, in libpq's words (``ours``), of a connection's parameters, in place.

    A context or a mode of the project's that is stronger stays, and so does a context that is as strong where
    the URL names no files.
    """
    demanded = {name: value for name, value in ours.items() if name in PARAMETERS}
    if not demanded:
        return
    wanted, own = _rank(mode_of(demanded)), _rank(_own_mode(driver, parameters))
    has_files = len(demanded) > 1 or "sslmode" not in demanded
    if _has_context(parameters):
        if own > wanted or (own == wanted and not has_files):
            for name in PARAMETERS:
                parameters.pop(name, None)
            return
    elif own > wanted:
        parameters["sslmode"] = _MODES[own]
        _remove_words_for_mode(parameters)
        for name, value in demanded.items():
            parameters.setdefault(name, value)
        return
    _remove_words_for_mode(parameters)
    parameters.update(demanded)


def in_libpqs_words(mode):
    """Return a mode that was written for ``ssl``; ``true`` is what libpq takes it for."""
    return "require" if mode == "true" else mode


def mode_of(words):
    """Return what libpq would do; whoever names an authority wants it to vouch for the server."""
    root = words.get("sslrootcert")
    mode = words.get("sslmode") or ("verify-full" if root == "system" else "prefer")
    return "verify-ca" if mode == "require" and root else mode


def _own_mode(driver, parameters):
    for name in _CONTEXTS:
        value = parameters.get(name)
        if isinstance(value, ssl.SSLContext):
            return _mode_of_context(value)
        if value is True:
            # To pg8000 it is one that checks nothing.
            return "verify-full" if driver == "asyncpg" else "require"
    mode = parameters.get("sslmode") or _word(parameters.get("ssl"))
    if not mode and parameters.get("sslrootcert") != "system":
        # It says nothing.
        return None
    return mode_of({**parameters, "sslmode": mode})


def _mode_of_context(context):
    if context.verify_mode != ssl.CERT_REQUIRED:
        return "require"
    return "verify-full" if context.check_hostname else "verify-ca"


def _word(value):
    """Return the mode of a text, or of asyncpg's own enumeration."""
    if isinstance(value, str):
        return in_libpqs_words(value)
    name = getattr(value, "name", None)
    return name.replace("_", "-") if isinstance(name, str) else None


def _has_context(parameters):
    return any(
        parameters.get(name) is True or isinstance(parameters.get(name), ssl.SSLContext) for name in _CONTEXTS
    )


def _remove_words_for_mode(parameters):
    for name in _CONTEXTS:
        parameters.pop(name, None)


def _rank(mode):
    return _MODES.index(mode) if mode in _MODES else -1
