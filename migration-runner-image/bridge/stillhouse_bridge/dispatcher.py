"""Turns lines into calls and their outcomes into answers."""

import importlib
import json

from .events import Events
from .redaction import Redactor
from .refusal import Reason, Refusal
from .request import parse_copy, parse_open
from .tasks import Task


class Dispatcher:
    """Knows the methods and the open project; gives an answer to everything, and never an exception."""

    def __init__(self):
        self._project = None
        # What a request has as its copy, and the project in it: in a process that carries out such a request.
        self._copied = None, None
        # The project that the request in hand is about.
        self._at_work = None
        self._redactor = Redactor()
        self._events = Events(lambda: self._redactor)
        self._identifier = None
        self._method = None
        # Alembic's command, the targets and the copy of the last plan.
        self._planned = None, None, None
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

    def runs_project(self, request):
        """Tell whether this is a request that runs the project, and so wants a process for itself."""
        method = request.get("method")
        return self._project is not None and method in self._methods and method != "open"

    @staticmethod
    def is_plan(request):
        """Tell whether requests may follow that run env.py in the same way, up to its first question."""
        return request.get("method") == "plan"

    def follows_plan(self, request):
        """Tell whether this request may go on where the last plan had its first question."""
        if request.get("method") not in ("render", "apply"):
            return False
        params = request.get("params") or {}
        way = "upgrade" if params.get("direction") == "up" else "downgrade"
        return (self._planned[0], self._planned[2]) == (way, params.get("copy"))

    def is_apply_of_plan(self, request):
        """Tell whether this request applies what the last plan was made for."""
        applies = request.get("method") == "apply" and self.follows_plan(request)
        return applies and (request.get("params") or {}).get("targets") == self._planned[1]

    def remembered(self):
        """Return what another process has to know from the requests before."""
        return self._planned, self._project.remembered()

    def remember(self, remembered):
        """Know what an earlier process has found out."""
        self._planned, project = remembered
        self._project.remember(project)

    @property
    def ends_as_alembic(self):
        """Whether what the project does at the end of its process belongs to the request."""
        return self._method in ("apply", "stamp") and self._at_work is self._project

    def answer(self, line, channel=None, stop=None, stay=None, answer=None):
        """Return the answer to one line of the runner.

        ``stop(run)`` and ``stay(run)`` are for a run of env.py. ``answer(answer)`` is called with the answer
        if env.py ends the process itself.
        """
        self._identifier = None
        try:
            called = self.begin(line, channel)
            if isinstance(called, Task):
                run = _module("environment").EnvironmentRun(self._at_work, called, stop, stay)
                return self.result(run.execute(lambda result: answer(self.result(result))))
            return self.result(called)
        except BaseException as error:
            return self.error(error)

    def begin(self, line, channel):
        """Take a request, and return the Task that it is, or its result if it runs no env.py."""
        request = _decode(line)
        self._identifier, self._method = request.get("id"), request.get("method")
        self._events.begin(channel, self._identifier)
        method = self._methods.get(self._method) if isinstance(self._method, str) else None
        if method is None:
            raise Refusal(
                Reason.PROTOCOL_MISMATCH,
                f"The bridge does not know the method {self._method!r}. "
                "Use a runner and a bridge of the same release.",
            )
        params = request.get("params") or {}
        if not isinstance(params, dict):
            raise Refusal(Reason.PROTOCOL_MISMATCH, "The parameters of a request must be a JSON object.")
        return method(params)

    def error(self, error):
        """Return the answer that has this error."""
        refusal = error if isinstance(error, Refusal) else _own_failure(error)
        return {"id": self._identifier, "error": self._redactor.error(refusal.as_error())}

    def answered(self, result):
        """Return the answer that has this result, after which nothing is told until the next request."""
        self._events.begin(None, None)
        return self.result(result)

    def result(self, result):
        """Return the answer that has this result."""
        return {"id": self._identifier, "result": result}

    def _open(self, params):
        request = parse_open(params)
        database = request.database
        names = (database.user, database.name, *(host for host, _ in database.hosts))
        self._redactor = Redactor(database.password, public=names)
        # Only now: these modules import Alembic and SQLAlchemy, which the project may lack.
        self._project, result = _module("opening").open_project(request, self._events)
        return result

    def _plan(self, params):
        targets = _targets(params)
        planning = _module("plan").Planning(self._opened(params), targets, _directions(params))
        self._planned = planning.command[0], targets, params.get("copy")
        return planning

    def _apply(self, params):
        asked = {name: bool(params.get(name)) for name in ("sql", "guard", "observe")}
        if asked["observe"] and not params.get("copy"):
            raise Refusal(Reason.PROTOCOL_MISMATCH, "Steps are observed in a copy only.")
        hold = _module("hold").parse_order(params.get("hold"))
        rows = _module("saving").parse_orders(params.get("rows"))
        return _module("apply").Application(
            self._opened(params), *_planned(params), self._events, **asked, hold=hold, rows=rows
        )

    def _render(self, params):
        project = self._opened()
        rows = params.get("rows", project.rows)
        if rows is None:
            raise Refusal(
                Reason.PROTOCOL_MISMATCH, "It is not known where the database is. Send 'plan' first."
            )
        targets, direction, expect = _planned(params)
        if not expect:
            return {"steps": 0, "files": []}
        return _module("render").Rendering(project, targets, direction, expect, rows, self._events)

    def _graph(self, params):
        revisions = _module("revisions")
        if params.get("current", True):
            return revisions.Graph(self._opened())
        return revisions.read_history(self._opened())

    def _select(self, params):
        span = params.get("range")
        names = _targets({"targets": params.get("expressions")}) if span is None else []
        return _module("selection").select(self._opened(), names, span, params.get("rows") or ())

    def _stamp(self, params):
        return _module("stamp").Stamping(
            self._opened(),
            _targets(params),
            bool(params.get("purge")),
            params.get("expect"),
            bool(params.get("plan")),
            self._events,
        )

    def _check(self, _):
        return _module("check").check(self._opened())

    def _revision(self, params):
        return _module("authoring").write_revision(self._opened(), params)

    def _merge(self, params):
        return _module("authoring").write_merge(self._opened(), params)

    def _opened(self, params=None):
        """Return the project, in the copy that these parameters name if they do."""
        if self._project is None:
            raise Refusal(Reason.PROTOCOL_MISMATCH, "No project is open. Send 'open' first.")
        copy = parse_copy(params or {})
        if copy is None:
            self._at_work = self._project
        else:
            if self._copied[0] != copy:
                self._copied = copy, self._project.in_copy(copy, self._events)
            self._at_work = self._copied[1]
        return self._at_work


def _module(name):
    """Return a module that imports Alembic and SQLAlchemy, which the project may lack."""
    return importlib.import_module("." + name, __package__)


def is_question(line):
    """Tell whether a process asks the runner with this line, and waits."""
    return b'"question"' in line and "question" in glance(line)


def glance(line):
    """Return the request, or nothing of a line that is none."""
    try:
        request = _decode(line)
    except Refusal:
        return {}
    is_one = isinstance(request.get("method"), str) and isinstance(request.get("params") or {}, dict)
    return request if is_one or "question" in request else {}


def _decode(line):
    try:
        request = json.loads(line)
    except (ValueError, RecursionError) as error:
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


def _directions(params):
    directions = params.get("goOn", [])
    if not isinstance(directions, list) or not all(each in ("up", "down") for each in directions):
        raise Refusal(
            Reason.PROTOCOL_MISMATCH, f"'goOn' must be a list of 'up' and 'down', not {directions!r}."
        )
    return directions


def _own_failure(error):
    traces = _module("traces")
    return Refusal(
        Reason.PROJECT_ERROR,
        f"The bridge itself failed with {traces.class_name(error)}: {traces.words(error)}. "
        "Please report this.",
        exception=traces.class_name(error),
        detail=traces.detail(error),
    )
