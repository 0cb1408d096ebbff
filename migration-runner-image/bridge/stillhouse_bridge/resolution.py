"""Says what Alembic means when it cannot resolve a target."""

import contextlib

from alembic.script.revision import (
    CycleDetected,
    MultipleHeads,
    RangeNotAncestorError,
    ResolutionError,
    RevisionError,
)
from alembic.util import CommandError

from . import traces
from .failures import broken_history
from .refusal import Reason, Refusal


@contextlib.contextmanager
def resolving(scripts, targets):
    """Turn what Alembic raises while it resolves the targets into Refusals."""
    asked = ", ".join(targets)
    try:
        yield
    except (RevisionError, CommandError, AssertionError, KeyError) as error:
        found = traces.find(error, RevisionError) or error
        if isinstance(found, CycleDetected):
            raise broken_history(found) from error
        raise _refusal(scripts, asked, found) from error


def _refusal(scripts, asked, error):
    text = str(error).rstrip(".")
    if isinstance(error, MultipleHeads):
        heads = ", ".join(sorted(scripts.get_heads()))
        return Refusal(
            Reason.MULTIPLE_HEADS,
            f"The target '{asked}' is not one revision, as the project has several heads ({heads}). "
            "Use 'heads' for all of them, '<label>@head' for one branch, or merge them.",
        )
    if isinstance(error, RangeNotAncestorError):
        return Refusal(
            Reason.UNREACHABLE_TARGET,
            f"Alembic finds no way from the database's revisions to '{asked}': {text}.",
        )
    if text.startswith("Multiple revisions") or "mbiguous" in text:
        return Refusal(
            Reason.AMBIGUOUS_REVISION,
            f"The target '{asked}' can mean several revisions: {text}. Name one in full.",
        )
    if isinstance(error, ResolutionError):
        return Refusal(
            Reason.UNKNOWN_REVISION,
            f"The project has no revision '{asked}': {text}. "
            "Check the target and that the image contains the revision.",
        )
    return Refusal(
        Reason.UNREACHABLE_TARGET,
        f"Alembic finds no way to '{asked}': {text or traces.class_name(error)}.",
    )
