"""Stops a process in the middle of env.py, and forks it for each task from there.

Each task gets a process in which no env.py has come further than to its first question, as with bare Alembic,
and what env.py imports, which is what large applications spend their time with, is imported once.
"""

import contextlib
import fcntl
import os
import signal
import stat
import sys
import threading

from . import orders
from .leaving import leave
from .outside import outside

# Before anything of the project is imported: gevent puts its own in their places.
_fork, _waitpid = os.fork, os.waitpid


class ForkPoint:
    """Where the process that has this control connection may stop.

    From now on it is noticed what it leaves outside.
    """

    def __init__(self, control):
        self._control = control
        outside.record()

    def stop(self, connection):
        """Stop here, if that can be done without harm, and return in the processes that are to go on.

        None is for the first one, which goes on with what it was doing, and with its connection. Each further
        one gets a connection with another order.
        """
        outside.end_record()
        if not _can_be_forked({self._control.fileno(), connection.fileno()}):
            return None
        # The project's handlers, and whatever goes wrong here, are not for env.py, which is not to go on.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        try:
            given = self._fork_for_orders(connection)
        except BaseException:
            leave(1)
        self._control.close()
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        return given

    def _fork_for_orders(self, connection):
        """Return in new processes only."""
        orders.send_note(self._control, orders.STOPPED)
        given = None
        while self._fork():
            # The process that goes on has it.
            (given or connection).close()
            try:
                given = orders.receive_connection(self._control)
            except (EOFError, OSError):
                leave()
        return given

    def _fork(self):
        """Return zero in a new process; and in this one the process's identifier, when it has ended."""
        process = _fork()
        if process:
            orders.send_note(self._control, orders.FORKED, process)
            _, status = _waitpid(process, 0)
            orders.send_note(self._control, orders.ENDED, status)
        return process


def _can_be_forked(own):
    """Tell whether a copy of this process would be one, and has nothing outside that the next one has too.

    A copy lacks threads and timers, and shares connections, loops for events, children and open files with
    its original. Only Linux tells of all.
    """
    if threading.active_count() > 1 or threading.current_thread() is not threading.main_thread():
        return False
    running = sys.modules.get("asyncio") and sys.modules["asyncio"]._get_running_loop()
    if running is not None or outside.has_left_traces or any(signal.getitimer(signal.ITIMER_REAL)):
        return False
    try:
        return len(os.listdir("/proc/self/task")) == 1 and not _has_children() and not _shares(own)
    except OSError:
        return False


def _has_children():
    with contextlib.suppress(ChildProcessError):
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        return True
    return False


def _shares(own):
    """Tell whether a descriptor would be shared with a copy, and matters."""
    numbers = map(int, os.listdir("/proc/self/fd"))
    return any(number > 2 and number not in own and _matters(number) for number in numbers)


def _matters(number):
    try:
        kind = os.fstat(number).st_mode
    except OSError:
        # The one by which the folder was read.
        return False
    if stat.S_ISREG(kind):
        # The place in it is shared; what is only appended to, as a log, has none.
        return not fcntl.fcntl(number, fcntl.F_GETFL) & os.O_APPEND
    # What epoll and its like have is none of these.
    return not (stat.S_ISCHR(kind) or stat.S_ISDIR(kind))
