"""``stamp``: writes version rows without running revisions."""

import contextlib

from .environment import destination
from .history import contains
from .identity import require_database
from .internals import before_purge, stamp_steps
from .locks import begin_work
from .refusal import Reason, Refusal
from .resolution import resolving
from .steps import stamped_rows
from .tasks import Task
from .timeouts import Timeouts


class Stamping(Task):
    """Stamps the version rows; if it is refused, nothing is written.

    ``purge`` clears the table first, of unknown rows too. ``expect`` are the rows that must be there, or
    None. A ``dry`` run writes nothing.
    """

    def __init__(self, project, targets, purge, expect, dry, events):
        self.command = ["stamp", *(["--purge"] if purge else []), "--", *targets]
        options = {"dont_mutate": True} if dry else {"purge": purge}
        self.options = {"destination_rev": destination(targets), **options}
        self._before = self._after = ()
        self._project = project
        self._targets = tuple(targets)
        self._purge = purge
        self._expect = expect
        self._dry = dry
        self._events = events

    def prepare(self, _, environment):
        """Look at the version rows before Alembic purges them, which it does before it calls ``work``."""
        configure = environment.configure

        def configured(*arguments, **options):
            configure(*arguments, **options)
            context = environment.get_context()
            before_purge(context, lambda: self._look(context))

        environment.configure = configured

    def _look(self, context):
        with _as_found(context.connection):
            self._check(context, context.get_current_heads())

    def work(self, run, rows, context):
        """Yield the steps to Alembic."""
        run.history.load()
        if self._dry or not self._purge:
            self._check(context, rows)
        starting = () if self._purge else self._before
        with resolving(context.script, self._targets):
            steps = stamp_steps(context.script, self._targets, starting)
            self._after = stamped_rows(context, steps, starting)
        if self._dry:
            return
        Timeouts(context.connection, self._project.session).keep()
        yield from steps

    def result(self, run):
        """Return the result of ``stamp``."""
        return {"before": list(self._before), "after": list(self._after)}

    def _check(self, context, rows):
        self._events.connected(require_database(context, self._project))
        if not self._dry:
            begin_work(context.connection, self._project.locks)
        self._before = tuple(sorted(rows))
        if self._expect is not None and sorted(self._expect) != list(self._before):
            raise Refusal(
                Reason.PLAN_CHANGED,
                f"The version rows are {_listed(self._before)}, and not {_listed(sorted(self._expect))} "
                "as expected. Look again before you stamp.",
            )
        unknown = [row for row in self._before if not contains(context.script, row)]
        if unknown and not self._purge:
            raise Refusal(
                Reason.UNKNOWN_REVISION,
                f"The database is at {_listed(unknown)}, which the project does not contain. "
                "Stamp with purge to replace all version rows.",
            )


@contextlib.contextmanager
def _as_found(connection):
    # What is read begins a transaction, and Alembic commits the purge itself only where there is none.
    outside = not connection.in_transaction()
    yield
    if outside and connection.in_transaction():
        connection.rollback()


def _listed(rows):
    return ", ".join(rows) or "none"
