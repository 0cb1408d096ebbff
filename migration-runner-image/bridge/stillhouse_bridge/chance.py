"""Notices code that asks for what is another each time: the time, chance, or the machine it runs on."""

import contextlib
import datetime
import os
import random
import socket
import sys
import time

_OF_MODULES = {
    time.__name__: {"time", "time_ns", "localtime", "gmtime", "ctime", "asctime", "strftime"},
    os.name: {"urandom", "getrandom", "getpid", "getppid", "uname"},
    socket.gethostname.__module__: {"gethostname"},
    "_uuid": {"generate_time_safe"},
}
_OF_DATES = {"now", "utcnow", "today"}
_OF_GENERATORS = {"random", "getrandbits"}
_NAMES = set().union(_OF_DATES, _OF_GENERATORS, *_OF_MODULES.values())
# A record of the log has its time.
_MINDLESS = ("logging",)


class Chance:
    """Whether the block asked for it."""

    asked = False

    @contextlib.contextmanager
    def noticed(self):
        """Watch the thread's calls while the block runs; a profiler that is at work has to wait."""
        before = sys.getprofile()
        sys.setprofile(self._profile)
        try:
            yield
        finally:
            sys.setprofile(before)

    def _profile(self, frame, event, function):
        # It is called for whatever SQLAlchemy calls, so the first look has to be a short one.
        if (
            event == "c_call"
            and getattr(function, "__name__", None) in _NAMES
            and _is_chance(function)
            and str(frame.f_globals.get("__name__")).split(".")[0] not in _MINDLESS
        ):
            self.asked = True


def _is_chance(function):
    owner, name = getattr(function, "__self__", None), function.__name__
    if isinstance(owner, type):
        return issubclass(owner, datetime.date) and name in _OF_DATES
    if isinstance(owner, random.Random.__mro__[1]):
        return name in _OF_GENERATORS
    return name in _OF_MODULES.get(getattr(owner, "__name__", None), ())
