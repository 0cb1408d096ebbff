"""What was looked at is what runs: there may be hours, or another try, between a look at code and its run."""

import hashlib

from .refusal import Reason, Refusal


class Contents:
    """The files of a plan that a run reads again, as they were when they were looked at."""

    def __init__(self):
        self._env_py = None
        self._revisions = {}
        self._read = {}

    def keep_env_py(self, file):
        """Keep what env.py is now."""
        self._env_py = digest_of(file)

    def keep_revisions(self, digests):
        """Keep the planned revisions' digests, by revision."""
        self._revisions = dict(digests)

    def keep_read(self, digests):
        """Keep the digests of the files that the revisions read, by path."""
        self._read = dict(digests)

    def require_env_py(self, file):
        """Raise a Refusal (PlanChanged) if env.py is another one."""
        if self._env_py is not None:
            _require(file, self._env_py)

    def require_revisions(self, scripts):
        """Raise a Refusal (PlanChanged) if a revision's file, wherever it is now, is another one."""
        for script in scripts:
            if script.revision in self._revisions:
                _require(script.path, self._revisions[script.revision])

    def require_read(self):
        """Raise a Refusal (PlanChanged) if a file is another one that the revisions read."""
        for file, digest in self._read.items():
            _require(file, digest)


def digest_of(file):
    """Return the SHA-256 of a file's bytes (hex)."""
    digest = hashlib.sha256()
    with open(file, "rb") as source:
        for block in iter(lambda: source.read(1024 * 1024), b""):
            digest.update(block)
    return digest.hexdigest()


def _require(file, digest):
    try:
        if digest_of(file) == digest:
            return
        what = "has other contents than"
    except OSError as error:
        what = f"cannot be read ({error.strerror}), as it could"
    raise Refusal(
        Reason.PLAN_CHANGED,
        f"The file {file} {what} when the plan was made. Nothing was run of what has changed. Plan again.",
    )
