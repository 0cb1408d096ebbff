"""The drivers that the installed SQLAlchemy knows."""

import importlib.util

import sqlalchemy

_PSYCOPG = () if sqlalchemy.__version__.startswith("1.") else ("psycopg",)
_PG8000 = ("pg8000",) if importlib.util.find_spec("pg8000") else ()

SYNC = ("psycopg2", *_PSYCOPG)
ASYNC = ("asyncpg", *_PSYCOPG)
ALL = (*SYNC, "asyncpg")
EVERY = (*ALL, *_PG8000)
