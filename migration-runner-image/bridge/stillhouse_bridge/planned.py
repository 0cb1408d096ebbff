"""The steps that were planned, found again from inside a run of env.py."""

from .refusal import Reason, Refusal
from .targets import find_way


def planned_steps(context, targets, rows, direction, expect):
    """Return the steps to the targets; raises a Refusal (PlanChanged) if they are not the expected ones."""
    way = find_way(context, targets, rows)
    found = [step.revision for step in way.steps]
    if found != expect or (found and way.direction != direction):
        raise Refusal(
            Reason.PLAN_CHANGED,
            f"What would run now ({_listed(found, way.direction)}) is not what was planned "
            f"({_listed(expect, direction)}). Plan again.",
        )
    return way.steps


def _listed(revisions, direction):
    return f"{direction}: {', '.join(revisions)}" if revisions else "nothing"
