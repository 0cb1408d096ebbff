"""Keeps the values of rows, which PostgreSQL repeats in its errors, from what is told of an error.

Which table, column and constraint it was may be known, what stood there may not: reports, events and logs
are read by others than the database is.
"""

import re

from . import server_message

HIDDEN = "***"
LEFT_OUT = "(left out, as it may hold values of rows)"

# What the server details, or hints at, here are names, sessions and limits. Everywhere else it may be a row.
_DETAILS_OF_NAMES = ("08", "0A", "25", "28", "2B", "3D", "3F", "40", "42", "53", "54", "55", "57", "58")
# Data that is not what it should be, and what functions in other languages raised over it.
_MESSAGES_OF_VALUES = ("22", "38", "39")

# Of text that is read as a statement; others, such as tsquery's, repeat values.
_SYNTAX = "42601"
_SYNTAX_OF_STATEMENT = "syntax error at or near "
# A name in these may have been made from a row: cast to regclass, or formatted into a statement.
_NAMES = "42"
_PUT_TOGETHER = re.compile(r"^(?:PL/pgSQL|SQL)\b", re.MULTILINE)

# What stands before a quoted name; before a quoted value is a colon, or nothing that says what it is.
_NAMED = re.compile(
    r"\b(aggregate|class|collation|column|configuration|constraint|conversion|database|dictionary|directory|domain"
    r"|encoding|enum|extension|family|file|for|function|index|language|method|near|operator|option|parameter"
    r"|policy|procedure|publication|relation|role|rule|schema|sequence|server|subscription|table|tablespace"
    r"|template|trigger|type|user|variable|view|wrapper) $"
)
_OPENING = re.compile("[\"'\u00ab\u00bb\u201e\u201c]")
_CLOSING = re.compile("[\"'\u00ab\u00bb\u201c\u201d]")
_BARE = re.compile(r"(\bvalue )-?\d[\d.]*|\b0x[0-9a-fA-F]+(?: 0x[0-9a-fA-F]+)*")
_PLACE = re.compile(
    r"PL/pgSQL function [^\n\"]+ line \d+ at [\w /.]+$|COPY [^:\"]+, line \d+(?:, column [^:\"]+)?"
)

# As the server words it, where nothing else is known of the text.
_KEY = re.compile(r"(\bkey \([^\n]*?\))=\([^\n]*\)", re.IGNORECASE)
_ROW = re.compile(r"(\b(?:row|values) contains? )\([^\n]*\)", re.IGNORECASE)
# asyncpg's own check of what it is to send.
_ARGUMENT = re.compile(r"(\binvalid input for query argument \$\d+[^:\n]*: )[^\n]*")


def told(message):
    """Return what may be told of the server's message, in one line."""
    parts = [_primary(message)]
    names = [
        f"{kind} {name}"
        for kind, name in (
            ("table", message.table),
            ("column", message.column),
            ("constraint", message.constraint),
        )
        if name and f'"{name}"' not in message.primary
    ]
    if names:
        parts.append(f"({', '.join(names)})")
    if message.detail and _may_be_detailed(message):
        parts.append(message.detail)
    if message.hint and _may_be_detailed(message):
        parts.append(message.hint)
    parts += _places(message)
    return " ".join(" ".join(parts).split())


def left_out(message):
    """Tell whether that is less than the server said."""
    return _primary(message) != message.primary or bool(
        (message.detail or message.hint) and not _may_be_detailed(message)
    )


def without(text, errors):
    """Return the text without the values that the server repeated in these exceptions."""
    for each, instead in sorted(_replacements(errors), key=lambda pair: -len(pair[0])):
        text = text.replace(each, instead)
    return unlabelled(text)


def unlabelled(text):
    """Return the text without what looks like a row in the server's words."""
    text = _KEY.sub(r"\g<1>=(" + HIDDEN + ")", text)
    text = _ROW.sub(r"\g<1>(" + HIDDEN + ")", text)
    return _ARGUMENT.sub(r"\g<1>" + HIDDEN, text)


def _replacements(errors):
    for error in errors:
        message = server_message.read(error)
        if message is None:
            continue
        yield str(error).strip(), told(message)
        yield message.primary, _primary(message)
        if not _may_be_detailed(message):
            yield from ((line, LEFT_OUT) for line in _lines(message.detail) + _lines(message.hint))
        yield from ((line, _place(line) or LEFT_OUT) for line in _lines(message.context))


def _lines(text):
    # Each by itself: who repeats them may indent them.
    return [line for line in (each.strip() for each in (text or "").splitlines()) if len(line) > 1]


def _may_be_detailed(message):
    return message.sql_state.startswith(_DETAILS_OF_NAMES) and not _may_be_of_a_row(message)


def _places(message):
    return [place for place in map(_place, _lines(message.context)) if place]


def _place(line):
    found = _PLACE.match(line)
    return found and found.group()


def _primary(message):
    text = message.primary
    if _may_be_of_a_row(message):
        # Names too: they were made from it.
        return _masked(text, named=False)
    return _masked(text) if message.sql_state.startswith(_MESSAGES_OF_VALUES) else text


def _may_be_of_a_row(message):
    if message.sql_state == _SYNTAX and not message.primary.startswith(_SYNTAX_OF_STATEMENT):
        return True
    return message.sql_state.startswith(_NAMES) and bool(_PUT_TOGETHER.search(message.context or ""))


def _masked(text, named=True):
    """Return the text without what is quoted in it, from the first that is no name to the last."""
    text = _BARE.sub(lambda found: (found.group(1) or "") + HIDDEN, text)
    begin = 0
    while True:
        opening = _OPENING.search(text, begin)
        closing = opening and _CLOSING.search(text, opening.end())
        if not opening:
            return text
        if not closing:
            return text[: opening.end()] + HIDDEN
        if not named or not _NAMED.search(text, 0, opening.start()):
            break
        begin = closing.end()
    last = [found.start() for found in _CLOSING.finditer(text, opening.end())][-1]
    return text[: opening.end()] + HIDDEN + text[last:]
