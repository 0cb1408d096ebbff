"""``plan``: what would run, read from inside one run of env.py that changes nothing."""

from .contents import Contents
from .environment import EnvironmentRun, destination
from .history import contains
from .identity import describe_connection
from .steps import describe, version_table
from .targets import Way, find_target, find_way


def make_plan(project, targets):
    """Return the result of ``plan``; raises a Refusal."""
    plan = {}

    def work(run, rows, context):
        run.history.load()
        project.rows = tuple(sorted(rows))
        plan.update(_read(project, targets, rows, context))
        yield from ()

    command = "downgrade" if targets[0].endswith("base") or targets[0].startswith("-") else "upgrade"
    run = EnvironmentRun(project, [command, targets[0]], work)
    run.execute(destination_rev=destination(targets), dont_mutate=True)
    project.planned = run.history
    project.contents = Contents()
    project.contents.keep_env_py(run.env_py)
    project.contents.keep_revisions((step["revision"], step["fileDigest"]) for step in plan["steps"])
    return plan


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
        # Alembic ignores the option where env.py had begun a transaction before.
        "transactionPerMigration": bool(
            context._transaction_per_migration and not context._in_external_transaction
        ),
        "connection": describe_connection(context, project),
    }
