"""Reads exceptions: what led to what, and which line of the project it was."""

import os
import traceback
from typing import NamedTuple

from . import row_values

DETAIL_LENGTH = 4000
_INSTALLED = (os.sep + "site-packages" + os.sep, os.sep + "dist-packages" + os.sep)


class Place(NamedTuple):
    """A line of a file of the project."""

    file: str
    line: int


def chain(error):
    """Return the exception, and then all that caused it or that it was raised over, each once."""
    found, waiting = [], [error]
    while waiting:
        current = waiting.pop(0)
        if current is None or any(current is known for known in found):
            continue
        found.append(current)
        waiting += getattr(current, "exceptions", ()) or ()
        waiting += [getattr(current, "orig", None), current.__cause__, current.__context__]
        waiting = [each for each in waiting if isinstance(each, BaseException)]
    return found


def find(error, kind):
    """Return the first exception of that kind in the chain, or None."""
    return next((each for each in chain(error) if isinstance(each, kind)), None)


def class_name(error):
    """Return the name of the exception's class, with its module unless it is built in."""
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else kind.__module__ + "." + kind.__qualname__


def words(error):
    """Return what the exception says, without values of rows."""
    return row_values.without(str(error), chain(error))


def detail(error):
    """Return the end of the traceback, without the values of the statements' parameters and of rows."""
    errors = chain(error)
    for each in errors:
        if hasattr(each, "hide_parameters"):
            each.hide_parameters = True
    trace = traceback.TracebackException.from_exception(error)
    text = row_values.without("".join(trace.format()).strip(), errors)
    if len(text) > DETAIL_LENGTH:
        # Then the project's own lines matter more than those of what it calls, and than what led to the
        # error.
        own = [frame for frame in trace.stack if not any(part in frame.filename for part in _INSTALLED)]
        trace.stack = traceback.StackSummary.from_list(own)
        trace.__cause__ = trace.__context__ = None
        text = row_values.without("".join(trace.format()).strip(), errors)
    return text[-DETAIL_LENGTH:]


def place(error, root, revision_file=None):
    """Return the deepest line of the revision file on the way to the error, else of a file below root."""
    for wanted in (_same_as(revision_file), _below(root)):
        for each in chain(error):
            found = _deepest(each, wanted)
            if found:
                return found
    return None


def passes_through(error, *packages):
    """Tell whether code of one of these packages was running when the exception was raised."""
    modules = (
        str(frame.f_globals.get("__name__", ""))
        for each in chain(error)
        for frame, _ in traceback.walk_tb(each.__traceback__)
    )
    return any(module == name or module.startswith(name + ".") for module in modules for name in packages)


def _deepest(error, wanted):
    if isinstance(error, SyntaxError) and error.filename and wanted(error.filename):
        return Place(error.filename, error.lineno or 1)
    found = None
    for frame, line in traceback.walk_tb(error.__traceback__):
        if wanted(frame.f_code.co_filename):
            found = Place(frame.f_code.co_filename, line)
    return found


def _same_as(file):
    real = file and os.path.realpath(file)
    return lambda candidate: real is not None and os.path.realpath(candidate) == real


def _below(root):
    prefix = os.path.join(os.path.realpath(root), "")

    def wanted(candidate):
        real = os.path.realpath(candidate)
        return (
            real.startswith(prefix) and os.path.isfile(real) and not any(part in real for part in _INSTALLED)
        )

    return wanted
