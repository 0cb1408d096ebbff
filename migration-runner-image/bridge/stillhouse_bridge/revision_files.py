"""Alembic loads all revision files whenever it looks at one: nothing of them may reach outside then.

env.py may: it runs before a plan in order to find the database, as bare Alembic would run it.
"""

import os

from .internals import read_all_through
from .outside import outside


class Loads:
    """What each revision file tried and read when it was loaded, however often that was."""

    def __init__(self):
        self._tried = {}
        self._read = {}

    def install(self):
        """Watch every script directory, the ones that Alembic's own commands make too."""
        read_all_through(self._watched)

    def _watched(self, read, scripts):
        revisions = read(scripts)
        while True:
            # A module that it imports, or an application's, may start threads of its own.
            with outside.shut(threads=True) as look:
                script = next(revisions, None)
            if script is None:
                return
            self._remember(script.path, look)
            yield script

    def tried(self, file):
        """Return what this file tried and went on without."""
        return self._tried.get(os.path.realpath(file), [])

    def read(self, file):
        """Return the files that were read, and modules that were imported, when this one was loaded."""
        return self._read.get(os.path.realpath(file), set())

    def _remember(self, file, look):
        # What it imports is loaded once in a process, and so it tries only once.
        name = os.path.realpath(file)
        if look.tried:
            known = self._tried.setdefault(name, [])
            known += [what for what in look.tried if what not in known]
        self._read.setdefault(name, set()).update(look.read)


loads = Loads()
