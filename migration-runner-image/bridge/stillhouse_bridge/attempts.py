"""What an audit event of the interpreter means: what is about to happen beyond the process."""

import os
import tempfile
from typing import NamedTuple

_LONGEST = 120
_CHANGING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# Nothing is kept that is written there.
_STREAMS = ("/dev/null", "/dev/tty", "/dev/stdout", "/dev/stderr")


class Places(NamedTuple):
    """Folders, all of them real paths: what lies in ``temporary`` and not in ``project`` is nobody's."""

    temporary: str
    project: str

    @classmethod
    def of(cls, project):
        """Return those of the project in this folder."""
        return cls(os.path.realpath(tempfile.gettempdir()), os.path.realpath(project))

    def is_nobodys(self, path):
        """Tell whether what lies there is gone when the process is."""
        return is_below(path, self.temporary) and not is_below(path, self.project)


def is_below(path, folder):
    """Tell whether a real path is this folder or lies in it."""
    return path == folder or path.startswith(os.path.join(folder, ""))


def attempt(event, arguments, places):
    """Return what an event of ``MEANINGS`` says is about to happen, or None if it stays within the process.

    It is the rest of a sentence that begins with "it".
    """
    return MEANINGS[event](places, *arguments)


def shortened(text):
    """Return the text on one line that is not long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def opened_to_read(arguments):
    """Return the path that an ``open`` event is about, or None if it is to be written, or has no name."""
    path, mode, flags = arguments
    return None if isinstance(path, int) or path is None or _writes(mode, flags) else os.fsdecode(path)


def _writes(mode, flags):
    return bool((flags or 0) & _CHANGING) or (isinstance(mode, str) and any(each in mode for each in "wax+"))


def _connects(_, sock, address=None):
    return None if address is None else f"connects to {_address(address)}"


def _listens(_, sock, address):
    return f"listens on {_address(address)}"


def _looks_up(_, host, port, *more):
    return f"connects to {_address((host, port))}" if host and port else None


def _address(address):
    if isinstance(address, tuple) and len(address) >= 2:
        host, port = (os.fsdecode(each) if isinstance(each, bytes) else each for each in address[:2])
        return f"[{host}]:{port}" if ":" in str(host) else f"{host}:{port}"
    return os.fsdecode(address) if isinstance(address, (str, bytes)) else str(address)


def _starts(_, executable, arguments, *more):
    return f"starts a process: {shortened(_command(arguments) or _command(executable))}"


def _spawns(places, mode, path, arguments, *more):
    return _starts(places, path, arguments)


def _commands(_, command):
    return f"starts a process: {shortened(_command(command))}"


def _forks(_):
    return "starts a process: a copy of itself"


def _command(words):
    if isinstance(words, (str, bytes, os.PathLike)):
        return os.fsdecode(words)
    return " ".join(os.fsdecode(word) for word in words or ())


def _signals(_, process, signal):
    return f"sends signal {int(signal)} to process {process}"


def _opens(places, path, mode, flags):
    return _touches("writes the file", places, path) if _writes(mode, flags) else None


def _opens_sqlite(_, database):
    name = os.fsdecode(database) if isinstance(database, (str, bytes, os.PathLike)) else str(database)
    return None if name in ("", ":memory:") else f"opens the SQLite database {name}"


def _removes(places, path, folder=-1):
    return _touches("removes", places, path, folder)


def _renames(places, source, target, source_folder=-1, target_folder=-1):
    return _touches("renames", places, source, source_folder) or _touches(
        "replaces", places, target, target_folder
    )


def _links(places, source, target, *folders):
    return _touches("writes the link", places, target)


def _changes(places, path, *more):
    return _touches("changes", places, path)


def _makes(places, path, mode, folder=-1):
    # Of a folder that is there, nothing becomes of it.
    real = _real(path, folder)
    return None if real is None or os.path.isdir(real) else _touches("makes the folder", places, path, folder)


def _touches(what, places, path, folder=-1):
    real = _real(path, folder)
    if real is None or real in _STREAMS or places.is_nobodys(real):
        return None
    return f"{what} {real}"


def _real(path, folder=-1):
    """Return the real path, or None of what has no name: it was opened before."""
    if not isinstance(path, (str, bytes, os.PathLike)):
        return None
    name = os.fsdecode(path)
    if name in _STREAMS:
        return name
    if not os.path.isabs(name) and folder is not None and folder != -1:
        try:
            name = os.path.join(os.readlink(f"/proc/self/fd/{folder}"), name)
        except OSError:
            return None
    parent, last = os.path.split(os.path.abspath(name))
    # A link itself is removed or renamed, and not what it leads to.
    return os.path.join(os.path.realpath(parent), last)


# By event, the function of the places and of the event's arguments.
MEANINGS = {
    "socket.connect": _connects,
    "socket.sendto": _connects,
    "socket.sendmsg": _connects,
    "socket.bind": _listens,
    "socket.getaddrinfo": _looks_up,
    "subprocess.Popen": _starts,
    "os.posix_spawn": _starts,
    "os.exec": _starts,
    "os.spawn": _spawns,
    "os.system": _commands,
    "os.startfile": _starts,
    "pty.spawn": _commands,
    "os.fork": _forks,
    "os.forkpty": _forks,
    "os.kill": _signals,
    "os.killpg": _signals,
    "signal.pthread_kill": _signals,
    "open": _opens,
    "sqlite3.connect": _opens_sqlite,
    "os.remove": _removes,
    "os.rmdir": _removes,
    "shutil.rmtree": _removes,
    "os.rename": _renames,
    "os.link": _links,
    "os.symlink": _links,
    "os.mkdir": _makes,
    "os.truncate": _changes,
    "os.chmod": _changes,
    "os.chown": _changes,
}

# Those by which somebody else may get to work: a server, another process.
LEAVING = frozenset(
    event
    for event, meaning in MEANINGS.items()
    if meaning in (_starts, _spawns, _commands, _forks) or event == "socket.connect"
)
