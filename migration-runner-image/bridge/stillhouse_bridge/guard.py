"""Holds the steps to what was seen of them, where nothing is backed up because nothing was found in it.

Offline mode shows one way through a revision: no statement fails there, and no branch is taken that only a
database calls for. So what a step sends is compared with what was rendered of it, and what is neither that
nor harmless by itself is not sent. After a statement that has failed nothing is as it was judged: a table
that the step was to create may be somebody else's.
"""

import contextlib
import hashlib

from .harmless import is_harmless, kind
from .offline import NotRendered, offline_dialect, statement_text
from .sent import text_of

# To read a longer text takes more than to compare it.
_LONGEST = 100_000


class Unforeseen(BaseException):
    """Stops a step before a statement that nobody has seen is sent.

    Not an Exception: revisions and env.py that catch those are not to go on.
    """

    def __init__(self, statement, failed):
        super().__init__("a statement that was not seen before")
        self.statement = statement
        self.kind = kind(statement)
        self.failed = failed


class Foreseen:
    """The digests of the statements that were rendered of each revision."""

    def __init__(self):
        self._of = {}

    def keep(self, revision, statements):
        """Remember the statements of a revision."""
        self._of[revision] = frozenset(_digest(each) for each in statements)

    def of(self, revision):
        """Return the digests, or None if the revision was not rendered."""
        return self._of.get(revision)


class Guard:
    """Looks at each statement of a step before the engine of the connection that migrates sends it."""

    def __init__(self, context, foreseen):
        self._dialect = context.dialect
        self._offline_dialect = offline_dialect(context.dialect)
        self._foreseen = foreseen
        self._expected = None
        self._construct = None
        self._failed = False
        self._stopped = None
        self._follow(context.impl)

    def watch(self, interception):
        """Look at what the connection's engine is about to send, and at what has failed."""
        interception.before.append(self._before_statement)
        interception.failed.append(self._after_failure)

    @contextlib.contextmanager
    def step(self, revision):
        """Hold the function of a step to what was rendered of it, in this block."""
        self._expected, self._failed, self._stopped = self._foreseen.of(revision) or frozenset(), False, None
        try:
            yield
        finally:
            self._expected = None
            if self._stopped is not None:
                # Whatever the revision made of it.
                raise self._stopped

    def _follow(self, impl):
        """Know what Alembic is executing: written out with its values, as it was when it was rendered."""
        execute = impl._exec

        def _exec(construct, *arguments, **named):
            outer, self._construct = self._construct, construct
            try:
                return execute(construct, *arguments, **named)
            finally:
                self._construct = outer

        impl._exec = _exec

    def _before_statement(self, statement, times, context):
        if self._expected is None:
            return
        if self._stopped is None:
            if len(statement) < _LONGEST and is_harmless(statement):
                return
            if not self._failed and self._is_foreseen(statement, context):
                return
            self._stopped = Unforeseen(text_of(statement, context, self._dialect), self._failed)
        # Nothing more is sent, whatever the revision makes of it.
        raise self._stopped

    def _after_failure(self):
        self._failed = True

    def _is_foreseen(self, statement, context):
        return _digest(text_of(statement, context, self._dialect)) in self._expected or (
            self._construct is not None and _digest(self._written_out()) in self._expected
        )

    def _written_out(self):
        try:
            return statement_text(self._construct, self._offline_dialect)
        except (NotRendered, Exception):
            return ""


def _digest(statement):
    text = statement.strip().rstrip(";").rstrip()
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
