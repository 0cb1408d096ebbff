"""Lets nothing of the project reach outside of its process while its code is only looked at.

It is no sandbox: who means to get out of a Python process does. It keeps what a revision does beside its SQL
from being done before it may, and from going unnoticed.
"""

import contextlib
import errno
import os
import sys
import threading

from . import calls
from .attempts import LEAVING, MEANINGS, Places, attempt, opened_to_read
from .callers import OwnThreads

# Of one look; more say nothing new.
_MOST = 10
# These look at the machine by means of programs: whether a library is there, what the processor is called.
_INQUIRING = ("ctypes.util", "platform")


class ReachesOutside(PermissionError):
    """Raised in the project's code in place of what it tried, where no other exception is due."""

    def __init__(self, what):
        super().__init__(errno.EPERM, f"Stillhouse only looks at this code, and it {what}")
        self.what = what


def another_thread():
    """Return what is raised in a thread that was there before the look, which is no matter of it."""
    return ReachesOutside("is another thread, which has to wait")


class Look:
    """What the project's code tried in one block, and the files that it read."""

    def __init__(self, refuse, threads, in_copy):
        self.in_copy = in_copy
        self.admits = False
        self.tried = []
        self.read = set()
        self.threads = threads
        self.own = OwnThreads()
        self._refuse = refuse

    def refuse(self, what):
        """Remember it, and raise."""
        if what not in self.tried and len(self.tried) < _MOST:
            self.tried.append(what)
        self._refuse(what)
        raise ReachesOutside(what)


class Outside:
    """Stands at the doors of the process; an audit hook cannot be taken away again, so it is open or shut."""

    def __init__(self):
        self._look = None
        self._notice = None
        self._records = False
        #: Whether something was started, connected, written or removed in the time of the record, wherever.
        self.has_left_traces = False
        self.places = None
        self._judging = threading.local()

    def install(self):
        """Stand at the doors, before anything of the project is imported."""
        sys.addaudithook(self._audit)
        calls.install(self.refuse, self.refuse_thread)

    def serve(self, project):
        """From now on for the project in this folder."""
        self.places = Places.of(project)

    def record(self):
        """From now on notice what is left outside while the doors are open."""
        self._records, self.has_left_traces = True, False

    def end_record(self):
        """Notice no more of that."""
        self._records = False

    @contextlib.contextmanager
    def shut(self, refuse=lambda what: None, threads=False, in_copy=False):
        """Let nobody out while the block runs, which gets a Look.

        ``refuse(what)`` is called for each attempt of the block's own code and may raise; that of a thread
        which was there before is stopped too, but is no matter of this block. ``threads`` may be started only
        if that is said: they may go on when the block has ended. ``in_copy`` lets those through whom
        ``admitted`` leads.
        """
        before, self._look = self._look, Look(refuse, threads, in_copy)
        try:
            yield self._look
        finally:
            self._look = before

    @property
    def is_shut_in_copy(self):
        """Whether nobody may get out now but to the copy of the database."""
        return self._look is not None and self._look.in_copy

    @contextlib.contextmanager
    def admitted(self):
        """Let the block connect, which is known to lead to the copy."""
        look = self._look
        look.admits = True
        try:
            yield
        finally:
            look.admits = False

    @contextlib.contextmanager
    def noticed(self, notice):
        """Call ``notice()`` when somebody connects or starts a process while the doors are open."""
        before, self._notice = self._notice, notice
        try:
            yield
        finally:
            self._notice = before

    def pass_by(self):
        """Tell who wants to notice it that something is about to leave, if the doors are open."""
        notice = self._notice
        if self._look is None and notice is not None:
            notice()

    def refuse(self, what):
        """Raise, if the doors are shut."""
        self.pass_by()
        look = self._look
        if look is None or look.admits or _is_logging() or _is_inquiry():
            return
        if look.own.has_current():
            look.refuse(what() if callable(what) else what)
        raise another_thread()

    def refuse_thread(self, what):
        """Raise, if the doors are shut and no thread may be started."""
        if self._look is not None and not self._look.threads:
            self.refuse(what)

    def _audit(self, event, arguments):
        look = self._look
        if look is None:
            if self._records and not self.has_left_traces and event in MEANINGS:
                self._record(event, arguments)
            if event in LEAVING:
                self.pass_by()
            return
        if event not in MEANINGS or look.admits or getattr(self._judging, "now", False):
            return
        self._judging.now = True
        try:
            what = attempt(event, arguments, self.places)
            if what is None or _is_of_import(event):
                self._note(event, arguments)
                return
        finally:
            self._judging.now = False
        self.refuse(what)

    def _record(self, event, arguments):
        if getattr(self._judging, "now", False):
            return
        self._judging.now = True
        try:
            # What lies in the temporary folder is somebody's too: of the process that comes next.
            places = self.places._replace(temporary=os.devnull)
            left = attempt(event, arguments, places) is not None
            self.has_left_traces = left and not _is_of_import(event) and not _is_logging()
        finally:
            self._judging.now = False

    def _note(self, event, arguments):
        look = self._look
        if event == "open" and look.own.has_current():
            path = opened_to_read(arguments)
            if path is not None:
                look.read.add(os.path.abspath(path))


def _frames():
    frame = sys._getframe(1)
    while frame is not None:
        if not str(frame.f_globals.get("__name__")).startswith(__package__ + "."):
            yield frame
        frame = frame.f_back


def _is_of_import(event):
    # The interpreter keeps the bytecode of what it imports, and renames the file when it is whole.
    caller = next(_frames(), None)
    return (
        event in ("open", "os.rename", "os.mkdir")
        and caller is not None
        and caller.f_globals.get("__name__") == "importlib._bootstrap_external"
    )


def _is_inquiry():
    return any(frame.f_globals.get("__name__") in _INQUIRING for frame in _frames())


def _is_logging():
    """Tell whether the project's log is set up or written, wherever that goes to."""
    return any(str(frame.f_globals.get("__name__")).split(".")[0] == "logging" for frame in _frames())


outside = Outside()
