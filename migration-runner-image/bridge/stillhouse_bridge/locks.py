"""The advisory locks by which a run and the project's sessions are known to each other.

PostgreSQL keeps them for each database, lets everybody see them, and releases them when a session ends,
whatever became of its client. So they tell what no name can: that two sessions are in the same database of
the same server, and whose they are.
"""

from sqlalchemy import text

from .refusal import Reason, Refusal


def sees_runner(locks):
    """Return the SQL expression that tells whether this session is where the runner's own session is."""
    return f"EXISTS (SELECT FROM pg_locks l WHERE {_is('l', locks.runner)})"


def join(locks):
    """Return the SQL expression by which a session becomes one of this run's."""
    return "pg_try_advisory_lock_shared({}, {})".format(*locks.sessions)


def begin_work(connection, locks):
    """Keep the projects of all other runs from working, until this connection's session ends.

    The runner's own lock is on a session of its own, which may be lost while this one works on. Raises a
    Refusal if another run has begun meanwhile (DatabaseBusy), or may have come and gone (ConnectionFailed):
    the runner doesn't take a lost lock again before this one is held.
    """
    if locks is None:
        return
    taken = connection.execute(text("SELECT pg_try_advisory_lock({}, {})".format(*locks.work))).scalar()
    # Only now: who takes the database's lock looks at this one afterwards. One of the two sees the other.
    other = connection.execute(text(_another_run(locks.database, locks.runner))).fetchone()
    if other is None and not taken:
        other = connection.execute(text(_another_run(locks.work, locks.sessions))).fetchone()
    if other is None and connection.execute(text(f"SELECT {_is_locked_for(locks)}")).scalar():
        return
    if taken:
        connection.execute(text("SELECT pg_advisory_unlock({}, {})".format(*locks.work)))
    if other is None:
        raise Refusal(
            Reason.CONNECTION_FAILED,
            "The runner's connection was lost and with it the database's lock, which another run may have "
            "had since, so nothing was begun. The next attempt makes a plan of its own.",
        )
    pid, name = other
    raise Refusal(
        Reason.DATABASE_BUSY,
        f"Another run works on this database (backend {pid}, {name or 'without a name'}): the runner had "
        "lost the database's lock, so nothing was begun. The next attempt waits for its turn.",
    )


def holds_nothing(locks):
    """Return the SQL expression that tells whether the project's sessions keep nobody waiting.

    This run's mark is in nobody's way, and to have read is so only in that of who changes that very table.
    """
    own = "l.pid = pg_backend_pid()"
    mark = "false"
    if locks is not None:
        own += f" OR l.pid IN (SELECT o.pid FROM pg_locks o WHERE {_is('o', locks.sessions)})"
        mark = _is("l", locks.sessions)
    held = (
        f"SELECT FROM pg_locks l WHERE ({own}) AND l.locktype <> 'virtualxid'"
        f" AND l.mode NOT IN ('AccessShareLock', 'SIReadLock') AND NOT ({mark})"
    )
    return f"NOT EXISTS ({held})"


def _is_locked_for(locks):
    """Return the SQL expression that tells whether this run's own runner has the database's lock."""
    return (
        f"EXISTS (SELECT FROM pg_locks l JOIN pg_locks o ON o.pid = l.pid"
        f" WHERE {_is('l', locks.database)} AND {_is('o', locks.runner)})"
    )


def _another_run(lock, own):
    """Return the query for a session that holds ``lock`` and not ``own``, by which this run's are known."""
    return (
        "SELECT l.pid, a.application_name FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid"
        f" WHERE {_is('l', lock)}"
        f" AND NOT EXISTS (SELECT FROM pg_locks o WHERE o.pid = l.pid AND {_is('o', own)}) LIMIT 1"
    )


def _is(table, key):
    return (
        f"{table}.locktype = 'advisory' AND {table}.granted AND {table}.objsubid = 2"
        f" AND {table}.classid::bigint = {key[0]} AND {table}.objid::bigint = {key[1]}"
        f" AND {table}.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
