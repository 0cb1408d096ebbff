"""A plan's run of env.py that stays where it is, within Alembic's ``run_migrations``, and goes on to apply.

That is what bare Alembic does. What only the end of env.py would show is not known then before the steps are
committed, so it is done only where env.py comes to the migrations once, and where nobody can be kept waiting.
"""

import os
import sys
from types import FunctionType

import alembic.context
from sqlalchemy import text

from .internals import make_version_table
from .locks import holds_nothing
from .once import comes_once
from .refusal import Reason, Refusal
from .workers import STAY_SECONDS

_ALEMBIC = alembic.__name__
_CONTEXTS = (alembic, alembic.context)
_CALLERS = ("sqlalchemy", "asyncio", "contextlib")
_RUN_MIGRATIONS = b"run_migrations"
# The server ends a session by these, some of which only newer ones know. Twice what is waited: the plan has a
# part of it too.
_HAS_TIME = (
    "NOT EXISTS (SELECT FROM pg_settings"
    " WHERE name IN ('idle_in_transaction_session_timeout', 'transaction_timeout')"
    f" AND setting::bigint BETWEEN 1 AND {2 * 1000 * STAY_SECONDS})"
)


def may_stay(run, context, locks):
    """Tell whether this run of env.py, whose steps Alembic waits for, may wait for the next request."""
    env_py = os.path.realpath(run.env_py)
    return (
        _is_called_by(env_py)
        and comes_once(_read(env_py))
        and not any(map(_may_come, _with_context(env_py)))
        and _bears_waiting(context.connection, locks)
    )


def begin_to_change(context, rows):
    """Do what Alembic does at the beginning of an apply and has left out for the plan.

    Raises a Refusal (PlanChanged) if the version rows are others than those that the plan was made from.
    """
    now = context.get_current_heads()
    if sorted(now) != sorted(rows):
        raise Refusal(
            Reason.PLAN_CHANGED,
            f"The version rows are {_listed(now)}, and were {_listed(rows)} when the plan was made: somebody "
            "else has changed them meanwhile. Nothing was applied. Find out what else migrates it.",
        )
    if not now:
        make_version_table(context)


def _bears_waiting(connection, locks):
    """Tell whether the session may wait, and can still do afterwards what an apply has to.

    With a snapshot for the whole transaction it would not see what others have changed meanwhile. An env.py
    may have made its transaction a reading one for the plan, or given the server a limit for it.
    """
    conditions = (
        holds_nothing(locks),
        "current_setting('transaction_isolation') IN ('read committed', 'read uncommitted')",
        "current_setting('transaction_read_only') = 'off'",
        _HAS_TIME,
    )
    return bool(connection.execute(text("SELECT " + " AND ".join(conditions))).scalar())


def _listed(rows):
    return ", ".join(sorted(rows)) or "none"


def _is_called_by(env_py):
    """Tell whether this file itself has called Alembic, and nobody has called the function that does.

    Nobody but those who call what they are given once. An AsyncConnection begins a stack of its own.
    """
    frame = sys._getframe(1)
    while _package_of(frame) in (_ALEMBIC, __package__) and frame.f_back:
        frame = frame.f_back
    if not _is_in(frame, env_py):
        return False
    while frame and not (_is_in(frame, env_py) and frame.f_code.co_name == "<module>"):
        if not _is_in(frame, env_py) and _package_of(frame) not in _CALLERS:
            return False
        frame = frame.f_back
    return True


def _is_in(frame, file):
    return os.path.realpath(frame.f_code.co_filename) == file


def _package_of(frame):
    return _package(frame.f_globals.get("__name__"))


def _with_context(env_py):
    """Return the files of loaded modules, beside env.py and Alembic's own, that have Alembic at hand."""
    others = [
        module
        for name, module in list(sys.modules.items())
        if _package(name) not in (_ALEMBIC, __package__) and _has_alembic(module)
    ]
    files = {os.path.realpath(str(getattr(module, "__file__", None))) for module in others}
    return files - {env_py}


def _has_alembic(module):
    return any(map(_is_alembics, list(getattr(module, "__dict__", {}).values())))


def _is_alembics(value):
    """Tell whether this is Alembic's context, or a function of Alembic's; no proxy is asked what it is."""
    if type(value) is FunctionType:
        return _package(value.__globals__.get("__name__")) == _ALEMBIC
    return any(value is each for each in _CONTEXTS)


def _package(name):
    return str(name).split(".")[0]


def _may_come(file):
    return _RUN_MIGRATIONS in _read(file, unknown=_RUN_MIGRATIONS)


def _read(file, unknown=b""):
    try:
        with open(file, "rb") as source:
            return source.read()
    except OSError:
        return unknown
