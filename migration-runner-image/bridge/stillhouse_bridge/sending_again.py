"""Sends a statement again that did not get its lock, in a transaction that is too dear to lose for that.

Who has read a table and waits to write it is in the way of what needs the table for itself, and that is in
its way: PostgreSQL ends whoever notices, and that is who came last. While such a statement waits, all others
wait behind it, readers too. So it is taken back and sent again after a pause, in which they get their turn,
and in which who is in the way may come to its own end. Nobody's statement is ended for it.
"""

import re
import time

from . import database_errors
from .harmless import SEEN, plain_words

# Lock timeout, deadlock.
_WITHOUT_LOCK = ("55P03", "40P01")
# In seconds, before each of the next tries. An application seldom waits longer for a statement.
_PAUSES = (0.5, 1, 2, 4, 8)
_TAKING = re.compile(
    r"(?:ALTER|DROP|TRUNCATE|LOCK|CREATE|REINDEX|CLUSTER|REFRESH|GRANT|REVOKE|COMMENT|DO)\b", re.IGNORECASE
)
# A savepoint around them would be in their way, or they in its. A table may be called release.
_SAVING = re.compile(r"(?:^|;)\s*(?:SAVEPOINT|ROLLBACK|RELEASE)\b", re.IGNORECASE)
_SAVEPOINT = "stillhouse_again"


def takes_a_table(statement):
    """Tell whether a statement may need a table for itself, if all of it can be seen."""
    words = plain_words(statement)
    return len(statement) <= SEEN and bool(_TAKING.match(words)) and not _SAVING.search(words)


def send_again(send, server, pause=time.sleep):
    """Send, by a function; again where a lock was lacking, in the transaction of ``server``."""
    for seconds in _PAUSES:
        server.execute(f"SAVEPOINT {_SAVEPOINT}")
        try:
            send()
        except Exception as error:
            found = database_errors.find(error)
            if found is None or found.sql_state not in _WITHOUT_LOCK:
                raise
        else:
            server.execute(f"RELEASE SAVEPOINT {_SAVEPOINT}")
            return
        server.execute(f"ROLLBACK TO SAVEPOINT {_SAVEPOINT}")
        server.execute(f"RELEASE SAVEPOINT {_SAVEPOINT}")
        pause(seconds)
    send()
