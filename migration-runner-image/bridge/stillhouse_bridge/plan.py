"""``plan``: what would run, read from inside one run of env.py that changes nothing."""

from .contents import Contents
from .environment import destination
from .history import contains
from .identity import describe_connection
from .internals import has_transaction_for_each
from .staying import may_stay
from .steps import describe, version_table
from .targets import Way, find_target, find_way
from .tasks import Task


class Planning(Task):
    """Makes the plan; in the directions of ``go_on`` the run of env.py stays for the apply, if it may."""

    def __init__(self, project, targets, go_on=()):
        is_down = targets[0].endswith("base") or targets[0].startswith("-")
        self.command = ["downgrade" if is_down else "upgrade", targets[0]]
        self.options = {"destination_rev": destination(targets), "dont_mutate": True}
        self._project = project
        self._targets = targets
        self._go_on = go_on
        self._plan = {}

    def work(self, run, rows, context):
        """Read where the database is, and what is to be done; there are no steps."""
        run.history.load()
        self._project.rows = tuple(sorted(rows))
        self._plan.update(_read(self._project, self._targets, rows, context))
        yield from ()

    def stays(self, run, context):
        """Tell whether an apply of these steps has to find nothing but what this run has."""
        direction = self._plan["direction"]
        way = {"up": "upgrade", "down": "downgrade"}.get(direction)
        return (
            direction in self._go_on
            and way == self.command[0]
            and may_stay(run, context, self._project.locks)
        )

    def result(self, run):
        """Return the result of ``plan``."""
        contents = self._project.contents = Contents()
        contents.keep_env_py(run.env_py)
        contents.keep_revisions((step["revision"], step["fileDigest"]) for step in self._plan["steps"])
        return self._plan


def _read(project, targets, rows, context):
    scripts = context.script
    unknown = sorted(row for row in rows if not contains(scripts, row))
    # Alembic finds no way from a revision that it does not have; the target must exist all the same.
    way = (
        Way(find_target(context, targets, unknown), "none", [])
        if unknown
        else find_way(context, targets, rows)
    )
    return {
        "current": sorted(rows),
        "heads": sorted(scripts.get_heads()),
        "target": list(way.target),
        "direction": way.direction,
        "steps": [describe(step, project) for step in way.steps],
        "unknown": unknown,
        "versionTable": version_table(context),
        "transactionPerMigration": has_transaction_for_each(context),
        "connection": describe_connection(context, project),
    }
