"""One run of the project's env.py."""

import contextlib
import os

from alembic.runtime.environment import EnvironmentContext

from .failures import as_refusal
from .history import History
from .hook import run_within
from .refusal import Reason, Refusal

_LOCATIONS = ("script_location", "version_locations", "recursive_version_locations")


def destination(targets):
    """Return the targets as Alembic's command line gives them to env.py."""
    return targets[0] if len(targets) == 1 else tuple(targets)


class EnvironmentRun:
    """Runs env.py as Alembic's own commands do, and hands its connection to ``work``.

    ``work(run, rows, context)`` is a generator of steps. Alembic takes one step at a time from it and runs
    it, so it has control before and after each step inside the project's own transactions. ``command`` is
    the command line of Alembic that env.py sees. A ``history`` that was read before is not read again.
    """

    def __init__(self, project, command, work, history=None):
        self.project = project
        self.step = None
        self._work = work
        self._failure = None
        self._completed = False
        self._config = project.configure(*command)
        self.reads_anew = history is None
        self.history = history or History(project.scripts(self._config))
        self._locations = self._where_revisions_are()

    def execute(self, prepare=None, around=contextlib.nullcontext, **options):
        """Run env.py to its end; raises a Refusal for whatever goes wrong.

        ``prepare`` gets the ``context`` that env.py sees, ``around()`` is entered for env.py but not for the
        hook around it; ``options`` are Alembic's for the context.
        """
        try:
            run_within(self.project.hook, self._config, lambda: self._run_env(prepare, around, options))
        except BaseException as error:
            raise as_refusal(self._failure or error, self.project, self.step) from error
        if self._failure:
            # env.py caught it. That does not make it a success.
            raise as_refusal(self._failure, self.project, self.step) from self._failure
        if not self._completed:
            raise Refusal(
                Reason.PROJECT_ERROR,
                "env.py ended without running the migrations. It must call context.run_migrations().",
            )

    def _run_env(self, prepare, around, options):
        if self.reads_anew and self._where_revisions_are() != self._locations:
            # The hook has named other places.
            self.history = History(self.project.scripts_within_hook(self._config))
        scripts = self.history.scripts
        context = EnvironmentContext(self._config, scripts, fn=self._call, **options)
        if prepare:
            prepare(context)
        with around(), context, self.project.connections.running(self.env_py):
            scripts.run_env()

    @property
    def env_py(self):
        """The path of env.py."""
        return os.path.join(self.history.scripts.dir, "env.py")

    def _where_revisions_are(self):
        return [self._config.get_main_option(name) for name in _LOCATIONS]

    def failed(self, error):
        """Remember what failed first, in case env.py hides it."""
        self._failure = self._failure or error

    def _call(self, rows, context):
        if self._completed:
            raise Refusal(
                Reason.PROJECT_ERROR,
                "env.py calls context.run_migrations() more than once, for several databases or schemas. "
                "Stillhouse migrates one: let env.py choose it by an -x argument or a section, and make "
                "a DatabaseMigration for each.",
            )
        if not context.as_sql:
            self.project.connections.migrates_with(context.connection)
        # env.py may try again after a failure.
        self._failure = None
        try:
            yield from self._work(self, tuple(rows), context)
            self._completed = True
        except GeneratorExit:
            raise
        except BaseException as error:
            self.failed(error)
            raise
