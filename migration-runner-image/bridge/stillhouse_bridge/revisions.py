"""``graph``: the whole history, and where the database is in it."""

import re

from .environment import EnvironmentRun
from .history import History, contains
from .identity import describe_connection
from .steps import version_table

_CREATED = re.compile(r"^Create Date:\s*(.+?)\s*$", re.MULTILINE)


def read_graph(project, current):
    """Return the result of ``graph``; raises a Refusal.

    Without ``current``, neither env.py nor the database is asked, as by ``alembic history``.
    """
    if not current:
        scripts = project.scripts(project.configure("history"))
        History(scripts).load()
        return _describe(project, scripts)
    graph = {}

    def work(run, rows, context):
        run.history.load()
        graph.update(_describe(project, context.script))
        graph["current"] = sorted(rows)
        graph["unknown"] = sorted(row for row in rows if not contains(context.script, row))
        graph["versionTable"] = version_table(context)
        graph["connection"] = describe_connection(context, project)
        yield from ()

    EnvironmentRun(project, ["current"], work).execute(dont_mutate=True)
    return graph


def _describe(project, scripts):
    return {
        "revisions": [_revision(project, script) for script in scripts.walk_revisions()],
        "heads": sorted(scripts.get_heads()),
        "realHeads": sorted(scripts.revision_map._real_heads),
        "bases": sorted(scripts.get_bases()),
    }


def _revision(project, script):
    created = _CREATED.search(script.longdoc or "")
    described = {
        "revision": script.revision,
        "downRevisions": list(script._versioned_down_revisions),
        "dependsOn": list(script._resolved_dependencies),
        "branchLabels": sorted(script._orig_branch_labels),
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
