"""Turns lines into calls and their outcomes into answers."""

import importlib
import json

from .events import Events
from .redaction import Redactor
from .refusal import Reason, Refusal
from .request import parse_open


class Dispatcher:
    """Serves one runner: requests in order, one at a time, and never an exception in place of an answer."""

    def __init__(self, channel):
        self._channel = channel
        self._project = None
        self._redactor = Redactor()
        self._events = Events(channel)
        self._methods = {"open": self._open, "plan": self._plan, "apply": self._apply}

    def serve_one(self):
        """Wait for one request and answer it."""
        self._channel.send(self.answer(self._channel.receive()))

    def answer(self, line):
        """Return the answer to one line of the runner."""
        identifier = None
        try:
            request = _decode(line)
            identifier = request.get("id")
            with self._events.of_request(identifier):
                return {"id": identifier, "result": self._call(request)}
        except Refusal as refusal:
            return {"id": identifier, "error": self._redactor.error(refusal.as_error())}
        except BaseException as error:
            return {"id": identifier, "error": self._redactor.error(_own_failure(error).as_error())}

    def _call(self, request):
        method = self._methods.get(request.get("method"))
        if method is None:
            raise Refusal(
                Reason.PROTOCOL_MISMATCH,
                "The bridge does not know the method {!r}. "
                "Use a runner and a bridge of the same release.".format(request.get("method")),
            )
        return method(request.get("params") or {})

    def _open(self, params):
        request = parse_open(params)
        self._redactor = Redactor(request.database.password)
        # Only now: these modules import Alembic and SQLAlchemy, which the project may lack.
        opening = importlib.import_module(".opening", __package__)
        self._project, result = opening.open_project(request, self._events)
        return result

    def _plan(self, params):
        plan = importlib.import_module(".plan", __package__)
        return plan.make_plan(self._opened(), _targets(params))

    def _apply(self, params):
        apply = importlib.import_module(".apply", __package__)
        direction = params.get("direction")
        if direction not in ("up", "down"):
            raise Refusal(
                Reason.PROTOCOL_MISMATCH, f"The direction must be 'up' or 'down', not {direction!r}."
            )
        return apply.apply_plan(
            self._opened(), _targets(params), direction, list(params.get("expect") or ()), self._events
        )

    def _opened(self):
        if self._project is None:
            raise Refusal(Reason.PROTOCOL_MISMATCH, "No project is open. Send 'open' first.")
        return self._project


def _decode(line):
    try:
        request = json.loads(line)
    except ValueError as error:
        raise Refusal(Reason.PROTOCOL_MISMATCH, f"A request is not JSON: {error}.") from error
    if not isinstance(request, dict):
        raise Refusal(Reason.PROTOCOL_MISMATCH, "A request must be a JSON object.")
    return request


def _targets(params):
    targets = params.get("targets")
    if (
        not isinstance(targets, list)
        or not targets
        or not all(isinstance(name, str) and name for name in targets)
    ):
        raise Refusal(
            Reason.PROTOCOL_MISMATCH, "The parameter 'targets' must be a list of at least one revision."
        )
    return targets


def _own_failure(error):
    traces = importlib.import_module(".traces", __package__)
    return Refusal(
        Reason.PROJECT_ERROR,
        f"The bridge itself failed with {traces.class_name(error)}: {error}. Please report this.",
        exception=traces.class_name(error),
        detail=traces.detail(error),
    )
