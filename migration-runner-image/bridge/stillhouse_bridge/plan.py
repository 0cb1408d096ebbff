"""``plan``: what would run, read from inside one run of env.py that changes nothing."""

from .environment import EnvironmentRun
from .history import contains
from .identity import describe_connection
from .steps import describe
from .targets import find_way


def make_plan(project, targets):
    """Return the result of ``plan``; raises a Refusal."""
    plan = {}

    def work(run, rows, context):
        run.history.load()
        plan.update(_read(project, targets, rows, context))
        yield from ()

    command = "downgrade" if targets[0].endswith("base") or targets[0].startswith("-") else "upgrade"
    EnvironmentRun(project, targets, command, work).execute(dont_mutate=True)
    return plan


def _read(project, targets, rows, context):
    scripts = context.script
    unknown = sorted(row for row in rows if not contains(scripts, row))
    # Alembic finds no way from a revision that it does not have; the target must exist all the same.
    way = find_way(context, targets, [] if unknown else rows)
    return {
        "current": sorted(rows),
        "heads": sorted(scripts.get_heads()),
        "target": list(way.target),
        "direction": "none" if unknown else way.direction,
        "steps": [] if unknown else [describe(step, project) for step in way.steps],
        "unknown": unknown,
        "versionTable": {"schema": context.version_table_schema, "name": context.version_table},
        # Alembic ignores the option where env.py had begun a transaction before.
        "transactionPerMigration": bool(
            context._transaction_per_migration and not context._in_external_transaction
        ),
        "connection": describe_connection(context),
    }
