"""``render``: the statements of each planned step, from one run of env.py in Alembic's offline mode."""

import functools

from . import failures, material, traces
from .abridgement import Abridgement, TooLarge
from .chance import Chance
from .environment import destination
from .offline import NotRendered, Watch, watch_context, watch_environment
from .outside import outside
from .planned import planned_steps
from .refusal import Refusal
from .revision_files import loads
from .tasks import Task


class Rendering(Task):
    """Sends ``rendered`` for each expected step, in order.

    ``rows`` are the version rows to start from. Nothing is executed: a connection that env.py or a revision
    asks for is refused to it, and a step that reaches outside in any other way is stopped. The project's hook
    may connect, as an application does when it starts. Refused if the steps are not those expected.
    """

    def __init__(self, project, targets, direction, expect, rows, events):
        command = "upgrade" if direction == "up" else "downgrade"
        self.command = [command, targets[0], "--sql"]
        self.options = {
            "destination_rev": destination(targets),
            "as_sql": True,
            "starting_rev": tuple(rows) or None,
        }
        self.watch = Watch()
        self._project = project
        self._targets = targets
        self._direction = direction
        self._expect = expect
        self._events = events
        self._told = 0
        self._told_statements = []
        self._refused = False
        self._abridgement = Abridgement()
        self._read = set()
        self._revision_files = set()

    def prepare(self, _, environment):
        """Watch what env.py's revisions ask."""
        watch_environment(environment, self.watch)

    def around(self):
        """Refuse all connections."""
        return self._project.connections.refused(self.watch)

    def refused(self, run, refusal):
        """Tell of each step that it cannot be rendered, if there is no offline mode."""
        if self._refused:
            return refusal
        self._give_up(refusal)
        return None

    def result(self, run):
        """Return the result of ``render``."""
        return {"steps": len(self._expect), "files": self._files(run.env_py)}

    def _files(self, env_py):
        """Return the files of the project that decide what the steps do, but for the revision files."""
        contents = self._project.contents
        contents.keep_env_py(env_py)
        contents.keep_read(material.digests_of_read(outside.places, self._read, self._revision_files))
        return material.digests(self._project, outside.places, {env_py, *self._read}, self._revision_files)

    def work(self, run, rows, context):
        """Yield the steps to Alembic, which tells their statements."""
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
        migrate, file = step.migration_fn, step.revision.path
        self._revision_files.add(file)
        self._read |= loads.read(file)

        @functools.wraps(migrate)
        def rendered(**arguments):
            chance = Chance()
            self.watch.begin(file)
            try:
                self._look(file, chance, lambda: migrate(**arguments))
            except NotRendered:
                pass
            except BaseException as error:
                if self.watch.why is None:
                    self.watch.why = "it " + failures.what_happened(error)
                    place = traces.place(error, self._project.path, file)
                    self.watch.line = place and place.line
            finally:
                self.watch.end()
            self._tell(self._problem(step.revision), chance.asked)

        step.migration_fn = rendered

    def _look(self, file, chance, migrate):
        for what in loads.tried(file):
            self.watch.reach(f"{what} when it is loaded")
        with outside.shut(self.watch.reach) as look:
            try:
                with chance.noticed():
                    migrate()
            finally:
                self._read |= look.read

    def _problem(self, revision):
        if self.watch.why is None:
            return self._too_large(revision)
        line = f", line {self.watch.line}" if self.watch.line else ""
        place = f"Revision {revision.revision} ({self._project.relative(revision.path)}{line})"
        if self.watch.reaches:
            return f"{place} reaches outside of the migration, and is only looked at: {self.watch.why}."
        return f"{place} cannot be rendered without a database: {self.watch.why}."

    def _too_large(self, revision):
        try:
            self._told_statements = self._abridgement.of_step(self.watch.statements)
        except TooLarge as error:
            place = f"Revision {revision.revision} ({self._project.relative(revision.path)})"
            return f"{place} is too large to be judged: {error}."
        return None

    def _give_up(self, refusal):
        stopped = traces.find(refusal, NotRendered)
        why = f"{stopped}." if stopped else refusal.message
        for _ in self._expect[self._told :]:
            self._tell(f"The project's env.py has no working offline mode: {why}")

    def _tell(self, problem, varies=False):
        self._told += 1
        place = self._told, len(self._expect), self._expect[self._told - 1]
        if problem is None:
            self._project.foreseen.keep(place[2], self.watch.statements)
            self._events.rendered(*place, self._told_statements, varies)
        else:
            self._events.not_rendered(*place, problem, self.watch.reaches)
        self.watch.statements, self.watch.reaches = [], []
