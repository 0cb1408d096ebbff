"""``open``: makes a project ready without importing anything of it."""

import os
import platform
import sys

from . import PROTOCOL
from .refusal import Reason, Refusal


def open_project(request, events):
    """Return the project and the result of ``open``.

    Raises a Refusal: ProjectNotFound, AlembicNotFound or ConfigNotFound.
    """
    _enter(request.path)
    versions = _versions()
    from .project import Project

    return Project.prepare(request, events), {
        "protocol": PROTOCOL,
        "python": platform.python_version(),
        **versions,
    }


def _enter(path):
    try:
        os.chdir(path)
    except OSError as error:
        raise Refusal(
            Reason.PROJECT_NOT_FOUND,
            f"The project folder {path} cannot be entered: {error.strerror}. "
            "Name the folder of the image in which you would run alembic.",
        ) from error


def _versions():
    try:
        import alembic
        import sqlalchemy
    except ImportError as error:
        raise Refusal(
            Reason.ALEMBIC_NOT_FOUND,
            f"The interpreter {sys.executable} cannot import Alembic: {error}. "
            "Install Alembic in it or name the interpreter that has it.",
        ) from error
    return {"alembic": alembic.__version__, "sqlalchemy": sqlalchemy.__version__}
