"""One run of the project's env.py."""

from alembic.runtime.environment import EnvironmentContext

from .failures import as_refusal
from .history import History
from .refusal import Reason, Refusal


class EnvironmentRun:
    """Runs env.py as Alembic's own commands do, and hands its connection to ``work``.

    ``work(run, rows, context)`` is a generator of steps. Alembic takes one step at a time from it and runs
    it, so it has control before and after each step inside the project's own transactions.
    """

    def __init__(self, project, targets, command, work):
        self.project = project
        self.step = None
        self._work = work
        self._failure = None
        self._completed = False
        self._destination = targets[0] if len(targets) == 1 else tuple(targets)
        self._config = project.configure(command, targets[0])
        self._scripts = project.scripts(self._config)
        self.history = History(self._scripts)

    def execute(self, **options):
        """Run env.py to its end; raises a Refusal for whatever goes wrong."""
        try:
            with EnvironmentContext(
                self._config, self._scripts, fn=self._call, destination_rev=self._destination, **options
            ):
                self._scripts.run_env()
        except BaseException as error:
            raise as_refusal(self._failure or error, self.project, self.step) from error
        if self._failure:
            # env.py caught it. That does not make it a success.
            raise as_refusal(self._failure, self.project, self.step) from self._failure
        if not self._completed:
            raise Refusal(
                Reason.PROJECT_ERROR,
                "env.py ended without running the migrations. "
                "It must call context.run_migrations() in online mode.",
            )

    def failed(self, error):
        """Remember what failed first, in case env.py hides it."""
        self._failure = self._failure or error

    def _call(self, rows, context):
        if self._completed:
            raise Refusal(
                Reason.PROJECT_ERROR,
                "env.py calls context.run_migrations() more than once, for several databases or schemas. "
                "Stillhouse migrates one: let env.py choose it by an -x argument or a section.",
            )
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
