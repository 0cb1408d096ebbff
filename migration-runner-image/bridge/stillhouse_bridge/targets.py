"""From the names of a target to revisions, a direction and steps."""

import re
from typing import List, NamedTuple, Tuple

from . import graph, internals
from .refusal import Reason, Refusal
from .resolution import resolving
from .steps import Step, downward, rows_after, upward

_RELATIVE = re.compile(r"(?:(.+?)@)?(\w+)?([+-]\d+)")


class Way(NamedTuple):
    """The way to a target: full revisions ([] is base), "up", "down" or "none", and the steps."""

    target: Tuple[str, ...]
    direction: str
    steps: List[Step]


def find_way(context, targets, rows) -> Way:
    """Return the way from the version rows to the targets.

    A target says what should be true of the database. If it is, or more than it, nothing goes up; what was
    built on top of it goes down. Raises a Refusal: UnknownRevision, AmbiguousRevision, MultipleHeads,
    UnreachableTarget, DowngradeMissing.
    """
    with resolving(context.script, targets):
        relative = _RELATIVE.fullmatch(targets[0]) if len(targets) == 1 else None
        if relative and not relative.group(2):
            return _from_here(context, targets[0], int(relative.group(3)), rows)
        if len(targets) == 1 and targets[0].endswith("@base"):
            return _whole_branch_down(context, targets[0], rows)
        if relative:
            targets = [_absolute(context, targets[0], rows)]
        return _declared(context, targets, rows)


def find_target(context, targets, unknown) -> Tuple[str, ...]:
    """Return the full revisions of the targets, for a database with these unknown version rows.

    Raises a Refusal as find_way does, and UnreachableTarget for what depends on those rows.
    """
    with resolving(context.script, targets):
        relative = _RELATIVE.fullmatch(targets[0]) if len(targets) == 1 else None
        if targets[0].endswith("@base") or (relative and not relative.group(2)):
            raise _unreachable(
                f"{targets[0]} depends on where the database is, and the project does not contain its "
                f"revisions {_listed(unknown)}"
            )
        if relative:
            targets = [_absolute(context, targets[0], ())]
        if "base" in targets and len(targets) > 1:
            raise _unreachable("base cannot be combined with other revisions")
        return tuple(sorted(set().union(*(_resolve(context.script, name) for name in targets))))


def _absolute(context, target, rows):
    revision = internals.relative_target(context.script, rows, target)
    if revision is None:
        raise _unreachable(f"{target} goes beyond the history")
    return getattr(revision, "revision", revision)


def _from_here(context, target, distance, rows):
    steps = (upward if distance > 0 else downward)(context, target, rows)
    direction = "none" if not steps else "up" if distance > 0 else "down"
    return Way(rows_after(steps, rows), direction, steps)


def _whole_branch_down(context, target, rows):
    steps = downward(context, target, rows)
    return Way(rows_after(steps, rows), "down" if steps else "none", steps)


def _declared(context, targets, rows):
    scripts = context.script
    if "base" in targets and len(targets) > 1:
        raise _unreachable("base cannot be combined with other revisions")
    wanted = {name: _resolve(scripts, name) for name in targets}
    target = tuple(sorted(set().union(*wanted.values())))
    applied = graph.with_ancestors(scripts, rows)
    needed = graph.with_ancestors(scripts, target)
    above = {name: _above(scripts, revisions, applied) - needed for name, revisions in wanted.items()}
    missing, extra = set(target) - applied, set().union(*above.values())
    if missing:
        if extra:
            raise _unreachable(
                f"some revisions would have to go up ({_listed(missing)}) "
                f"and others down ({_listed(extra)}); migrate in two runs"
            )
        return Way(target, "up", upward(context, targets[0] if len(targets) == 1 else tuple(targets), rows))
    steps = []
    for name in targets:
        if above[name]:
            steps += downward(context, name, rows_after(steps, rows))
    lost = set(target) - graph.with_ancestors(scripts, rows_after(steps, rows))
    if lost:
        raise _unreachable(f"going down would also take away {_listed(lost)}, which is part of the target")
    return Way(target, "down" if steps else "none", steps)


def _resolve(scripts, name):
    return {
        revision.revision for revision in scripts.revision_map.get_revisions(name) if revision is not None
    }


def _above(scripts, revisions, applied):
    # Everything is above base.
    return applied & graph.above(scripts, revisions) if revisions else set(applied)


def _listed(revisions):
    return ", ".join(sorted(revisions))


def _unreachable(why):
    return Refusal(Reason.UNREACHABLE_TARGET, f"The target cannot be reached: {why}.")
