"""The text of a statement that is on its way to the driver."""

import re

_FORMATS_WITH_PERCENT = ("format", "pyformat")
# SQLAlchemy leaves no parenthesis in a name. All in one pass: what is doubled only looks like a placeholder.
_PLACEHOLDERS = r"(?P<doubled>%%)|%\((?P<name>[^)]*)\)s|%s"
_FORMATTED = re.compile(_PLACEHOLDERS)
# This driver leaves alone what is in quotes, so SQLAlchemy doubles no percent sign there.
_KNOWS_QUOTES = "pg8000"
_QUOTED = r"""(?P<quoted>\bE'(?:[^'\\]|\\.)*'|'[^']*'|"[^"]*"|--[^\n]*|\$\$.*?\$\$)"""
_FORMATTED_BUT_QUOTED = re.compile(f"{_QUOTED}|{_PLACEHOLDERS}", re.DOTALL)


def text_of(statement, context, dialect):
    """Return the statement as the server will get it: a text that its parser takes.

    What SQLAlchemy compiles itself for drivers that format it has their placeholders, and doubled percent
    signs. The placeholders become ``$1``, ``$2`` and so on, one for each name; most drivers would send those.
    """
    text = statement.strip().rstrip(";")
    compiled = context is not None and context.compiled is not None
    if not compiled or dialect.paramstyle not in _FORMATS_WITH_PERCENT or "%" not in text:
        return text
    numbers = {}

    def as_sent(found):
        kind = found.lastgroup
        if kind == "quoted":
            return found.group()
        if kind == "doubled":
            return "%"
        # Without a name each is one of its own.
        key = found.group("name") if kind == "name" else found.start()
        return f"${numbers.setdefault(key, len(numbers) + 1)}"

    formatted = _FORMATTED_BUT_QUOTED if dialect.driver == _KNOWS_QUOTES else _FORMATTED
    return formatted.sub(as_sent, text)
