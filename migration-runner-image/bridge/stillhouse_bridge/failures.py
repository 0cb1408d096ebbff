"""Turns what a run of env.py raised into a Refusal."""

import sys

from alembic.script.revision import CycleDetected
from alembic.util import CommandError

from . import database_errors, traces
from .advice import advice_for, one_line
from .confined import Reaching, reaching
from .guard import Unforeseen
from .hold import Released, released
from .outside import ReachesOutside
from .refusal import Reason, Refusal
from .saved_rows import Unsaved
from .saving import unsaved


def as_refusal(error, project, step=None):
    """Return the Refusal for an exception.

    ``step`` is the step that was running, if any: then revision, file and line are of its revision file.
    """
    refusal = traces.find(error, Refusal)
    if refusal is not None:
        return refusal
    where = traces.place(error, project.path, step and step.revision.path)
    fields = {"detail": traces.detail(error)}
    if step:
        fields.update(revision=step.revision.revision, file=project.relative(step.revision.path))
    if where:
        fields.update(file=project.relative(where.file), line=where.line)
    return _judge(error, step, fields).adding(**fields)


def _judge(error, step, fields):
    subject = _subject(step, fields)
    if step and not step.is_upgrade and isinstance(error, NotImplementedError):
        return Refusal(
            Reason.DOWNGRADE_MISSING,
            f"{subject} has no way down: its downgrade raises NotImplementedError. "
            "Write the downgrade or choose another target.",
        )
    if traces.find(error, CycleDetected):
        return broken_history(error)
    unforeseen = traces.find(error, Unforeseen)
    if unforeseen:
        return _unforeseen(unforeseen, subject)
    stopped = traces.find(error, Unsaved)
    if stopped:
        return unsaved(stopped, subject)
    confined = traces.find(error, Reaching)
    if confined:
        return reaching(confined, subject)
    if traces.find(error, Released):
        return released(subject)
    loading = traces.find(error, ReachesOutside)
    if loading and not step:
        return Refusal(
            Reason.PROJECT_ERROR,
            f"{subject} {loading.what} when its revision files are loaded, which every look at a plan does. "
            "Nothing may reach outside there: do it in the revision's function, or in env.py.",
            exception=traces.class_name(error),
        )
    other = database_errors.other_database(error)
    if other and not step:
        return Refusal(
            Reason.WRONG_DATABASE,
            f"{subject} works with {other}, not with PostgreSQL: {one_line(error)}. "
            "Let env.py use sqlalchemy.url, or name the variable that it reads in spec.project.urlVariable.",
        )
    found = None if other else database_errors.find(error)
    if found:
        if found.abridged:
            # What the server said stays with those who may read what the project prints.
            print(*(str(each) for each in traces.chain(error)), sep="\n", file=sys.stderr)
        return database_errors.as_refusal(found, subject)
    if isinstance(error, CommandError):
        return _from_alembic(error)
    return Refusal(
        Reason.PROJECT_ERROR,
        f"{subject} {what_happened(error)}. {advice_for(error)}".rstrip(),
        exception=traces.class_name(error),
    )


def broken_history(error):
    """Return the Refusal for revision files that Alembic cannot make a graph of."""
    return Refusal(
        Reason.BROKEN_HISTORY,
        f"The revision files do not form a history: {traces.class_name(error)}: {error}. "
        "Run 'alembic history' in the project and repair it.",
        detail=traces.detail(error),
    )


def _unforeseen(stop, subject):
    return Refusal(
        Reason.UNFORESEEN_STATEMENT,
        f"{subject} was about to run a statement ({stop.kind}) {stop.why}.",
        statement=stop.statement[: database_errors.STATEMENT_LENGTH],
    )


def _from_alembic(error):
    text = str(error).rstrip(".")
    if "expected to match one row" in text:
        return Refusal(
            Reason.PLAN_CHANGED,
            f"The version rows were changed by somebody else during the run: {text}. "
            "Find out what else migrates this database.",
        )
    return Refusal(Reason.PROJECT_ERROR, f"Alembic refused: {text}.", exception=traces.class_name(error))


def _subject(step, fields):
    subject = f"Revision {step.revision.revision}" if step else "The project"
    if "line" in fields:
        return "{} ({}, line {})".format(subject, fields["file"], fields["line"])
    return subject


def what_happened(error):
    """Return what an exception means, in words that follow a subject."""
    if isinstance(error, SystemExit):
        return f"ended the process with exit code {error.code}; see its log for why"
    text = one_line(error)
    return "raised {}{}".format(traces.class_name(error), ": " + text if text else "")
