"""The processes in which the project runs: one for each request, in which no env.py has run."""

import contextlib
import os
import select
import signal
import socket
import time

from . import orders
from .leaf import END

# The longest that a process stays for a request that is to come at once.
STAY_SECONDS = 10
# For env.py to come to its end if there is none.
_END_SECONDS = 5
# A process that was killed has ended by then, most likely.
_MOMENT_SECONDS = 0.005


class Worker:
    """A process forked from this one. It may stop in env.py, and fork others from there, one at a time."""

    def __init__(self, serve, stops):
        """Fork; ``serve(control, connection)`` is called in the new process and must not return.

        ``control`` is None unless it may stop.
        """
        ours, theirs = socket.socketpair()
        self.connection, connection = socket.socketpair()
        self._process = os.fork()
        if not self._process:
            ours.close()
            self.connection.close()
            serve(theirs if stops else None, connection)
        theirs.close()
        connection.close()
        #: Whether it has stopped, and can fork another one.
        self.has_stopped = False
        #: What becomes readable when there is news.
        self.sources = [self.connection] + ([ours] if stops else [])
        self._control = ours
        self._at_work = self._process
        self._status = None
        self._end_by = None
        self._stay_until = None

    def fork(self):
        """Let the process that has stopped fork another one, which gets a connection of its own."""
        self.connection.close()
        self.connection, theirs = socket.socketpair()
        with theirs:
            orders.send_connection(self._control, theirs)
        self.sources = [self.connection, self._control]
        self._at_work = self._status = self._end_by = None

    def stay(self):
        """Know that the process that has the connection waits for another request."""
        self._stay_until = time.monotonic() + STAY_SECONDS

    @property
    def seconds_of_stay(self):
        """For how long it still waits so, or None if it does not."""
        return None if self._stay_until is None else max(0.0, self._stay_until - time.monotonic())

    def go_on(self):
        """Tell whether it still waits so. It does not any more."""
        stays, self._stay_until = self._stay_until is not None, None
        return stays and self.is_at_work()

    def release(self):
        """Let the process that waits end, and wait for its end; one that has stopped is kept.

        env.py goes on to its own end first, if that does not take it long.
        """
        self._stay_until = None
        with contextlib.suppress(OSError):
            self.connection.sendall(END + b"\n")
        self.end_within(_END_SECONDS)
        while self.is_at_work():
            select.select([each for each in self.sources if each is self._control], [], [], _MOMENT_SECONDS)

    def hung_up(self):
        """Nothing more will come over the connection."""
        self.sources.remove(self.connection)

    def end_within(self, seconds):
        """Give the process that has the connection these seconds to end by itself."""
        self._end_by = time.monotonic() + seconds

    @property
    def seconds_left(self):
        """What it has to end by itself, or None if it has all the time."""
        return None if self._end_by is None else max(0.0, self._end_by - time.monotonic())

    def is_at_work(self):
        """Look what has become of it, and tell whether the process that has the connection has not ended."""
        if self.seconds_left == 0:
            self._end()
        self._read_notes()
        self._wait_for_process()
        return self._status is None

    @property
    def exit_code(self):
        """The exit code of the process that had the connection, as a shell has it."""
        if os.WIFSIGNALED(self._status):
            return 128 + os.WTERMSIG(self._status)
        return os.WEXITSTATUS(self._status)

    def kill(self):
        """End all of it now, but for a process that waits: see ``release``."""
        if self.seconds_of_stay is not None:
            self.release()
        self._end()
        if self._process is not None:
            os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)
        self._control.close()
        self.connection.close()

    def _end(self):
        if self._at_work is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._at_work, signal.SIGKILL)

    def _read_notes(self):
        while self._control in self.sources and select.select([self._control], [], [], 0)[0]:
            try:
                kind, value = orders.receive_note(self._control)
            except (EOFError, OSError):
                self.sources.remove(self._control)
                return
            if kind == orders.STOPPED:
                self.has_stopped = True
                self._at_work = None
            elif kind == orders.FORKED:
                self._at_work = value
            else:
                self._at_work, self._status = None, value

    def _wait_for_process(self):
        if self._process is None:
            return
        ended, status = os.waitpid(self._process, os.WNOHANG)
        if ended:
            if self._at_work == ended:
                self._at_work = None
            self._process = None
            self.has_stopped = False
            if self._status is None:
                # Nobody would tell how the one that it has forked ends.
                self._end()
                self._status = status
