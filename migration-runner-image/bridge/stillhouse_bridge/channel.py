"""The socket: one connection, one JSON object per line in either direction."""

import contextlib
import json
import os
import queue
import socket
import threading

from .leaving import leave

_JSON = json.JSONEncoder(ensure_ascii=False, default=str)


@contextlib.contextmanager
def listening(path):
    """Listen on a Unix socket that every user may open while the block runs; clients wait for accept_one."""
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        # The runner is often another user of the same pod.
        listener.bind(path)
        os.chmod(path, 0o777)
        listener.listen(1)
        yield listener


def accept_one(listener):
    """Return the channel of the first client."""
    connection, _ = listener.accept()
    return Channel(connection)


class Channel:
    """Reads on a thread of its own, so that a runner that has gone ends the process even in mid-migration."""

    def __init__(self, connection):
        self._connection = connection
        self._requests = queue.Queue()
        self._writing = threading.Lock()
        self._held = b""
        threading.Thread(target=self._read, name="stillhouse-requests", daemon=True).start()

    def receive(self):
        """Wait for the next line and return it."""
        return self._requests.get()

    def send(self, message):
        """Send one message, after those that are held."""
        line = _line(message)
        with self._writing:
            lines, self._held = self._held + line, b""
            try:
                self._connection.sendall(lines)
            except OSError:
                leave()

    def hold(self, message):
        """Send one message with the next one, which follows at once: the runner wakes up for both."""
        line = _line(message)
        with self._writing:
            self._held += line

    def _read(self):
        with contextlib.suppress(OSError), self._connection.makefile("rb") as lines:
            for line in lines:
                if line.strip():
                    self._requests.put(line)
        leave()


def _line(message):
    return _JSON.encode(message).encode("utf-8", "replace") + b"\n"
