"""``select``: which revisions an expression means, as ``alembic show`` and ``history -r`` understand it."""

from .history import History
from .refusal import Reason, Refusal
from .resolution import resolving

_CURRENT = "current"


def select(project, expressions, span, rows):
    """Return the result of ``select``: of the expressions, or of the span "start:end" if it is given.

    ``rows`` are what "current" means in a span. Neither env.py nor the database is asked. Raises a Refusal.
    """
    scripts = project.scripts(project.configure("history"))
    History(scripts).load()
    with resolving(scripts, expressions if span is None else [span]):
        found = _named(scripts, expressions) if span is None else _between(scripts, span, tuple(rows))
        return {"revisions": [script.revision for script in found if script is not None]}


def _named(scripts, expressions):
    return [script for name in expressions for script in scripts.get_revisions(name)]


def _between(scripts, span, rows):
    if span.count(":") != 1:
        raise Refusal(Reason.UNKNOWN_REVISION, f"The range {span!r} is not of the form start:end.")
    start, end = (rows if name == _CURRENT else name for name in span.split(":"))
    return list(scripts.walk_revisions(base=start or "base", head="heads" if end == "" else end))
