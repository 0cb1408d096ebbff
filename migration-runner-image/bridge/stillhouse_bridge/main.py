"""The command line of the bridge."""

import argparse
import contextlib
import importlib
import os
import sys

from .channel import accept_one, listening
from .dispatcher import Dispatcher
from .garbage import loading
from .leaving import leave_on_sigterm, leave_to_runner


def main(argv=None):
    """Serve one runner on the given socket until it hangs up."""
    parser = argparse.ArgumentParser(prog="stillhouse-bridge", description=main.__doc__)
    parser.add_argument("--socket", required=True, help="path of the Unix socket to listen on")
    arguments = parser.parse_args(argv)
    leave_on_sigterm()
    _keep_standard_output_free()
    _forget_own_folder()
    with listening(arguments.socket) as listener:
        _import_ahead()
        dispatcher = Dispatcher(accept_one(listener))
    leave_to_runner()
    while True:
        dispatcher.serve_one()


def _import_ahead():
    """Import Alembic and SQLAlchemy while the runner is starting; ``open`` tells if that is not possible."""
    with contextlib.suppress(Exception), loading():
        importlib.import_module(".project", __package__)


def _keep_standard_output_free():
    """Send what the project prints to standard error: the runner's standard output carries only JSON."""
    sys.stdout.flush()
    os.dup2(2, 1)
    sys.stdout.reconfigure(line_buffering=True)


def _forget_own_folder():
    """Take our folder off ``sys.path``, where Python put it first: it could shadow the project's modules."""
    own = os.path.realpath(os.path.join(os.path.dirname(__file__), os.pardir))
    sys.path[:] = [entry for entry in sys.path if os.path.realpath(entry or os.curdir) != own]
