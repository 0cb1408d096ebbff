"""What a process of the project tells: one JSON object per line."""

import contextlib
import json
import os
import time
from _thread import allocate_lock, start_new_thread
from queue import SimpleQueue

from .leaving import leave

# Short for a person who looks on, and long for a process that is woken up.
_MOMENT_SECONDS = 0.05

_JSON = json.JSONEncoder(ensure_ascii=False, default=str)

# All of these before anything of the project is imported: gevent puts its own in their places.
_sleep = time.sleep


class Channel:
    """Reads on a thread of its own, so that a runner that has gone ends the process even in mid-migration.

    It has threads from its first message on, or from ``start``: a process with threads cannot be forked.
    """

    def __init__(self, connection):
        self.started = False
        self._connection = connection
        self._lines = SimpleQueue()
        self._writing = allocate_lock()
        self._held = []
        self._wake = SimpleQueue()
        self._is_woken = False
        self._last_sent = 0.0
        self._is_closed = False

    def start(self):
        """Begin to listen."""
        if self.started:
            return
        self.started = True
        os.register_at_fork(after_in_child=self._leave_to_parent)
        for work in (self._read, self._send_held):
            start_new_thread(work, ())

    def receive(self):
        """Wait for the next line and return it."""
        self.start()
        return self._lines.get()

    def send(self, *messages):
        """Send messages, after those that are held. They may be lines that are bytes."""
        if self._is_closed:
            return
        self.start()
        with self._writing:
            if self._is_closed:
                return
            self._held += messages
            self._flush()

    def send_last(self, *lines):
        """Send lines that are bytes or messages, after those that are held, and nothing any more."""
        if self._is_closed:
            return
        with self._writing:
            self._held += lines
            self._flush()
            self._is_closed = True

    def end(self):
        """Send nothing any more, and go on to end the process if the other side hangs up."""
        with self._writing:
            self._is_closed = True

    def send_soon(self, message, instead_of=None):
        """Send one message within a moment, together with others of that moment: the runner wakes up once.

        It is written while the project waits for its server, most likely, and must not be changed any more.
        It takes the place of ``instead_of`` if that has not gone yet and nothing has come after it.
        """
        if self._is_closed:
            return
        self.start()
        with self._writing:
            if self._is_closed:
                return
            if instead_of is not None and self._held and self._held[-1] is instead_of:
                self._held[-1] = message
                return
            self._held.append(message)
            if self._is_woken:
                return
            if time.monotonic() - self._last_sent > _MOMENT_SECONDS:
                self._flush()
            else:
                self._is_woken = True
                self._wake.put(None)

    def _leave_to_parent(self):
        # A child of the project's would keep the connection open after the end of its parent, and what it
        # told would come in between.
        self._is_closed = True
        if self._connection.fileno() >= 0:
            os.close(self._connection.detach())

    def _send_held(self):
        while True:
            self._wake.get()
            _sleep(_MOMENT_SECONDS)
            with self._writing:
                self._is_woken = False
                self._flush()

    def _flush(self):
        if not self._held or self._is_closed:
            return
        lines, self._held = b"".join(map(_line, self._held)), []
        self._last_sent = time.monotonic()
        try:
            self._connection.sendall(lines)
        except OSError:
            leave(1)

    def _read(self):
        with contextlib.suppress(OSError), self._connection.makefile("rb") as lines:
            for line in lines:
                if line.strip():
                    self._lines.put(line)
        leave()


def _line(message):
    if isinstance(message, bytes):
        return message + b"\n"
    return _JSON.encode(message).encode("utf-8", "replace") + b"\n"
