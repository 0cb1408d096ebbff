"""Signals as something to wait for, together with sockets; a process that waits for them needs no thread."""

import os
import signal


class Signals:
    """The signals of the bridge's first process: SIGTERM, and SIGCHLD for those that it has forked."""

    def __init__(self):
        self._reader, self._writer = os.pipe()
        os.set_blocking(self._reader, False)
        os.set_blocking(self._writer, False)
        # Explicit handlers: process 1 ignores signals that it does not handle. The interpreter writes the
        # number from C, and whoever reads it does what is to be done.
        for number in (signal.SIGTERM, signal.SIGCHLD):
            signal.signal(number, _nothing)
        # Ctrl-C on a command line reaches all processes of its group: the runner answers it and ends us in
        # order.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.set_wakeup_fd(self._writer, warn_on_full_buffer=False)

    def fileno(self):
        """Return what is readable when there are signals."""
        return self._reader

    def take(self):
        """Return the signals that have come since the last call."""
        try:
            return set(os.read(self._reader, 512))
        except BlockingIOError:
            return set()

    def leave_to_project(self):
        """Let the project have the signals of this process, which was forked; SIGTERM is still not its end.

        Who sends it to a whole group means the first process, which gives its runner time to answer.
        """
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, _nothing)
        os.close(self._reader)
        os.close(self._writer)


def _nothing(*_):
    pass
