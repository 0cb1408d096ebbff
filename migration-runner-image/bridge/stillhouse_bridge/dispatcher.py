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
        self._events = Events(channel, lambda text: self._redactor.text(text))
        self._methods = {
            "open": self._open,
            "plan": self._plan,
            "render": self._render,
            "apply": self._apply,
            "graph": self._graph,
            "select": self._select,
            "stamp": self._stamp,
            "check": self._check,
            "revision": self._revision,
            "merge": self._merge,
        }

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
        database = request.database
        names = (database.user, database.name, *(host for host, _ in database.hosts))
        self._redactor = Redactor(database.password, public=names)
        # Only now: these modules import Alembic and SQLAlchemy, which the project may lack.
        opening = importlib.import_module(".opening", __package__)
        self._project, result = opening.open_project(request, self._events)
        return result

    def _plan(self, params):
        plan = importlib.import_module(".plan", __package__)
        return plan.make_plan(self._opened(), _targets(params))

    def _apply(self, params):
        apply = importlib.import_module(".apply", __package__)
        hold = importlib.import_module(".hold", __package__).parse_order(params.get("hold"))
        rows = importlib.import_module(".saving", __package__).parse_orders(params.get("rows"))
        asked = {name: bool(params.get(name)) for name in ("sql", "guard")}
        return apply.apply_plan(
            self._opened(), *_planned(params), self._events, **asked, hold=hold, rows=rows
        )

    def _render(self, params):
        render = importlib.import_module(".render", __package__)
        project = self._opened()
        rows = params.get("rows", project.rows)
        if rows is None:
            raise Refusal(
                Reason.PROTOCOL_MISMATCH, "It is not known where the database is. Send 'plan' first."
            )
        return render.render_plan(project, *_planned(params), rows, self._events)

    def _graph(self, params):
        revisions = importlib.import_module(".revisions", __package__)
        return revisions.read_graph(self._opened(), params.get("current", True))

    def _select(self, params):
        selection = importlib.import_module(".selection", __package__)
        span = params.get("range")
        names = _targets({"targets": params.get("expressions")}) if span is None else []
        return selection.select(self._opened(), names, span, params.get("rows") or ())

    def _stamp(self, params):
        stamp = importlib.import_module(".stamp", __package__)
        return stamp.stamp(
            self._opened(),
            _targets(params),
            bool(params.get("purge")),
            params.get("expect"),
            bool(params.get("plan")),
            self._events,
        )

    def _check(self, _):
        return importlib.import_module(".check", __package__).check(self._opened())

    def _revision(self, params):
        authoring = importlib.import_module(".authoring", __package__)
        return authoring.write_revision(self._opened(), params)

    def _merge(self, params):
        authoring = importlib.import_module(".authoring", __package__)
        return authoring.write_merge(self._opened(), params)

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


def _planned(params):
    direction = params.get("direction")
    if direction not in ("up", "down"):
        raise Refusal(Reason.PROTOCOL_MISMATCH, f"The direction must be 'up' or 'down', not {direction!r}.")
    return _targets(params), direction, list(params.get("expect") or ())


def _own_failure(error):
    traces = importlib.import_module(".traces", __package__)
    return Refusal(
        Reason.PROJECT_ERROR,
        f"The bridge itself failed with {traces.class_name(error)}: {traces.words(error)}. "
        "Please report this.",
        exception=traces.class_name(error),
        detail=traces.detail(error),
    )
