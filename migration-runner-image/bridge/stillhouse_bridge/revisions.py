"""``graph``: the whole history, and where the database is in it."""

import re

from . import internals
from .history import History, contains
from .identity import describe_connection
from .steps import version_table
from .tasks import Task

_CREATED = re.compile(r"^Create Date:\s*(.+?)\s*$", re.MULTILINE)


def read_history(project):
    """Return the result of ``graph`` without asking env.py or the database, as ``alembic history``."""
    scripts = project.scripts(project.configure("history"))
    History(scripts).load()
    return _describe(project, scripts)


class Graph(Task):
    """Reads the whole history within env.py, and where the database is in it."""

    command = ("current",)
    options = {"dont_mutate": True}

    def __init__(self, project):
        self._project = project
        self._graph = {}

    def work(self, run, rows, context):
        """Read it; there are no steps."""
        run.history.load()
        self._graph.update(
            _describe(self._project, context.script),
            current=sorted(rows),
            unknown=sorted(row for row in rows if not contains(context.script, row)),
            versionTable=version_table(context),
            connection=describe_connection(context, self._project),
        )
        yield from ()

    def result(self, run):
        """Return the result of ``graph``."""
        return self._graph


def _describe(project, scripts):
    return {
        "revisions": [_revision(project, script) for script in scripts.walk_revisions()],
        "heads": sorted(scripts.get_heads()),
        "realHeads": internals.real_heads(scripts),
        "bases": sorted(scripts.get_bases()),
    }


def _revision(project, script):
    created = _CREATED.search(script.longdoc or "")
    described = {
        "revision": script.revision,
        "downRevisions": internals.down_revisions(script),
        "dependsOn": internals.dependencies(script),
        "branchLabels": internals.own_labels(script),
        "message": script.doc or "",
        "doc": (script.longdoc or "").strip(),
        "file": project.relative(script.path),
        "isHead": script.is_head,
        "isBase": script.is_base,
        "isBranchPoint": script.is_branch_point,
        "isMergePoint": script.is_merge_point,
    }
    if created:
        described["created"] = created.group(1)
    return described
