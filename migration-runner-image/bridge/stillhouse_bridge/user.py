"""A name for the user that a container runs as, where its image knows none.

A pod may run as any number. Applications ask for the user's name and home, for a default in their settings or
for a log, and fail where nobody has given one.
"""

import os
import pwd

_NAME = "stillhouse"
_HOME = "/tmp"


def give_name():
    """Let Python find an entry for this process's user, if the image has none; its children find the names.

    What asks the C library (a program) still finds no entry: only the image's /etc/passwd could help, and to
    mount another one over it would take away the names that it has.
    """
    try:
        pwd.getpwuid(os.getuid())
        return
    except KeyError:
        pass
    if os.environ.get("HOME", "/") == "/":
        os.environ["HOME"] = _HOME
    for name in ("USER", "LOGNAME"):
        os.environ.setdefault(name, _NAME)
    user, find = os.getuid(), pwd.getpwuid
    entry = pwd.struct_passwd((os.environ["USER"], "x", user, os.getgid(), "", os.environ["HOME"], "/bin/sh"))

    def getpwuid(number):
        return entry if number == user else find(number)

    pwd.getpwuid = getpwuid
