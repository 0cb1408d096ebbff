"""The session that a runner has while a bridge works for it."""

import random

DATABASE = (1398032716, 1213158739)
WORK = (1398032716, 1464816203)


class RunnerSession:
    """Holds the lock of the database, and the one by which the project's sessions know it."""

    def __init__(self, database):
        own = random.getrandbits(31)
        self.locks = {"database": DATABASE, "runner": (own, 1), "sessions": (own, 2), "work": WORK}
        self._connection = database.connect()
        self._call("pg_try_advisory_lock({}, {})", "database")
        self._call("pg_try_advisory_lock_shared({}, {})", "runner")

    def sessions(self):
        """Return the backends that are the project's."""
        return self._holders("sessions")

    def working(self):
        """Return the backends that keep other runs from working."""
        return self._holders("work")

    def close(self):
        """End the session, as a network would that has forgotten it."""
        self._connection.close()

    def _call(self, function, lock):
        cursor = self._connection.cursor()
        cursor.execute("SELECT " + function.format(*self.locks[lock]))
        assert cursor.fetchone() == (True,)

    def _holders(self, lock):
        cursor = self._connection.cursor()
        cursor.execute(
            "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2"
            " AND classid = %s AND objid = %s"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            self.locks[lock],
        )
        return sorted(pid for (pid,) in cursor.fetchall())
