"""The graph of revision files, and what can be wrong with it."""

from alembic.script.revision import RevisionError
from alembic.util import CommandError

from . import internals
from .failures import broken_history
from .garbage import loading
from .refusal import Reason, Refusal


class History:
    """Watches a script directory load its revision files.

    Alembic only warns of two files with the same revision and lets the last one win; a missing one is a
    KeyError to it.
    """

    def __init__(self, scripts):
        self.scripts = scripts
        self._raised_by_file = None
        internals.read_through(scripts, self._checked)

    def load(self):
        """Read the revision files; raises a Refusal (BrokenHistory), or what a revision file raised."""
        try:
            with loading():
                self.scripts.get_heads()
        except Refusal:
            raise
        except Exception as error:
            if error is self._raised_by_file:
                raise
            raise broken_history(error) from error

    def _checked(self, read):
        files, names, wanted = {}, set(), []
        for script in self._revisions(read):
            if script.revision in files:
                raise _broken(
                    f"{files[script.revision]} and {script.path} are both revision {script.revision}"
                )
            files[script.revision] = script.path
            names.update((script.revision, *script.branch_labels))
            wanted += [(script.path, down) for down in internals.down_revisions(script)]
            yield script
        for path, down in wanted:
            if down not in names:
                raise _broken(f"{path} names the down revision {down}, which no file has")

    def _revisions(self, read):
        try:
            yield from read()
        except (CommandError, RevisionError) as error:
            raise broken_history(error) from error
        except Exception as error:
            self._raised_by_file = error
            raise


def contains(scripts, revision):
    """Tell whether the project has this very revision; a prefix of one does not count."""
    found = internals.find_whole(scripts, revision)
    return found is not None and found.revision == revision


def _broken(what):
    return Refusal(
        Reason.BROKEN_HISTORY,
        f"The revision files do not form a history: {what}. Repair it in the project's repository.",
    )
