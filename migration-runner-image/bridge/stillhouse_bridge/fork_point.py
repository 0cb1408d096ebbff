"""Stops a process in the middle of env.py, and forks it for each task from there.

Each task gets a process in which no env.py has come further than to its first question, as with bare Alembic,
and what env.py imports, which is what large applications spend their time with, is imported once.
"""

import os
import stat
import sys
import threading

from . import orders
from .leaving import leave


class ForkPoint:
    """Where the process that has this control connection may stop."""

    def __init__(self, control):
        self._control = control

    def stop(self, run, connection):
        """Stop here, if that can be done without harm, and return in the processes that are to go on.

        None is for the first one, which goes on with what it was doing, and with its connection. Each further
        one gets a connection with another order.
        """
        if not _can_be_forked({self._control.fileno(), connection.fileno()}):
            return None
        self._read_revisions(run)
        orders.send_note(self._control, orders.STOPPED)
        given = None
        while self._fork():
            # The process that goes on has it.
            (given or connection).close()
            try:
                given = orders.receive_connection(self._control)
            except (EOFError, OSError):
                leave()
        self._control.close()
        return given

    def _fork(self):
        """Return zero in a new process; and in this one the process's identifier, when it has ended."""
        process = os.fork()
        if process:
            orders.send_note(self._control, orders.FORKED, process)
            _, status = os.waitpid(process, 0)
            orders.send_note(self._control, orders.ENDED, status)
        return process

    def _read_revisions(self, run):
        try:
            run.history.load()
        except BaseException:
            # Perhaps it needs what env.py has still to do, and if not, the next process will tell.
            orders.send_note(self._control, orders.AGAIN)
            leave()


def _can_be_forked(own):
    """Tell whether a copy of this process would be one: without threads, connections, or loops for events.

    Of these a copy would have less, or share them with the original. Only Linux tells.
    """
    if threading.active_count() > 1 or threading.current_thread() is not threading.main_thread():
        return False
    running = sys.modules.get("asyncio") and sys.modules["asyncio"]._get_running_loop()
    try:
        return running is None and len(os.listdir("/proc/self/task")) == 1 and not _shared(own)
    except OSError:
        return False


def _shared(own):
    """Return the descriptors that would be shared with a copy, and matter."""
    return [
        number for number in map(int, os.listdir("/proc/self/fd")) if number not in own and _matters(number)
    ]


def _matters(number):
    try:
        kind = os.fstat(number).st_mode
    except OSError:
        # The one by which the folder was read.
        return False
    # What epoll and its like have is none of the others.
    return not (stat.S_ISREG(kind) or stat.S_ISCHR(kind) or stat.S_ISDIR(kind) or number <= 2)
