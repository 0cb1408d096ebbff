"""What the bridge says when it cannot do what was asked."""

from enum import Enum


class Reason(str, Enum):
    """The reasons of the protocol; the reference documentation says what each one means."""

    PROTOCOL_MISMATCH = "ProtocolMismatch"
    ALEMBIC_NOT_FOUND = "AlembicNotFound"
    PROJECT_NOT_FOUND = "ProjectNotFound"
    CONFIG_NOT_FOUND = "ConfigNotFound"
    PROJECT_ERROR = "ProjectError"
    BROKEN_HISTORY = "BrokenHistory"
    UNKNOWN_REVISION = "UnknownRevision"
    AMBIGUOUS_REVISION = "AmbiguousRevision"
    MULTIPLE_HEADS = "MultipleHeads"
    UNREACHABLE_TARGET = "UnreachableTarget"
    INVALID_URL = "InvalidUrl"
    CONNECTION_FAILED = "ConnectionFailed"
    AUTHENTICATION_FAILED = "AuthenticationFailed"
    WRONG_DATABASE = "WrongDatabase"
    LOCK_TIMEOUT = "LockTimeout"
    STATEMENT_TIMEOUT = "StatementTimeout"
    CANCELLED = "Cancelled"
    STATEMENT_FAILED = "StatementFailed"
    UNFORESEEN_STATEMENT = "UnforeseenStatement"
    WRITERS_CANNOT_WAIT = "WritersCannotWait"
    DATABASE_BUSY = "DatabaseBusy"
    PLAN_CHANGED = "PlanChanged"
    DOWNGRADE_MISSING = "DowngradeMissing"
    BACKUP_NOT_EQUAL = "BackupNotEqual"
    REACHES_OUTSIDE = "ReachesOutside"


class Refusal(Exception):
    """An expected trouble: a reason, a message in whole sentences, and the fields that go with it."""

    def __init__(self, reason, message, **fields):
        super().__init__(message)
        self.reason = reason
        self.message = message
        self.fields = fields

    def adding(self, **fields):
        """Return this refusal with more fields; those that it already has stay."""
        known = {name: value for name, value in fields.items() if value is not None}
        return Refusal(self.reason, self.message, **{**known, **self.fields})

    def as_error(self):
        """Return the ``error`` object of the protocol."""
        present = {name: value for name, value in self.fields.items() if value is not None}
        return {"reason": self.reason.value, "message": self.message, **present}
