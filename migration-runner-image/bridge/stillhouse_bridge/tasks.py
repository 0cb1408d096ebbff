"""What one run of env.py is for."""

import contextlib


class Task:
    """A method of the protocol that runs env.py once.

    A process that has stopped in the middle of env.py may take up another task than the one it began with, so
    what belongs to the method alone is here and nowhere on the stack.
    """

    #: The command line of Alembic that env.py sees.
    command = ()
    #: Alembic's options for the context.
    options = {}

    def prepare(self, run, environment):
        """Get the ``context`` that env.py sees before env.py does."""

    def around(self):
        """Return what is entered for env.py but not for the hook around it."""
        return contextlib.nullcontext()

    def work(self, run, rows, context):
        """Yield steps to Alembic, which runs them one at a time inside the project's own transactions."""
        raise NotImplementedError

    def stays(self, run, context):
        """Tell whether env.py is to stay where it is after the work, for the next request."""
        return False

    def result(self, run):
        """Return the result once env.py has come to its end."""
        raise NotImplementedError

    def refused(self, run, refusal):
        """Return the Refusal to answer with, or None if there is a result all the same."""
        return refusal
