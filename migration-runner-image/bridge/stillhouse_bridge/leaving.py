"""Leaves the process at once, whatever the project is doing.

A project may sit in a C call of its database driver for hours, where neither an exception nor a Python signal
handler gets through. Ending the process closes the connection, and the server ends the backend.
"""

import os
import signal
import threading


def leave(code=0):
    """End the process now, without cleaning up."""
    os._exit(code)


def leave_on_sigterm():
    """Exit on SIGTERM within moments, also as process 1 and while the main thread is inside a C call."""
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    # An explicit handler: process 1 ignores signals that it does not handle. It serves the main thread when
    # that runs Python code; the watcher below serves the rest, as the interpreter writes the number from C.
    signal.signal(signal.SIGTERM, lambda *_: leave())
    # Ctrl-C on a command line reaches all processes of its group: the runner answers it and ends us in order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    threading.Thread(target=_watch, args=(reader,), name="stillhouse-signals", daemon=True).start()


def _watch(reader):
    while True:
        if signal.SIGTERM in os.read(reader, 64):
            leave()
