"""Forks bridges from a process that has loaded Alembic, which is most of what a bridge does until it listens.

As a program it is that process: ``python nursery.py <socket>``. It ends with its standard input.
"""

import json
import os
import pathlib
import select
import signal
import socket
import subprocess
import sys

BRIDGE = pathlib.Path(__file__).resolve().parents[1]


class Nursery:
    """The running process."""

    def __init__(self, folder):
        self._socket = str(folder / "nursery.sock")
        self._process = subprocess.Popen(
            [sys.executable, __file__, self._socket],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONHASHSEED": "0"},
        )
        assert self._process.stdout.readline() == b"ready\n"

    def start(self, socket_path, log):
        """Start a bridge."""
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.connect(self._socket)
        order = {"socket": str(socket_path), "log": str(log), "environment": dict(os.environ)}
        connection.sendall(json.dumps(order).encode() + b"\n")
        return ForkedBridge(connection)

    def close(self):
        """End the process."""
        self._process.stdin.close()
        self._process.wait()


class ForkedBridge:
    """A bridge's process, to be used as one of ``subprocess``."""

    def __init__(self, connection):
        self._connection = connection
        self._lines = connection.makefile("r")
        self.pid = int(self._lines.readline())
        self._code = None

    def poll(self):
        """Return the exit code, or None while it runs."""
        if self._code is None and select.select([self._connection], [], [], 0)[0]:
            self.wait()
        return self._code

    def wait(self, timeout=None):
        """Wait for the end; return the exit code."""
        if self._code is None:
            if not select.select([self._connection], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("bridge", timeout)
            self._code = int(self._lines.readline())
            self._lines.close()
            self._connection.close()
        return self._code

    def send_signal(self, number):
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self):
        """Kill it."""
        self.send_signal(signal.SIGKILL)


def serve(path):
    """Fork a bridge for each that connects; return, in the bridge's process, what it is to be."""
    # Who waits for a bridge is waited for by nobody.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(path)
        listener.listen()
        print("ready", flush=True)
        while listener in select.select([listener, sys.stdin], [], [])[0]:
            connection = listener.accept()[0]
            if os.fork() == 0:
                listener.close()
                return keep(connection)
            connection.close()
    sys.exit()


def keep(connection):
    """Fork the bridge; tell its process and, at its end, its exit code."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with connection:
        with connection.makefile("r") as lines:
            order = json.loads(lines.readline())
        pid = os.fork()
        if pid:
            connection.sendall(b"%d\n" % pid)
            status = os.waitpid(pid, 0)[1]
            code = -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
            connection.sendall(b"%d\n" % code)
            os._exit(0)
    return order


def become_bridge(order):
    """Be what ``python <bridge> --socket <path>`` is."""
    os.environ.clear()
    os.environ.update(order["environment"])
    with open(order["log"], "wb") as log:
        os.dup2(log.fileno(), 2)
    main(["--socket", order["socket"]])


if __name__ == "__main__":
    sys.path[0] = str(BRIDGE)
    from stillhouse_bridge.main import import_ahead, main

    import_ahead()
    become_bridge(serve(sys.argv[1]))
