"""Tells whether a step can begin again: what it has made permanent by itself, it may be in the way of."""

import re

from .harmless import is_harmless, plain_words

# What leaves nothing behind, or the same each time.
_AGAIN = re.compile(
    r"(?:SHOW|SET|RESET|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|START|COMMIT|END|COMMENT)\b|$"
    r"|CREATE\s+(?:[A-Z]+\s+){1,3}?IF\s+NOT\s+EXISTS\b"
    r"|CREATE\s+OR\s+REPLACE\b"
    r"|DROP\s+(?:[A-Z]+\s+){1,3}?IF\s+EXISTS\b"
    r"|ALTER\s+TYPE\s+\S+\s+ADD\s+VALUE\s+IF\s+NOT\s+EXISTS\b"
    r"|ALTER\s+TABLE\s+\S+\s+ADD\s+(?:COLUMN\s+)?IF\s+NOT\s+EXISTS\b[^,]*$",
    re.IGNORECASE,
)


class Lasting:
    """What a step left behind; ``forever`` if that is committed, and in the way of a second time."""

    def __init__(self):
        self.forever = False
        self._pending = False

    def ran(self, statement, autocommit):
        """Remember that a statement was executed, and whether it was committed by that."""
        if self.forever or _can_be_repeated(plain_words(statement)):
            return
        self.forever, self._pending = autocommit, True

    def committed(self):
        """Remember that the connection's transaction was committed."""
        self.forever = self.forever or self._pending


def _can_be_repeated(words):
    return is_harmless(words) if words[:6].upper() == "SELECT" else bool(_AGAIN.match(words))
