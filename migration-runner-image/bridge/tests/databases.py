"""The PostgreSQL server of the tests."""

import psycopg2
import psycopg2.errors
from psycopg2.extensions import parse_dsn
from waiting import wait_until


class Server:
    """A server to create databases on."""

    def __init__(self, dsn):
        self.parts = parse_dsn(dsn)

    def create(self, name):
        """Create a database."""
        self._execute(f'CREATE DATABASE "{name}"')
        return Database(self, name)

    def drop(self, name):
        """Drop a database, with whoever is in it."""
        wait_until(lambda: self._is_dropped(name))

    def _is_dropped(self, name):
        """Try once; the server itself waits some seconds for those whom it has sent away."""
        try:
            self._execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        except psycopg2.errors.ObjectInUse:
            return False
        return True

    def connect(self, **parts):
        """Return a connection in autocommit mode."""
        connection = psycopg2.connect(**{**self.parts, **parts})
        connection.autocommit = True
        return connection

    def _execute(self, statement):
        connection = self.connect()
        try:
            connection.cursor().execute(statement)
        finally:
            connection.close()


class Database:
    """A database of a test's own."""

    def __init__(self, server, name):
        self.name = name
        self._server = server

    def params(self, driver=None):
        """Return the ``database`` of ``open``."""
        parts = self._server.parts
        return {
            "url": self.url(driver),
            "hosts": [{"host": parts["host"], "port": int(parts.get("port", 5432))}],
            "name": self.name,
            "user": parts["user"],
            "password": parts.get("password"),
            "parameters": {},
        }

    def url(self, driver=None):
        """Return the database's URL, with a driver if one is named."""
        parts = {"port": "5432", "password": "", **self._server.parts, "dbname": self.name}
        scheme = "postgresql+" + driver if driver else "postgresql"
        return scheme + "://{user}:{password}@{host}:{port}/{dbname}".format(**parts)

    def connect(self):
        """Return a connection in autocommit mode."""
        return self._server.connect(dbname=self.name)

    def drop(self):
        """Drop the database."""
        self._server.drop(self.name)

    def execute(self, statement):
        """Execute a statement and return its rows, if it has any."""
        connection = self.connect()
        try:
            cursor = connection.cursor()
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else None
        finally:
            connection.close()

    def rows(self, table="alembic_version"):
        """Return the version rows, sorted, or None if there is no version table."""
        if self.execute(f"SELECT to_regclass('{table}')") == [(None,)]:
            return None
        return sorted(row[0] for row in self.execute("SELECT version_num FROM " + table))

    def tables(self):
        """Return the names of the tables that revisions created, without their prefix, sorted."""
        rows = self.execute("SELECT tablename FROM pg_tables WHERE tablename LIKE 't\\_%'")
        return sorted(row[0][2:] for row in rows)
