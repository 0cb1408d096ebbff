"""Alembic's offline mode, watched: what it cannot show truthfully is noticed instead of shown."""

import copy
import os
import sys

from sqlalchemy import text
from sqlalchemy.inspection import _inspects
from sqlalchemy.schema import DDLElement

# Of one step; a statement of this size is data, and nobody reads it.
LIMIT = 16 * 1024 * 1024

_ASKED = "it asks whether it runs offline, so with a connection it may do something else"
_UNKNOWN = "and what it would do with a real one is not known"


class NotRendered(BaseException):
    """Stops a step, or env.py, that offline mode cannot show.

    Not an Exception: revisions and env.py that catch those, or try again, are not to go on.
    """


class Watch:
    """Keeps the statements of the step that is running, and the first thing that makes them untrue."""

    def __init__(self):
        self.statements = []
        self.why = None
        self.line = None
        self.reaches = []
        self._file = None
        self._size = 0
        self._unread = []

    def begin(self, file):
        """Watch a step from now on; its revision file is ``file``."""
        self.statements, self.why, self.line, self._size = [], None, None, 0
        self.reaches, self._unread = [], []
        self._file = os.path.realpath(file)

    def end(self):
        """Let go of the step: what Alembic emits between steps is not the project's."""
        self._file = None
        if self._unread and self.why is None:
            self.why, self.line = f"it asks for the database connection, {_UNKNOWN}", self._unread[0][1]

    def stand_in(self):
        """Return what a revision gets in place of the connection."""
        dialect = _StandIn(self, name="postgresql")
        engine = _StandIn(self, dialect=dialect, name="postgresql")
        connection = _StandIn(self, dialect=dialect, engine=engine)
        self._unread.append((connection, self._line()))
        return connection

    def read(self, stand_in):
        """Remember that the revision wants to know of this one what is known."""
        self._unread = [each for each in self._unread if each[0] is not stand_in]

    @property
    def active(self):
        """Whether a step is running."""
        return self._file is not None

    def add(self, statement):
        """Keep a statement of the step."""
        if not self.active:
            return
        self._size += len(statement)
        if self._size > LIMIT:
            self.give_up(f"it has statements of more than {LIMIT // 1024 // 1024} MiB")
        self.statements.append(statement)

    def give_up(self, why):
        """Stop the step, or env.py if none is running."""
        if self.why is None:
            self.why, self.line = why, self._line()
        raise NotRendered(why)

    def reach(self, what):
        """Remember that the step reaches outside, and stop it, or env.py if none is running."""
        if self.active and what not in self.reaches:
            if not self.reaches:
                self.why, self.line = None, None
            self.reaches.append(what)
        self.give_up(f"it {what}")

    def _line(self):
        frame = sys._getframe(2)
        while self.active and frame is not None:
            if os.path.realpath(frame.f_code.co_filename) == self._file:
                return frame.f_lineno
            frame = frame.f_back
        return None


def watch_environment(environment, watch):
    """Let the watch see whether a revision asks for the mode, where env.py may."""
    ask = environment.is_offline_mode

    def is_offline_mode():
        if watch.active:
            watch.give_up(_ASKED)
        return ask()

    # The functions of alembic.context look this up on the object.
    environment.is_offline_mode = is_offline_mode


def watch_context(context, watch):
    """Let the watch see every statement of this offline context, and every look at its connection."""
    context.dialect = context.impl.dialect = _dialect_like(context.dialect, watch)
    context.on_version_apply_callbacks = ()
    for each, kind in ((context, _Context), (context.impl, _Impl)):
        each.output_buffer = Discarded()
        each.__class__ = type(type(each).__name__, (kind, type(each)), {"_watch": watch})


def _dialect_like(original, watch):
    # A copy: the original may be an engine's.
    kind = type(original)
    dialect = object.__new__(type(kind.__name__, (_Dialect, kind), {"_watch": watch}))
    dialect.__dict__.update(original.__dict__)
    return _unescaped(dialect)


class Discarded:
    """A file that keeps nothing."""

    def write(self, _):
        """Forget the text."""

    def flush(self):
        """Do nothing."""


class _Watched:
    """What both of Alembic's objects have that a revision may ask; Alembic itself may always."""

    @property
    def as_sql(self):
        if self._watch.active and not _asked_by("alembic"):
            self._watch.give_up(_ASKED)
        return True

    @property
    def connection(self):
        if self._watch.active and not _asked_by("alembic"):
            return self._watch.stand_in()
        return self.__dict__["connection"]

    @property
    def bind(self):
        return self._watch.stand_in() if self._watch.active else self.__dict__["connection"]


class _Context(_Watched):
    def get_current_heads(self):
        if self._watch.active:
            self._watch.give_up("it reads the version rows, which are others in a real run")
        return super().get_current_heads()


class _Dialect:
    """What only a server can tell; SQLAlchemy itself may go without."""

    @property
    def server_version_info(self):
        return self._of_server("version")

    @property
    def default_schema_name(self):
        return self._of_server("default schema")

    def _of_server(self, what):
        if self._watch.active and not _asked_by("sqlalchemy", "alembic"):
            self._watch.give_up(f"it asks for the {what} of the server, which is not known")


class _Impl(_Watched):
    def _exec(self, construct, execution_options=None, multiparams=None, params=None):
        if not self._watch.active:
            return
        if multiparams or params:
            self._watch.give_up("it passes values beside a statement")
        self._watch.add(_written_out(construct, self.dialect, self._watch.give_up))

    def emit_begin(self):
        self._watch.add("BEGIN")

    def emit_commit(self):
        self._watch.add("COMMIT")


def offline_dialect(dialect):
    """Return the dialect of a real connection as offline mode writes its statements."""
    return _unescaped(copy.copy(dialect))


def statement_text(construct, dialect):
    """Return the statement as it would be rendered for an ``offline_dialect``; raises NotRendered."""

    def give_up(why):
        raise NotRendered(why)

    return _written_out(construct, dialect, give_up)


def _written_out(construct, dialect, give_up):
    construct = text(construct) if isinstance(construct, str) else construct
    if isinstance(construct, DDLElement):
        return str(construct.compile(dialect=dialect)).strip()
    # Where there is no value yet, SQLAlchemy would write NULL.
    for bind in construct.compile(dialect=dialect).binds.values():
        if bind.required and bind.callable is None:
            give_up(f"it gives no value for the parameter {bind.key}")
    compiled = construct.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
    if compiled.prefetch:
        columns = ", ".join(str(column) for column in compiled.prefetch)
        give_up(f"it leaves a value to be computed when it runs (for {columns})")
    return str(compiled).strip()


def _unescaped(dialect):
    """Return the dialect, which is a copy, without what is for statements on their way through a driver."""
    dialect.identifier_preparer = dialect.preparer(dialect)
    dialect._backslash_escapes = False
    dialect.identifier_preparer._double_percents = False
    return dialect


class _StandIn:
    """Stands for the connection that offline mode does not have: it only tells which database it is of."""

    def __init__(self, watch, **known):
        object.__setattr__(self, "_known", (watch, known))

    def __getattribute__(self, name):
        watch, known = object.__getattribute__(self, "_known")
        if name not in known:
            watch.give_up(f"it uses the database connection ({name}), {_UNKNOWN}")
        watch.read(self)
        return known[name]


@_inspects(_StandIn)
def _inspect(stand_in):
    # SQLAlchemy looks at the type, not at the object.
    return stand_in.inspect


def _asked_by(*packages):
    frame = sys._getframe(2)
    while frame.f_globals is globals():
        frame = frame.f_back
    return str(frame.f_globals.get("__name__")).split(".")[0] in packages
