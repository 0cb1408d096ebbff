"""Keeps what is told of a plan small enough to be held and judged, however much its steps send.

What only adds rows may be any size: it is told by its digest. The runner has little memory, and nobody reads
millions of characters.
"""

import hashlib

from .harmless import is_harmless, kind

# More than PostgreSQL's parser takes in the runner, for statements that are not plain data.
_CHARACTERS_OF_A_STATEMENT = 256 * 1024
# The runner reads a step at once, and holds all of them.
_CHARACTERS_OF_A_STEP = 1024 * 1024
_CHARACTERS_OF_A_PLAN = 8 * 1024 * 1024
# In JSON, apart from its text.
_AROUND_A_STATEMENT = 100


class TooLarge(Exception):
    """A step cannot be judged, as it is too large; the message says why, in words about "it"."""


class Abridgement:
    """What may still be told of one plan."""

    def __init__(self):
        self._room = _CHARACTERS_OF_A_PLAN

    def of_step(self, statements):
        """Return the statements of a step as they are told; raises TooLarge.

        In place of statements for which there is no room, and which only add rows, is a comment.
        """
        told, size = [], 0
        for statement in statements:
            length = len(statement) + _AROUND_A_STATEMENT
            if length > _CHARACTERS_OF_A_STATEMENT or size + length > min(_CHARACTERS_OF_A_STEP, self._room):
                told.append(_in_brief(statement))
            else:
                told.append(statement)
                size += length
        self._room -= size
        return _joined(told)


class _Brief(str):
    """A comment in place of a statement."""


def _in_brief(statement):
    # Of others the review has to know where they stand: they may give a name another meaning.
    if kind(statement) != "INSERT INTO" or not is_harmless(statement):
        if len(statement) > _CHARACTERS_OF_A_STATEMENT:
            raise TooLarge(f"it has a statement ({kind(statement)}) of {len(statement):,} characters")
        raise TooLarge("there are too many statements in it, or in the plan, that do more than add rows")
    digest = hashlib.sha256(statement.encode("utf-8", "surrogatepass")).hexdigest()
    return _Brief(f"-- {kind(statement)} …: {len(statement):,} characters, sha256 {digest}")


def _joined(told):
    """Return the texts, with a single comment for those that follow one another."""
    found = []
    for each in told:
        if isinstance(each, _Brief) and found and isinstance(found[-1], list):
            found[-1].append(each)
        else:
            found.append([each] if isinstance(each, _Brief) else each)
    return [_one_comment(each) if isinstance(each, list) else each for each in found]


def _one_comment(briefs):
    if len(briefs) == 1:
        return str(briefs[0])
    digest = hashlib.sha256("\n".join(briefs).encode()).hexdigest()
    return f"-- {len(briefs):,} statements that add rows, sha256 {digest} of their digests"
