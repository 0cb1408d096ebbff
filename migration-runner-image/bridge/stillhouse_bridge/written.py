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
    composed = _with_name(database.url, database.name)
    if database.written is not None and _parts(database.written) == _parts(composed):
        return database.written
    return composed


def _with_name(text, name):
    """Return the URL with the database's name as the installed SQLAlchemy reads it.

    Before 2.1 it takes a name as it stands there, encoded or not. A question mark cannot be in a name then;
    that such a URL means our database is known where it is connected to.
    """
    url = make_url(_SCHEME.sub("postgresql", text))
    if url.database == name:
        return text
    other = url.set(database=name).render_as_string(hide_password=False)
    return other if make_url(other).database == name else text


def _parts(text):
    try:
        # SQLAlchemy knows no dialect `postgres`; the scheme is the one thing that changes then.
        url = make_url(_SCHEME.sub("postgresql", text))
    except (ArgumentError, ValueError):
        return None
    query = dict(url.query)
    return url.drivername.lower(), url.username, url.password, url.host, url.port or 5432, url.database, query
