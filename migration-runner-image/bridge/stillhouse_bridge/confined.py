"""Keeps the steps that run in a copy of the database from reaching anything else.

A step that sends mail or calls a service would do so once for each try, and before anybody has decided that
the plan may run.
"""

import contextlib

from .outside import outside
from .refusal import Reason, Refusal


class Reaching(BaseException):
    """Stops a step that tries to get out of the copy.

    Not an Exception: revisions and env.py that catch those are not to go on.
    """

    def __init__(self, what):
        super().__init__(what)
        self.what = what


class Confined:
    """Shuts the doors around the function of each step."""

    def __init__(self, connections):
        self._connections = connections
        self._stopped = None

    @contextlib.contextmanager
    def step(self):
        """Let nothing out but to the copy while the block runs."""
        self._stopped = None
        try:
            with outside.shut(self._refuse, in_copy=True), self._connections.only_to_copy():
                yield
        finally:
            if self._stopped is not None:
                # Whatever the revision made of it.
                raise self._stopped

    def _refuse(self, what):
        self._stopped = self._stopped or Reaching(what)
        raise self._stopped


def reaching(stop, subject):
    """Return the Refusal for a step that was stopped so."""
    return Refusal(
        Reason.REACHES_OUTSIDE,
        f"{subject} {stop.what}, and in a copy of the database nothing is reached but the copy.",
    )
