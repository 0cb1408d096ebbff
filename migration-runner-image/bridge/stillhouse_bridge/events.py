"""Events: what happens while a request is under way. And questions, for which the bridge waits."""

from .question import parse_answer


class Events:
    """Sends events under the identifier of the request being served; before the first they are dropped.

    ``redactor`` gives the Redactor of the open project, for what people read.
    """

    def __init__(self, redactor):
        self._channel = None
        self._redactor = redactor
        self._request = None
        self._questions = 0
        self._backends = set()

    def begin(self, channel, identifier):
        """From now on send events over this channel, as those of this request."""
        self._channel, self._request, self._questions = channel, identifier, 0
        self._backends.clear()

    def connected(self, backend_pid):
        """Tell of a backend that the project uses, once in a request."""
        if backend_pid not in self._backends:
            self._backends.add(backend_pid)
            self._send("connected", backendPid=backend_pid)

    def step_started(self, index, total, revision):
        """Tell that a step is about to run, and return what was told; ``index`` counts from 1."""
        started = self._message("step_started", index=index, total=total, revision=revision)
        self._channel.send_soon(started)
        return started

    def step_finished(self, started, **fields):
        """Tell that a step has run and its version row is written; of a quick one nothing else is told."""
        self._channel.send_soon({**started, "event": "step_finished", **fields}, instead_of=started)

    def step_observed(self, index, total, revision, statements, left_out):
        """Tell what a step has executed in a copy, and done there, whether or not it came to its end."""
        self._channel.send_soon(
            self._message(
                "step_observed",
                index=index,
                total=total,
                revision=revision,
                statements=statements,
                leftOut=left_out,
            )
        )

    def step_broken(self, started, statements):
        """Tell the SQL that a step has executed which did not come to its end."""
        self._channel.send_soon({**started, "event": "step_broken", "statements": statements})

    def committed(self, rows):
        """Tell the version rows that a commit has just made permanent."""
        self._send("committed", rows=sorted(rows))

    def commits_unseen(self, index, total, revision):
        """Tell that a step may make something permanent of which no commit tells."""
        self._channel.send_soon(self._message("commits_unseen", index=index, total=total, revision=revision))

    def ask(self, question, **fields):
        """Ask the runner, wait, and return its Answer. If the runner hangs up instead, the process ends."""
        self._questions += 1
        asked = {"id": self._request, "question": question, "number": self._questions, **fields}
        self._channel.send(asked)
        return parse_answer(self._channel.receive(), self._request, self._questions)

    def held(self, tables, failed_before):
        """Ask what is to come of a step whose tables are locked; ``failed_before`` is a Refusal, or None."""
        failed = {"failedBefore": self._redactor().error(failed_before.as_error())} if failed_before else {}
        return self.ask("held", tables=tables, **failed)

    def rendered(self, index, total, revision, statements, varies):
        """Tell the statements of a step, and whether they would be others the next time."""
        self._tell_rendered(index, total, revision, statements=statements, varies=varies)

    def not_rendered(self, index, total, revision, problem, reaches):
        """Tell what keeps the statements of a step from being known, and where it reaches outside."""
        redact = self._redactor().text
        told = [redact(what) for what in reaches]
        self._tell_rendered(index, total, revision, problem=redact(problem), reaches=told)

    def _tell_rendered(self, index, total, revision, **told):
        self._channel.send_soon(
            self._message("rendered", index=index, total=total, revision=revision, **told)
        )

    def _send(self, event, **fields):
        if self._channel is not None:
            self._channel.send(self._message(event, **fields))

    def _message(self, event, **fields):
        return {"id": self._request, "event": event, **fields}
