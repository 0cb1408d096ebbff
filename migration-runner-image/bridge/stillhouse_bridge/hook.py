"""The project's own function around env.py: ``spec.project.hook``, a ``package.module:function``.

It is called as ``function(config, run)``. ``config`` is Alembic's, and may be given attributes; ``run()``
runs env.py, once, and raises what env.py raises. It may be called from another thread or within a context.
"""

import asyncio
import importlib
import threading

from .refusal import Reason, Refusal


def run_within(hook, config, run):
    """Call ``run()`` through the hook, or directly without one; raises what it raised, or a Refusal."""
    if not hook:
        run()
        return
    function = _load(hook)
    once = _Once(hook, run)
    try:
        answer = function(config, once)
        if asyncio.iscoroutine(answer):
            answer.close()
            raise _wrong(hook, "is a coroutine function. Make it a plain one that calls asyncio.run()")
    finally:
        once.close()
    once.check()


class _Once:
    """The ``run`` that a hook gets."""

    def __init__(self, hook, run):
        self._hook = hook
        self._run = run
        self._lock = threading.Lock()
        self._started = False
        self._over = False
        self._ended = threading.Event()
        self._error = None

    def __call__(self):
        with self._lock:
            if self._over:
                raise _wrong(self._hook, "called run() after it had returned")
            if self._started:
                self._error = self._error or _wrong(self._hook, "called run() more than once")
                raise self._error
            self._started = True
        try:
            self._run()
        except BaseException as error:
            self._error = self._error or error
            raise
        finally:
            self._ended.set()

    def close(self):
        """Allow no further call, and wait for the one that is still under way in another thread."""
        with self._lock:
            self._over = True
        if self._started:
            self._ended.wait()

    def check(self):
        """Raise what the hook kept to itself."""
        if not self._started:
            raise _wrong(self._hook, "returned without calling run()")
        if self._error is not None:
            raise self._error


def _load(hook):
    module, _, name = hook.partition(":")
    if not module or not name:
        raise _wrong(hook, "does not name a function")
    try:
        found = importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name and (module == error.name or module.startswith(error.name + ".")):
            raise _wrong(hook, f"cannot be imported: {error}") from error
        raise
    for part in name.split("."):
        found = getattr(found, part, None)
    if not callable(found):
        raise _wrong(hook, f"cannot be called: the module {module} has no function {name}")
    return found


def _wrong(hook, what):
    return Refusal(
        Reason.PROJECT_ERROR,
        f"The hook {hook} (spec.project.hook) {what}. "
        "It must be package.module:function, and function(config, run) must call run() once before it "
        "returns.",
    )
