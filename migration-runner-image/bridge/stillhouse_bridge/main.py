"""The command line of the bridge."""

import argparse
import contextlib
import importlib
import os
import socket
import sys

from .dispatcher import Dispatcher
from .front import Front
from .garbage import loading
from .leaf import Leaf
from .signals import Signals
from .user import give_name


def main(argv=None):
    """Serve one runner on the given socket until it hangs up."""
    parser = argparse.ArgumentParser(prog="stillhouse-bridge", description=main.__doc__)
    parser.add_argument("--socket", required=True, help="path of the Unix socket to listen on")
    arguments = parser.parse_args(argv)
    signals = Signals()
    _keep_standard_streams_free()
    _forget_own_folder()
    give_name()
    dispatcher = Dispatcher()
    front = Front(dispatcher, signals, Leaf(dispatcher).serve)
    with _listening(arguments.socket) as listener:
        import_ahead()
        front.accept_one(listener)
    while True:
        front.serve_one()


@contextlib.contextmanager
def _listening(path):
    """Listen on a Unix socket that every user may open while the block runs; clients wait to be accepted."""
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        # The runner is often another user of the same pod.
        listener.bind(path)
        os.chmod(path, 0o777)
        listener.listen(1)
        yield listener


def import_ahead():
    """Import Alembic and SQLAlchemy while the runner is starting; ``open`` tells if that is not possible."""
    with contextlib.suppress(Exception), loading():
        importlib.import_module(".project", __package__)


def _keep_standard_streams_free():
    """Send what the project prints to standard error, and let nothing wait for a person to type.

    The runner's standard output carries only JSON.
    """
    sys.stdout.flush()
    os.dup2(2, 1)
    sys.stdout.reconfigure(line_buffering=True)
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)


def _forget_own_folder():
    """Take our folder off ``sys.path``, where Python put it first: it could shadow the project's modules."""
    own = os.path.realpath(os.path.join(os.path.dirname(__file__), os.pardir))
    sys.path[:] = [entry for entry in sys.path if os.path.realpath(entry or os.curdir) != own]
