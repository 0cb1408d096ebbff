"""One run of the project's env.py."""

import contextlib
import os

from alembic.runtime.environment import EnvironmentContext

from .exits import exits_noticed, is_success
from .failures import as_refusal
from .history import History
from .hook import run_within
from .refusal import Reason, Refusal

_LOCATIONS = ("script_location", "version_locations", "recursive_version_locations")


def destination(targets):
    """Return the targets as Alembic's command line gives them to env.py."""
    return targets[0] if len(targets) == 1 else tuple(targets)


class EnvironmentRun:
    """Runs env.py as Alembic's own commands do, and hands its connection to the task.

    ``stop(run)`` is called when env.py asks for the first time whether it runs offline. It may return in
    another process, after ``take_up``. ``stay(run)`` is called where a task is done and env.py is to go on
    with the next one from there; it tells whether that was taken up. If not, env.py ends as after any plan.
    """

    def __init__(self, project, task, stop=None, stay=None):
        self.project = project
        self.task = task
        self.step = None
        #: Whether this run of env.py has made the plan too, and has stayed.
        self.has_stayed = False
        #: The Refusal for what the try before this one failed with, if env.py tries again by itself.
        self.failed_before = None
        self._stop = stop
        self._stay = stay
        self._failure = None
        self._completed = False
        self._config = project.configure(*task.command)
        self._parsed = dict(vars(self._config.cmd_opts))
        self._around = contextlib.ExitStack()
        self._context = None
        self.history = History(project.scripts(self._config))
        self._locations = self._where_revisions_are()

    def execute(self, answer=lambda result: None):
        """Run env.py to its end and return the task's result; raises a Refusal for whatever goes wrong.

        ``answer(result)`` is called where env.py ends the process itself, and well.
        """
        try:
            self._run(answer)
        except Refusal as refusal:
            told = self.task.refused(self, refusal)
            if told is refusal:
                raise
            if told is not None:
                raise told from refusal
        return self.task.result(self)

    def _run(self, answer):
        try:
            with exits_noticed(lambda: answer(self.task.result(self)) if self._is_done() else None):
                run_within(self.project.hook, self._config, self._run_env)
        except BaseException as error:
            if not (is_success(error) and self._is_done()):
                raise as_refusal(self._failure or error, self.project, self.step) from error
        if self._failure:
            # env.py caught it. That does not make it a success.
            raise as_refusal(self._failure, self.project, self.step) from self._failure
        if not self._completed:
            raise Refusal(
                Reason.PROJECT_ERROR,
                "env.py ended without running the migrations. It must call context.run_migrations().",
            )

    def take_up(self, task):
        """Go on with another task, of the same command of Alembic's, from where env.py has stopped.

        What the project has changed in the command line's options and the context's stays.
        """
        former, self.task = self.task, task
        try:
            self._follow(former)
        except Refusal as refusal:
            raise (task.refused(self, refusal) or refusal) from None

    def _follow(self, former):
        if self.task.command != former.command:
            self._give_command()
        for name in former.options:
            self._context.context_opts.pop(name, None)
        self._context.context_opts.update(self._options())
        self._begin()

    def _give_command(self):
        for name, value in vars(self.project.configure(*self.task.command).cmd_opts).items():
            if value != self._parsed.get(name):
                setattr(self._config.cmd_opts, name, value)

    @property
    def env_py(self):
        """The path of env.py."""
        return os.path.join(self.history.scripts.dir, "env.py")

    def failed(self, error):
        """Remember what failed first, in case env.py hides it."""
        self._failure = self._failure or error

    def _is_done(self):
        return self._completed and self._failure is None

    def _run_env(self):
        if self._where_revisions_are() != self._locations:
            # The hook has named other places.
            self.history = History(self.project.scripts_within_hook(self._config))
        scripts = self.history.scripts
        self._context = EnvironmentContext(self._config, scripts, **self._options())
        with self._around, self._context, self.project.connections.running(self.env_py):
            self._stop_at_first_question()
            self._begin()
            scripts.run_env()

    def _options(self):
        return {"fn": self._call, **self.task.options}

    def _begin(self):
        self.task.prepare(self, self._context)
        self._around.enter_context(self.task.around())

    def _stop_at_first_question(self):
        context, stop = self._context, self._stop
        if stop is None:
            return
        ask = context.is_offline_mode

        def is_offline_mode():
            # The functions of alembic.context look this up on the object.
            context.is_offline_mode = ask
            stop(self)
            return context.is_offline_mode()

        context.is_offline_mode = is_offline_mode

    def _where_revisions_are(self):
        return [self._config.get_main_option(name) for name in _LOCATIONS]

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
        if self._failure:
            self.failed_before = as_refusal(self._failure, self.project, self.step)
        self._failure = None
        try:
            yield from self.task.work(self, tuple(rows), context)
            if self._stay and self.task.stays(self, context):
                self.has_stayed = True
                if self._stay(self):
                    yield from self.task.work(self, tuple(rows), context)
            self._completed = True
        except GeneratorExit:
            raise
        except BaseException as error:
            self.failed(error)
            raise
