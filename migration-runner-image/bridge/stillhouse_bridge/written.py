"""The URL that a person has written, if the project may have it as it is."""

import re

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

_SCHEME = re.compile(r"^postgres(ql)?(?=\+|://)")


def url_of(database):
    """Return the written URL where SQLAlchemy reads in it what the runner has read, or the composed one.

    A project may hand it to what knows no percent-encoding, such as an ini file's interpolation: it gets no
    other letters than those that work with bare Alembic.
    """
    if database.written is not None and _parts(database.written) == _parts(database.url):
        return database.written
    return database.url


def _parts(text):
    try:
        # SQLAlchemy knows no dialect `postgres`; the scheme is the one thing that changes then.
        url = make_url(_SCHEME.sub("postgresql", text))
    except (ArgumentError, ValueError):
        return None
    query = dict(url.query)
    return url.drivername.lower(), url.username, url.password, url.host, url.port or 5432, url.database, query
