"""A process that carries out one request of the runner's, in the project."""

import atexit
import base64
import contextlib
import pickle
import sys
import threading

from . import orders
from .channel import Channel
from .fork_point import ForkPoint
from .leaving import leave
from .outside import outside
from .tasks import Task

#: Begins the line before the answer: what the next process has to know.
REMEMBERED = b"remembered "
#: Comes before that from a process which does not end with the answer, but waits for the next request.
STAYS = b"stays"
#: Comes to such a process instead of the request: env.py is to end as after any plan, and nobody listens.
END = b"end"


class Leaf:
    """Serves the order that comes over its connection, and ends."""

    def __init__(self, dispatcher):
        self._dispatcher = dispatcher
        self._connection = None
        self._channel = None
        self._fork_point = None

    def serve(self, control, connection):
        """Carry out the order, stopping on the way if there is a ``control``; never returns."""
        self._fork_point = control and ForkPoint(control)
        line = self._take(connection)
        answer = self._dispatcher.answer(
            line, self._channel, self._stop if control else None, self._stay, self._finish
        )
        self._finish(answer)
        if self._dispatcher.ends_as_alembic:
            _end_as_python_does()
        leave()

    def _take(self, connection):
        order = orders.receive_order(connection)
        self._connection, self._channel = connection, Channel(connection)
        self._dispatcher.remember(order.remembered)
        return order.line

    def _stop(self, run):
        if self._channel.started:
            # It has told something, so it has connections, or threads.
            return
        taken = self._fork_point.stop(self._connection)
        if taken is None:
            return
        if not self._take_up(run, self._take(taken)):
            leave()

    def _stay(self, run):
        """Answer, and wait for the request that goes on from here; tell whether it has come.

        Otherwise env.py goes on to its end, for what it does there: it may have a lease to give back.
        """
        # The steps are not looked at: what they leave outside is no matter of it.
        outside.end_record()
        answer = self._dispatcher.answered(run.task.result(run))
        self._channel.send(STAYS, self._remembered(), answer)
        line = self._channel.receive()
        if line.rstrip() == END:
            self._channel.end()
            return False
        return self._take_up(run, line)

    def _take_up(self, run, line):
        """Let the run go on with this request, and tell whether it is one that env.py has to go on for.

        If it is not it has been answered.
        """
        try:
            called = self._dispatcher.begin(line, self._channel)
            if isinstance(called, Task):
                run.take_up(called)
                return True
            answer = self._dispatcher.result(called)
        except BaseException as error:
            # Not for env.py, which may catch whatever it is.
            answer = self._dispatcher.error(error)
        self._finish(answer)
        return False

    def _finish(self, answer):
        self._channel.send_last(self._remembered(), answer)

    def _remembered(self):
        return REMEMBERED + base64.b64encode(pickle.dumps(self._dispatcher.remembered()))


def _end_as_python_does():
    """Wait for threads and call what wants to be called at the end, as bare Alembic's process would."""
    with contextlib.suppress(BaseException):
        threading._shutdown()
    with contextlib.suppress(BaseException):
        atexit._run_exitfuncs()
    with contextlib.suppress(BaseException):
        sys.stdout.flush()
        sys.stderr.flush()
