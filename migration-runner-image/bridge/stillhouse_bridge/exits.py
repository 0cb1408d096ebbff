"""The ends of a process that env.py may choose: bare Alembic would exit with the code that it names."""

import contextlib
import os


def is_success(error):
    """Tell whether this is an exit with the code of success."""
    return isinstance(error, SystemExit) and error.code in (None, 0)


@contextlib.contextmanager
def exits_noticed(ended_well):
    """Call ``ended_well()`` before the block's process ends by ``os._exit(0)``, which no handler would see.

    The children of the project leave in this way too.
    """
    leave = os._exit

    def noticed(code):
        if code == 0:
            ended_well()
        leave(code)

    os._exit = noticed
    try:
        yield
    finally:
        os._exit = leave
