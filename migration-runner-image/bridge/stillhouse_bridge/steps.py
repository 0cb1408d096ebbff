"""Alembic's own steps between version rows and a revision."""

import os
from typing import List, NamedTuple, Tuple

from alembic.runtime.migration import RevisionStep

from . import internals
from .contents import digest_of
from .refusal import Reason, Refusal


class Step(NamedTuple):
    """A step of Alembic's and the version rows that it leaves."""

    alembic: RevisionStep
    rows_after: Tuple[str, ...]

    @property
    def revision(self):
        """The revision that goes up or down."""
        return self.alembic.revision.revision


def upward(context, destination, rows) -> List[Step]:
    """Return the steps from the rows up to the destination."""
    return _with_rows(context, rows, internals.upgrade_steps(context.script, destination, rows))


def downward(context, destination, rows) -> List[Step]:
    """Return the steps from the rows down to the destination; raises a Refusal (DowngradeMissing)."""
    scripts = context.script
    try:
        return _with_rows(context, rows, internals.downgrade_steps(scripts, destination, rows))
    except AttributeError as error:
        lacking = [
            (script.revision, os.path.relpath(script.path))
            for script in scripts.iterate_revisions(rows, destination, select_for_downgrade=True)
            if not hasattr(script.module, "downgrade")
        ]
        if not lacking:
            raise
        raise Refusal(
            Reason.DOWNGRADE_MISSING,
            "These revision files on the way down have no downgrade function: {}. "
            "Write it or choose another target.".format(", ".join(file for _, file in lacking)),
            revision=lacking[0][0],
            file=lacking[0][1],
        ) from error


def rows_after(steps, rows):
    """Return the version rows after all the steps."""
    return steps[-1].rows_after if steps else tuple(sorted(rows))


def describe(step, project):
    """Return the step as the protocol's plan has it."""
    script = step.alembic.revision
    return {
        "revision": script.revision,
        "downRevisions": internals.down_revisions(script),
        "message": script.doc or "",
        "file": project.relative(script.path),
        "fileDigest": digest_of(script.path),
        "rowsAfter": list(step.rows_after),
    }


def version_table(context):
    """Return the ``versionTable`` of the protocol."""
    return {"schema": context.version_table_schema, "name": context.version_table}


def stamped_rows(context, steps, rows):
    """Return the version rows after steps of a stamp."""
    maintainer = internals.VersionRows(context, rows)
    for step in steps:
        maintainer.update_to_step(step)
    return tuple(sorted(maintainer.heads))


def _with_rows(context, rows, steps):
    maintainer = internals.VersionRows(context, rows)
    found = []
    for step in steps:
        maintainer.update_to_step(step)
        found.append(Step(step, tuple(sorted(maintainer.heads))))
    return found
