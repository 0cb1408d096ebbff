"""``apply``: one run of env.py that runs the planned steps in the project's own transactions."""

import contextlib
import functools
import time

from . import commits
from .confined import Confined
from .environment import destination
from .executed import Executed
from .guard import Guard
from .hold import Hold
from .identity import require_database
from .interception import Interception
from .locks import begin_work
from .observation import Observation
from .planned import planned_steps
from .recognition import Recognition
from .saving import Saving
from .staying import begin_to_change
from .tasks import Task
from .timeouts import Timeouts
from .unseen import Unseen
from .version_rows import compiled_once


class Application(Task):
    """Runs the steps; a Refusal has the count of finished ones.

    With ``sql`` each step tells what it executed, with ``observe`` what that did to the tables of a copy too.
    With ``guard`` it is held to what was rendered of it. With ``hold``, an Order, others wait who would write
    to its tables. With ``rows``, Orders too, rows are saved that statements are about to change.
    """

    def __init__(
        self,
        project,
        targets,
        direction,
        expect,
        events,
        sql=False,
        guard=False,
        observe=False,
        hold=None,
        rows=(),
    ):
        self.command = ["upgrade" if direction == "up" else "downgrade", targets[0]]
        self.options = {"destination_rev": destination(targets)}
        self._finished = 0
        self._project = project
        self._targets = targets
        self._direction = direction
        self._expect = expect
        self._events = events
        self._sql = sql
        self._guarded = guard
        self._observed = observe
        self._order = hold
        self._orders = rows
        self._attempts = 0
        self._watch = contextlib.ExitStack()
        self._rows = ()
        self._started = None
        self._executed = None
        self._observation = None
        self._unseen = None
        self._guard = None
        self._hold = None
        self._saving = None

    def prepare(self, run, _):
        """See that env.py is the one that the plan was made with."""
        self._project.contents.require_env_py(run.env_py)

    @contextlib.contextmanager
    def around(self):
        """Watch the connection from the first step on."""
        with compiled_once(), self._watch:
            yield

    def refused(self, run, refusal):
        """Tell what the step that failed has executed, if that is wanted."""
        if self._started and self._executed:
            self._events.step_broken(self._started, self._executed.texts())
        return refusal.adding(steps=self._finished)

    def result(self, run):
        """Return the result of ``apply``."""
        return {"steps": self._finished}

    def work(self, run, rows, context):
        """Yield the steps to Alembic, and tell how far it is."""
        self._finished, self._rows, self._started = 0, rows, None
        # The project may have kept this connection since the plan, or made it past the engine's events.
        self._events.connected(require_database(context, self._project))
        begin_work(context.connection, self._project.locks)
        if run.has_stayed:
            begin_to_change(context, rows)
        run.history.load()
        steps = planned_steps(context, self._targets, rows, self._direction, self._expect)
        self._require_contents(run, steps)
        if self._order:
            self._hold = Hold(context, self._order, self._events, run.failed_before)
            self._hold.require_transaction()
        if self._project.is_in_copy:
            # They tell others of a revision that nobody has applied.
            context.on_version_apply_callbacks = ()
        timeouts = self._observe(context)
        for index, step in enumerate(steps, 1):
            run.step = step.alembic
            self._instrument(run, timeouts, step, (index, len(steps), step.revision))
            if self._executed:
                self._executed.forget()
            began = time.monotonic()
            self._started = self._events.step_started(index, len(steps), step.revision)
            yield step.alembic
            # Alembic has written the version row, and committed if it does so for each revision.
            self._finished = index
            run.step = None
            millis = int((time.monotonic() - began) * 1000)
            statements = {"statements": self._executed.texts()} if self._executed else {}
            self._events.step_finished(self._started, millis=millis, **statements)
            self._started = None

    def _require_contents(self, run, steps):
        contents = self._project.contents
        contents.require_read()
        contents.require_revisions(step.alembic.revision for step in steps)

    def _observe(self, context):
        self._watch.close()
        connection = context.connection
        interception = Interception(connection)
        recognition = Recognition(context) if self._guarded or self._orders else None
        if self._guarded:
            # First: of what is not sent nothing is told.
            self._guard = Guard(context, self._project.foreseen, recognition)
            self._guard.watch(interception)
        if self._hold:
            self._hold.watch(interception)
        if self._orders:
            self._attempts += 1
            self._saving = Saving(
                context, self._orders, self._project.foreseen, recognition, self._events, self._attempts
            )
            self._saving.watch(interception)
        commits.watch(interception, connection, lambda: self._events.committed(self._rows))
        if self._sql:
            self._executed = Executed(connection)
            self._executed.watch(interception)
        if self._observed:
            self._observation = Observation(context)
            self._observation.watch(interception)
        self._unseen = Unseen(connection)
        self._unseen.watch(interception)
        timeouts = Timeouts(connection, self._project.session)
        timeouts.watch(interception)
        self._watch.enter_context(interception.active())
        return timeouts

    def _instrument(self, run, timeouts, step, place):
        migrate = step.alembic.migration_fn
        recording = self._executed.step if self._executed else contextlib.nullcontext
        watching = contextlib.nullcontext
        if self._observation:
            watching = functools.partial(
                self._observation.step, functools.partial(self._events.step_observed, *place)
            )
        guarding = self._guard.step if self._guard else contextlib.nullcontext
        saving = self._saving.step if self._saving else contextlib.nullcontext
        holding = self._hold.step if self._hold else contextlib.nullcontext
        in_copy = self._project.is_in_copy
        confining = Confined(self._project.connections).step if in_copy else contextlib.nullcontext

        # Alembic logs the function's name.
        @functools.wraps(migrate)
        def instrumented(**arguments):
            try:
                timeouts.keep()
                noticing = self._unseen.step(lambda: self._events.commits_unseen(*place))
                held, saved = holding(place[0]), saving(step.revision)
                with held, recording(), watching(), noticing, saved, guarding(step.revision), confining():
                    migrate(**arguments)
            except BaseException as error:
                run.failed(error)
                raise
            self._rows = step.rows_after

        step.alembic.migration_fn = instrumented
