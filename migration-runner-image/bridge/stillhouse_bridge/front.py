"""The process that the runner speaks with. It never runs anything of the project, so it always answers."""

import base64
import contextlib
import json
import os
import pickle
import select
import signal
import socket
import sys
import time

from . import orders
from .dispatcher import glance, is_question
from .leaf import REMEMBERED, STAYS
from .leaving import leave
from .received import Received
from .workers import Worker

_LOOK_SECONDS = 0.2
# What the runner needs after SIGTERM to answer it and to hang up: a pod that is deleted sends it to both.
_GRACE_SECONDS = 5
# For what an application does when its process ends.
_END_SECONDS = 10


class Front:
    """Serves one runner: requests in order, one at a time, each in a process of its own."""

    def __init__(self, dispatcher, signals, serve):
        self._dispatcher = dispatcher
        self._signals = signals
        self._serve = serve
        self._runner = None
        self._received = Received()
        self._requests = []
        self._worker = None
        self._deadline = None

    def accept_one(self, listener):
        """Wait for the runner; the process ends if it hears that it will not come.

        A runner that has ended before it came here leaves a file beside the socket. It may also come late:
        its container may be waiting for a Secret.
        """
        over = listener.getsockname() + ".over"
        while listener not in select.select([listener, self._signals], [], [], _LOOK_SECONDS)[0]:
            if signal.SIGTERM in self._signals.take() or os.path.exists(over):
                leave()
        self._runner = listener.accept()[0]

    def serve_one(self):
        """Wait for one request and see that it is answered."""
        while not self._requests:
            seconds = self._worker and self._worker.seconds_of_stay
            if seconds == 0:
                self._worker.release()
                continue
            self._wait([], seconds)
            self._requests += self._received.take()
        line = self._requests.pop(0)
        request = glance(line)
        if self._dispatcher.runs_project(request):
            self._send(self._work(line, request))
        else:
            self._dismiss()
            answer = json.dumps(self._dispatcher.answer(line), ensure_ascii=False)
            self._send(answer.encode("utf-8", "replace") + b"\n")

    def _work(self, line, request):
        if self._has_stayed_for(request):
            self._tell_worker(line)
        else:
            order = orders.Order(line, self._dispatcher.remembered())
            if not (self._dispatcher.follows_plan(request) and self._has_forked()):
                self._begin(stops=self._dispatcher.is_plan(request))
            with contextlib.suppress(OSError):
                orders.send_order(self._worker.connection, order)
        answer = self._relay()
        if answer is None:
            # The runner looks at the database for what has become of it.
            code = self._worker.exit_code
            print(f"[stillhouse] the project's process has ended with exit code {code}", file=sys.stderr)
            self._leave(code)
        return answer

    def _has_stayed_for(self, request):
        """Tell whether the process of the plan has stayed for this; it ends if it has for another."""
        worker = self._worker
        if worker is None or worker.seconds_of_stay is None:
            return False
        if self._dispatcher.is_apply_of_plan(request) and worker.go_on():
            return True
        worker.release()
        return False

    def _has_forked(self):
        """Go on in a process that has stopped, if there is one."""
        if self._worker is None:
            return False
        self._worker.is_at_work()
        if not self._worker.has_stopped:
            return False
        try:
            self._worker.fork()
        except OSError:
            # It was killed just now.
            return False
        return True

    def _begin(self, stops):
        self._dismiss()
        self._worker = Worker(self._serve_in_process, stops)

    def _serve_in_process(self, control, connection):
        self._runner.close()
        self._signals.leave_to_project()
        self._serve(control, connection)

    def _dismiss(self):
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.kill()

    def _tell_worker(self, line):
        with contextlib.suppress(OSError):
            self._worker.connection.sendall(line)

    def _relay(self):
        """Hand on what the process tells until it has ended, or stays, and return its answer, or None."""
        worker, said, answer = self._worker, Received(), None
        is_remembered = is_asked = stays = False
        while True:
            # Looked at first: what it has said before its end is all there then.
            is_at_work = worker.is_at_work()
            readable = self._wait(worker.sources, worker.seconds_left if is_at_work else 0)
            if worker.connection in readable and not said.more(worker.connection):
                worker.hung_up()
            told = []
            for line in said.take():
                if is_remembered:
                    answer = answer or line
                    if stays:
                        worker.stay()
                    else:
                        worker.end_within(_END_SECONDS)
                elif line.rstrip() == STAYS:
                    stays = True
                elif line.startswith(REMEMBERED):
                    self._dispatcher.remember(pickle.loads(base64.b64decode(line[len(REMEMBERED) :])))
                    is_remembered = True
                else:
                    told.append(line)
                    is_asked = is_asked or is_question(line)
            self._send(b"".join(told))
            for line in self._received.take():
                if is_asked:
                    # Whatever the runner says now: the process waits for it.
                    is_asked = False
                    self._tell_worker(line)
                else:
                    self._requests.append(line)
            if stays and answer is not None:
                return answer
            if not is_at_work and worker.connection not in readable:
                return answer

    def _wait(self, others, seconds=None):
        """Return those of the others that are readable, after these seconds at the latest."""
        if self._deadline is not None:
            left = max(0.0, self._deadline - time.monotonic())
            seconds = left if seconds is None else min(seconds, left)
        readable = select.select([self._runner, self._signals, *others], [], [], seconds)[0]
        self._look_at_signals()
        if self._runner in readable and not self._received.more(self._runner):
            self._leave()
        return readable

    def _look_at_signals(self):
        if signal.SIGTERM in self._signals.take() and self._deadline is None:
            self._deadline = time.monotonic() + _GRACE_SECONDS
        if self._deadline is not None and time.monotonic() >= self._deadline:
            self._leave()

    def _send(self, content):
        """Send to the runner, and mind the signals where it does not read."""
        rest = memoryview(content)
        while rest:
            if not select.select([], [self._runner], [], _LOOK_SECONDS)[1]:
                self._look_at_signals()
                continue
            try:
                rest = rest[self._runner.send(rest, socket.MSG_DONTWAIT) :]
            except BlockingIOError:
                continue
            except OSError:
                self._leave()

    def _leave(self, code=0):
        self._dismiss()
        leave(code)
