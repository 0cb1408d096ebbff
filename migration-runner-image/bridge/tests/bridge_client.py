"""Speaks the protocol with a bridge that runs as a process of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time

from nursery import BRIDGE

_START_SECONDS = 120


def started(socket_path, log, environment):
    """Start a bridge with this in its environment; returns the process."""
    with log.open("wb") as stderr:
        return subprocess.Popen(
            [sys.executable, str(BRIDGE), "--socket", str(socket_path)],
            stderr=stderr,
            env={**os.environ, "PYTHONHASHSEED": "0", **environment},
        )


class BridgeClient:
    """A running bridge and the connection to it."""

    def __init__(self, socket_path, log, process):
        self.log = log
        self.process = process
        self._connection = self._connect(socket_path)
        self._lines = self._connection.makefile("rb")
        self._last = 0

    def request(self, method, **params):
        """Send a request and return its identifier."""
        self._last += 1
        message = {"id": self._last, "method": method, "params": params}
        self.send(json.dumps(message).encode())
        return self._last

    def send(self, line):
        """Send one line as it is."""
        self._connection.sendall(line + b"\n")

    def receive(self):
        """Return the next message, or None if the bridge has hung up."""
        line = self._lines.readline()
        return json.loads(line) if line else None

    def call(self, method, **params):
        """Send a request; return the answer and the events that came before it."""
        self.request(method, **params)
        events = []
        while True:
            message = self.receive()
            assert message is not None, self.log.read_text()
            assert message["id"] == self._last
            if "event" not in message:
                return message, events
            events.append(message)

    def result(self, method, **params):
        """Send a request that must succeed and return its result."""
        answer, _ = self.call(method, **params)
        assert "result" in answer, answer
        return answer["result"]

    def error(self, method, **params):
        """Send a request that must be refused and return its error."""
        answer, _ = self.call(method, **params)
        assert "error" in answer, answer
        return answer["error"]

    def hang_up(self):
        """Close the connection."""
        # The file object keeps the socket open otherwise.
        self._connection.shutdown(socket.SHUT_RDWR)
        self._lines.close()
        self._connection.close()

    def terminate(self):
        """Send SIGTERM to the bridge."""
        self.process.send_signal(signal.SIGTERM)

    def exit_code(self, timeout=120):
        """Wait for the bridge to end and return its exit code."""
        return self.process.wait(timeout)

    def _connect(self, path):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        deadline = time.monotonic() + _START_SECONDS
        while True:
            try:
                connection.connect(str(path))
                return connection
            except (FileNotFoundError, ConnectionRefusedError):
                assert self.process.poll() is None, self.log.read_text()
                assert time.monotonic() < deadline, "the bridge does not listen"
                time.sleep(0.02)
