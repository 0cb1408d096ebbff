"""What to do about errors of a project that come from how it is run rather than from what it is."""

import errno
import os
import re
import traceback

from . import traces

_USER = "spec.execution.podTemplate.project.securityContext.runAsUser"
_BACKGROUND = re.compile(r"\(Background on this error at: [^)]*\)")


def one_line(error):
    """Return the error's own words on one line, without the values that it was given."""
    is_pydantic = hasattr(error, "errors") and hasattr(error, "error_count")
    text = _validation(error) if is_pydantic else traces.words(error)
    return " ".join(_BACKGROUND.sub("", text).split()).rstrip(".")


def advice_for(error):
    """Return a sentence that says what to do, or an empty text."""
    for each in traces.chain(error):
        if isinstance(each, KeyError) and _is_of_environment(each):
            return (
                f"The environment variable {each.args[0]} is not set: set it in spec.project.env, or, if it "
                "holds the URL of the database, name it in spec.project.urlVariable."
            )
        if type(each).__name__ == "ValidationError" and "Field required" in str(each):
            return "If these are settings, set them as environment variables in spec.project.env."
        if isinstance(each, OSError) and each.errno == errno.EROFS:
            return (
                "The container's file system is read-only but for /tmp: let the project write there, or set "
                "readOnlyRootFilesystem: false, with a runAsUser who may write there, in "
                "spec.execution.podTemplate.project.securityContext."
            )
        if isinstance(each, PermissionError) and each.filename:
            return f"The container runs as user {os.getuid()}: give it access, or set {_USER}."
        if isinstance(each, RuntimeError) and str(each).startswith("Working outside of application context"):
            return (
                "env.py needs a Flask application context, which `flask db` makes and `alembic` does not: "
                "push one at the top of env.py, as in `from app import app; app.app_context().push()`, "
                "or name a function that makes one in spec.project.hook."
            )
    return ""


def _validation(error):
    # Pydantic's own text repeats the values, which may be secrets.
    found = [
        "{}: {}".format(".".join(str(part) for part in each["loc"]), each["msg"]) for each in error.errors()
    ]
    return "{}: {}".format(getattr(error, "title", "invalid"), "; ".join(found))


def _is_of_environment(error):
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    return bool(frames) and frames[-1].f_globals.get("__name__") == "os" and bool(error.args)
