"""What a process of the project tells: one JSON object per line."""

import contextlib
import json
import os
import queue
import threading
import time

from .leaving import leave

# Short for a person who looks on, and long for a process that is woken up.
_MOMENT_SECONDS = 0.05

_JSON = json.JSONEncoder(ensure_ascii=False, default=str)


class Channel:
    """Reads on a thread of its own, so that a runner that has gone ends the process even in mid-migration.

    It has threads from its first message on, or from ``start``: a process with threads cannot be forked.
    """

    def __init__(self, connection):
        self.started = False
        self._connection = connection
        self._requests = queue.Queue()
        self._writing = threading.Lock()
        self._held = []
        self._holding = threading.Event()
        self._last_sent = 0.0
        self._is_parents = False

    def start(self):
        """Begin to listen."""
        if self.started:
            return
        self.started = True
        os.register_at_fork(after_in_child=self._leave_to_parent)
        for name, work in (("requests", self._read), ("events", self._send_held)):
            threading.Thread(target=work, name=f"stillhouse-{name}", daemon=True).start()

    def receive(self):
        """Wait for the next line and return it."""
        self.start()
        return self._requests.get()

    def send(self, message):
        """Send one message, after those that are held."""
        if self._is_parents:
            return
        self.start()
        with self._writing:
            self._held.append(message)
            self._flush()

    def send_last(self, *lines):
        """Send lines that are bytes or messages, after those that are held, and nothing any more."""
        if self._is_parents:
            return
        with self._writing:
            self._held += lines
            self._flush()
            self._is_parents = True

    def send_soon(self, message, instead_of=None):
        """Send one message within a moment, together with others of that moment: the runner wakes up once.

        It is written while the project waits for its server, most likely, and must not be changed any more.
        It takes the place of ``instead_of`` if that has not gone yet and nothing has come after it.
        """
        if self._is_parents:
            return
        self.start()
        with self._writing:
            if instead_of is not None and self._held and self._held[-1] is instead_of:
                self._held[-1] = message
                return
            self._held.append(message)
            if self._holding.is_set():
                return
            if time.monotonic() - self._last_sent > _MOMENT_SECONDS:
                self._flush()
            else:
                self._holding.set()

    def _leave_to_parent(self):
        # A child of the project's would keep the connection open after the end of its parent, and what it
        # told would come in between.
        self._is_parents = True
        os.close(self._connection.detach())

    def _send_held(self):
        while True:
            self._holding.wait()
            time.sleep(_MOMENT_SECONDS)
            with self._writing:
                self._holding.clear()
                self._flush()

    def _flush(self):
        if not self._held:
            return
        lines, self._held = b"".join(map(_line, self._held)), []
        self._last_sent = time.monotonic()
        try:
            self._connection.sendall(lines)
        except OSError:
            leave()

    def _read(self):
        with contextlib.suppress(OSError), self._connection.makefile("rb") as lines:
            for line in lines:
                if line.strip():
                    self._requests.put(line)
        leave()


def _line(message):
    if isinstance(message, bytes):
        return message + b"\n"
    return _JSON.encode(message).encode("utf-8", "replace") + b"\n"
