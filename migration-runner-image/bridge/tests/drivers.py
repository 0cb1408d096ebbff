"""The drivers that the installed SQLAlchemy knows."""

import sqlalchemy

_PSYCOPG = () if sqlalchemy.__version__.startswith("1.") else ("psycopg",)

SYNC = ("psycopg2", *_PSYCOPG)
ASYNC = ("asyncpg", *_PSYCOPG)
ALL = (*SYNC, "asyncpg")
