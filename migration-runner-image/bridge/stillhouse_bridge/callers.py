"""Who is asking: env.py itself, or something that is imported."""

import os
import sys
import threading

_IMPORT = "<frozen importlib"


class OwnThreads:
    """The threads that work for a block, and not for something that was there before."""

    def __init__(self):
        here = threading.get_ident()
        self._others = {thread.ident for thread in threading.enumerate()} - {here}

    def has_current(self):
        """Tell whether the thread that asks is one of them."""
        return threading.get_ident() not in self._others


def is_called_by(file):
    """Tell whether this file is at work in this thread, and not an import that it does.

    Where the file is not to be seen at all, as in a thread of its own making, it is enough that nothing is
    being imported.
    """
    wanted = os.path.realpath(file)
    for frame in _frames():
        name = frame.f_code.co_filename
        if name.startswith(_IMPORT):
            return False
        if os.path.basename(name) == os.path.basename(wanted) and os.path.realpath(name) == wanted:
            return True
    return True


def _frames():
    """Yield the frames from here outwards, through the greenlets by which SQLAlchemy bridges to asyncio."""
    greenlets = sys.modules.get("greenlet")
    greenlet = greenlets and greenlets.getcurrent()
    frame = sys._getframe(1)
    while True:
        while frame:
            yield frame
            frame = frame.f_back
        greenlet = greenlet and greenlet.parent
        if not greenlet:
            return
        frame = greenlet.gr_frame
