"""Leaves the process at once, whatever the project is doing.

A project may sit in a C call of its database driver for hours, where neither an exception nor a Python signal
handler gets through. Ending the process closes the connection, and the server ends the backend.
"""

import os
import signal
import threading
import time

_grace_seconds = 0


def leave(code=0):
    """End the process now, without cleaning up."""
    os._exit(code)


def leave_on_sigterm():
    """Exit on SIGTERM, also as process 1 and while the main thread is inside a C call.

    At once, unless leave_to_runner was called.
    """
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    # An explicit handler: process 1 ignores signals that it does not handle. The watcher does what is to be
    # done, as the interpreter writes the number from C.
    signal.signal(signal.SIGTERM, lambda *_: None)
    # Ctrl-C on a command line reaches all processes of its group: the runner answers it and ends us in order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    threading.Thread(target=_watch, args=(reader,), name="stillhouse-signals", daemon=True).start()


def leave_to_runner():
    """From now on give the runner time to answer SIGTERM and to hang up.

    A pod that is deleted sends the signal to both, and what happens then is for the runner to tell.
    """
    global _grace_seconds
    _grace_seconds = 5


def _watch(reader):
    while True:
        if signal.SIGTERM in os.read(reader, 64):
            time.sleep(_grace_seconds)
            leave()
