"""``render``: the statements of each planned step, from one run of env.py in Alembic's offline mode."""

import functools

from . import failures, traces
from .environment import EnvironmentRun, destination
from .offline import NotRendered, Watch, watch_context, watch_environment
from .planned import planned_steps
from .refusal import Refusal


def render_plan(project, targets, direction, expect, rows, events):
    """Send ``rendered`` for each expected step, in order, and return the result of ``render``.

    ``rows`` are the version rows to start from. Nothing is executed: a connection that env.py or a revision
    asks for is refused to it. The project's hook may connect, as an application does when it starts. Raises a
    Refusal if the steps are not the expected ones.
    """
    if expect:
        _Rendering(project, targets, direction, expect, events).run(rows)
    return {"steps": len(expect)}


class _Rendering:
    def __init__(self, project, targets, direction, expect, events):
        self.watch = Watch()
        self._project = project
        self._targets = targets
        self._direction = direction
        self._expect = expect
        self._events = events
        self._told = 0
        self._refused = False

    def run(self, rows):
        command = "upgrade" if self._direction == "up" else "downgrade"
        run = EnvironmentRun(self._project, [command, self._targets[0], "--sql"], self._work)
        try:
            run.execute(
                functools.partial(watch_environment, watch=self.watch),
                functools.partial(self._project.connections.refused, self.watch),
                destination_rev=destination(self._targets),
                as_sql=True,
                starting_rev=tuple(rows) or None,
            )
        except Refusal as refusal:
            if self._refused:
                raise
            self._give_up(refusal)

    def _work(self, run, rows, context):
        try:
            run.history.load()
            steps = planned_steps(context, self._targets, rows, self._direction, self._expect)
        except Refusal:
            self._refused = True
            raise
        if context.dialect.name != "postgresql":
            self.watch.give_up(f"it is for {context.dialect.name}, not for PostgreSQL")
        watch_context(context, self.watch)
        for step in steps:
            self._instrument(step.alembic)
            yield step.alembic

    def _instrument(self, step):
        migrate = step.migration_fn

        @functools.wraps(migrate)
        def rendered(**arguments):
            self.watch.begin(step.revision.path)
            try:
                migrate(**arguments)
            except NotRendered:
                pass
            except BaseException as error:
                if self.watch.why is None:
                    self.watch.why = "it " + failures.what_happened(error)
                    place = traces.place(error, self._project.path, step.revision.path)
                    self.watch.line = place and place.line
            finally:
                self.watch.end()
            self._tell(self._problem(step.revision))

        step.migration_fn = rendered

    def _problem(self, revision):
        if self.watch.why is None:
            return None
        line = f", line {self.watch.line}" if self.watch.line else ""
        place = f"Revision {revision.revision} ({self._project.relative(revision.path)}{line})"
        return f"{place} cannot be rendered without a database: {self.watch.why}."

    def _give_up(self, refusal):
        stopped = traces.find(refusal, NotRendered)
        why = f"{stopped}." if stopped else refusal.message
        for _ in self._expect[self._told :]:
            self._tell(f"The project's env.py has no working offline mode: {why}")

    def _tell(self, problem):
        self._told += 1
        self._events.rendered(
            self._told,
            len(self._expect),
            self._expect[self._told - 1],
            None if problem else self.watch.statements,
            problem,
        )
        self.watch.statements = []
