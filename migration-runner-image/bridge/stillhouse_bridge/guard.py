"""Holds the steps to what was seen of them, where nothing is backed up because nothing was found in it.

Offline mode shows one way through a revision: no statement fails there, and no branch is taken that only a
database calls for. So what a step sends is compared with what was rendered of it, and what is neither that
nor harmless by itself is not sent. After a statement that has failed nothing is as it was judged: a table
that the step was to create may be somebody else's. Until it is tried again and succeeds.

A step that was stopped begins again, after a backup. Where it cannot, because it has made something permanent
that it would meet then, it is not stopped.
"""

import contextlib

from . import commits
from .harmless import is_harmless, kind
from .lasting import Lasting
from .recognition import digest
from .sent import text_of

_AFTER_A_FAILURE = (
    "after another one had failed, so that nothing is as it was judged. It was not sent, as no backup was "
    "taken for what was found harmless"
)
_NOT_SEEN = (
    "that was not seen when the plan was looked at. It was not sent, as no backup was taken for what was "
    "found harmless"
)

# To read a longer text takes more than to compare it.
_LONGEST = 100_000


class Unforeseen(BaseException):
    """Stops a step before a statement that nobody has seen is sent.

    Not an Exception: revisions and env.py that catch those are not to go on.
    """

    def __init__(self, statement, why):
        super().__init__("a statement that was not seen before")
        self.statement = statement
        self.kind = kind(statement)
        self.why = why


class Foreseen:
    """The digests of the statements that were rendered of each revision."""

    def __init__(self):
        self._of = {}

    def keep(self, revision, statements):
        """Remember the statements of a revision."""
        self._of[revision] = frozenset(digest(each) for each in statements)

    def of(self, revision):
        """Return the digests, or None if the revision was not rendered."""
        return self._of.get(revision)


class Guard:
    """Looks at each statement of a step before the engine of the connection that migrates sends it."""

    def __init__(self, context, foreseen, recognition):
        self._dialect = context.dialect
        self._connection = context.connection
        self._foreseen = foreseen
        self._recognition = recognition
        self._expected = None
        self._failures = set()
        self._lasting = None
        self._stopped = None

    def watch(self, interception):
        """Look at what the connection's engine is about to send, and at what became of it."""
        interception.before.append(self._before_statement)
        interception.after.append(self._after_statement)
        interception.failed.append(self._after_failure)
        commits.watch(interception, self._connection, self._after_commit)

    @contextlib.contextmanager
    def step(self, revision):
        """Hold the function of a step to what was rendered of it, in this block."""
        self._expected = self._foreseen.of(revision) or frozenset()
        self._failures, self._lasting, self._stopped = set(), Lasting(), None
        try:
            yield
        finally:
            self._expected = None
            if self._stopped is not None:
                # Whatever the revision made of it.
                raise self._stopped

    def _before_statement(self, statement, times, context):
        if self._expected is None:
            return
        if self._stopped is None:
            if self._passes(statement, context):
                return
            self._stopped = Unforeseen(
                text_of(statement, context, self._dialect), _AFTER_A_FAILURE if self._failures else _NOT_SEEN
            )
        # Nothing more is sent, whatever the revision makes of it.
        raise self._stopped

    def _passes(self, statement, context):
        return (
            # Who stopped here could never begin again.
            self._lasting.forever
            or _is_harmless(statement, context)
            # Tried again.
            or _attempt(statement, context) in self._failures
            or (not self._failures and self._is_foreseen(statement, context))
        )

    def _after_statement(self, statement, context):
        if self._expected is None:
            return
        if self._failures:
            self._failures.discard(_attempt(statement, context))
        self._lasting.ran(statement, commits.autocommits(self._connection.connection))

    def _after_failure(self, statement, context):
        if self._expected is not None:
            self._failures.add(_attempt(statement, context))

    def _after_commit(self):
        if self._lasting is not None:
            self._lasting.committed()

    def _is_foreseen(self, statement, context):
        return any(each in self._expected for each in self._recognition.digests(statement, context))


def _is_harmless(statement, context):
    if len(statement) >= _LONGEST and context is not None and context.compiled is not None:
        # Many rows at once: what is repeated for each of them says as much.
        compiled = context.compiled.string
        statement = compiled if kind(compiled) == "INSERT INTO" else statement
    return len(statement) < _LONGEST and is_harmless(statement)


def _attempt(statement, context):
    """Return what is the same if the same is tried again."""
    return digest(statement), digest(repr(context.parameters) if context is not None else "")
