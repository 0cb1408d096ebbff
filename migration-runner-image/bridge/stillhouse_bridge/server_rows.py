"""Asks the server on a connection of any driver, beside what SQLAlchemy and its listeners see."""

import contextlib

# It reads percent signs as its own also where there are no parameters.
_READS_PERCENT = "pg8000"


class ServerRows:
    """Statements without parameters in the transaction of the driver's connection."""

    def __init__(self, connection, dialect):
        self._connection = connection
        self._doubled = dialect.driver == _READS_PERCENT

    def execute(self, statement):
        """Execute a statement whose answer is of no matter."""
        with self._cursor(statement):
            pass

    def all(self, statement):
        """Return all rows, as tuples, whatever a project's factories make of them."""
        with self._cursor(statement) as cursor:
            return [
                tuple(row.values()) if hasattr(row, "values") else tuple(row) for row in cursor.fetchall()
            ]

    def one(self, statement):
        """Return the only row."""
        (row,) = self.all(statement)
        return row

    @contextlib.contextmanager
    def _cursor(self, statement):
        cursor = self._connection.cursor()
        try:
            cursor.execute(statement.replace("%", "%%") if self._doubled else statement)
            yield cursor
        finally:
            cursor.close()
