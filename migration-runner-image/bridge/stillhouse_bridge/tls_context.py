"""TLS as libpq's parameters describe it, as Python has it."""

import os
import ssl

PARAMETERS = ("sslmode", "sslrootcert", "sslcert", "sslkey", "sslpassword")


def context_of(mode, root=None, certificate=None, key=None, password=None):
    """Return the context for a mode that insists on TLS (``require``, ``verify-ca`` or ``verify-full``).

    As with libpq, an authority that is named is one to check by, and ``system`` are the machine's own.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = mode == "verify-full"
    if mode == "require" and not (root and is_to_be_checked(mode, root)):
        context.verify_mode = ssl.CERT_NONE
    elif root in (None, "system"):
        context.load_default_certs()
    else:
        context.load_verify_locations(cafile=root)
    if certificate:
        context.load_cert_chain(certificate, keyfile=key, password=password)
    return context


def is_to_be_checked(mode, root):
    """Tell whether an authority counts; as with libpq, ``require`` goes without a file that is not there."""
    return root in (None, "system") or mode != "require" or os.path.exists(root)
