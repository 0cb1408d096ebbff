"""``apply``: one run of env.py that runs the planned steps in the project's own transactions."""

import contextlib
import functools
import time

from .commits import watching
from .environment import EnvironmentRun, destination
from .executed import Executed
from .identity import require_database
from .planned import planned_steps
from .refusal import Refusal
from .timeouts import Timeouts


def apply_plan(project, targets, direction, expect, events, sql=False):
    """Run the steps and return the result of ``apply``; raises a Refusal with the count of finished ones.

    With ``sql`` each step tells what it executed.
    """
    command = "upgrade" if direction == "up" else "downgrade"
    with contextlib.ExitStack() as watch:
        application = _Application(project, targets, direction, expect, events, sql, watch)
        try:
            EnvironmentRun(project, [command, targets[0]], application.work, project.take_planned()).execute(
                destination_rev=destination(targets)
            )
        except Refusal as refusal:
            raise refusal.adding(steps=application.finished) from refusal
    return {"steps": application.finished}


class _Application:
    def __init__(self, project, targets, direction, expect, events, sql, watch):
        self.finished = 0
        self._project = project
        self._targets = targets
        self._direction = direction
        self._expect = expect
        self._events = events
        self._sql = sql
        self._watch = watch
        self._rows = ()

    def work(self, run, rows, context):
        """Yield the steps to Alembic, and tell how far it is."""
        self.finished, self._rows = 0, rows
        # The project may have kept this connection since the plan, or made it past the engine's events.
        self._events.connected(require_database(context, self._project.database))
        run.history.load()
        steps = planned_steps(context, self._targets, rows, self._direction, self._expect)
        self._watch.close()
        self._watch.enter_context(watching(context.connection, lambda: self._events.committed(self._rows)))
        timeouts = Timeouts(context.connection, self._project.session)
        self._watch.enter_context(timeouts.watching())
        executed = Executed(context.connection) if self._sql else None
        if executed:
            self._watch.enter_context(executed.watching())
        for index, step in enumerate(steps, 1):
            run.step = step.alembic
            started = time.monotonic()
            self._instrument(run, timeouts, executed, index, len(steps), step)
            yield step.alembic
            # Alembic has written the version row, and committed if it does so for each revision.
            self.finished = index
            run.step = None
            millis = int((time.monotonic() - started) * 1000)
            self._events.step_finished(index, len(steps), step.revision, millis)

    def _instrument(self, run, timeouts, executed, index, total, step):
        migrate = step.alembic.migration_fn
        telling = contextlib.nullcontext
        if executed:
            tell = functools.partial(self._events.step_executed, index, total, step.revision)
            telling = functools.partial(executed.step, tell)

        # Alembic logs the function's name.
        @functools.wraps(migrate)
        def instrumented(**arguments):
            self._events.step_started(index, total, step.revision)
            try:
                timeouts.keep()
                with telling():
                    migrate(**arguments)
            except BaseException as error:
                run.failed(error)
                raise
            self._rows = step.rows_after

        step.alembic.migration_fn = instrumented
