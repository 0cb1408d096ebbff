"""Tells whether a statement that nobody has judged can be sent all the same: by itself it takes nothing away.

It is read as plain words, on the safe side: what is not surely harmless is not.
"""

import re

from .harmless_functions import HARMLESS_FUNCTIONS

# How many characters are looked at: enough for the first words, after a comment.
SEEN = 10_000

_NOISE = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|/\*.*?\*/""", re.DOTALL)
# Several statements, escapes, other quotes, comments in comments: who means well writes none of them.
_ESCAPES = re.compile(r"(?<!\w)[eE]'")
_UNCLEAR = re.compile(r""";|\$\w*\$|/\*|\*/""")
_SECOND_WORDS = [
    "COLUMN",
    "CONSTRAINT",
    "DATABASE",
    "DOMAIN",
    "EXTENSION",
    "FROM",
    "FUNCTION",
    "INDEX",
    "INTO",
    "MATERIALIZED",
    "OR",
    "OWNED",
    "ROLE",
    "SCHEMA",
    "SEQUENCE",
    "SERVER",
    "TABLE",
    "TRIGGER",
    "TYPE",
    "VIEW",
]
_NAME = r'(?:"(?:[^"]|"")+"|[\w$]+)'

_PLAIN = ("SET", "SHOW", "SAVEPOINT", "RELEASE", "COMMENT")
_CREATED = (
    "TABLE",
    "INDEX",
    "UNIQUE INDEX",
    "SEQUENCE",
    "TYPE",
    "DOMAIN",
    "SCHEMA",
    "VIEW",
    "EXTENSION",
    "STATISTICS",
)
_INSERTED = re.compile(rf"INSERT\s+INTO\s+{_NAME}(?:\.{_NAME})?\s*(?:\([^()]*\))?", re.IGNORECASE)
_WRITES = re.compile(r"\b(?:INTO|FOR|DELETE|UPDATE|INSERT|MERGE|TRUNCATE|DROP)\b", re.IGNORECASE)
_CALLED = re.compile(rf"({_NAME}(?:\.{_NAME})*)\s*\(")
_NOTHING_ON_CONFLICT = re.compile(
    r"\bON\s+CONFLICT\b(?:(?!\bDO\b).)*\bDO\s+NOTHING\b", re.IGNORECASE | re.DOTALL
)
_ALTERED_TABLE = re.compile(
    rf"ALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?{_NAME}(?:\.{_NAME})?\s+", re.IGNORECASE
)
_ADDING = re.compile(
    rf"\s*(?:ADD\s+COLUMN\s+(?:IF\s+NOT\s+EXISTS\s+)?{_NAME}\s"
    rf"|ALTER\s+(?:COLUMN\s+)?{_NAME}\s+SET\s+DEFAULT\s)",
    re.IGNORECASE,
)
_NEW_LABEL = re.compile(rf"ALTER\s+TYPE\s+{_NAME}(?:\.{_NAME})?\s+ADD\s+VALUE\s", re.IGNORECASE)
_DROPPED_INDEX = re.compile(r"DROP\s+INDEX\s", re.IGNORECASE)
# What else may stand before a parenthesis: words, and types that are no functions too.
_NO_CALLS = HARMLESS_FUNCTIONS | frozenset(
    """
    all and any array as bigint by cast character decimal default distinct else exists filter float from
    group having ilike in is join lateral not nullif coalesce on or order over partition precision row
    select then timestamp union using values varying when where with within
    """.split()  # noqa: SIM905
)


def is_harmless(statement):
    """Tell whether the statement surely loses nothing that is stored."""
    if "\\" in statement and _ESCAPES.search(statement):
        return False
    text = _NOISE.sub(_without_noise, statement).strip().rstrip(";").strip()
    if _UNCLEAR.search(text):
        return False
    words = [word.upper() for word in text.split(None, 5)]
    first = words[0] if words else ""
    if first in _PLAIN:
        return True
    if first == "ROLLBACK":
        return "TO" in words[1:3]
    if first == "SELECT":
        return not _WRITES.search(text) and _calls_nothing(text)
    if first == "INSERT":
        inserted = _INSERTED.match(text)
        return bool(inserted) and _inserts_only(text[inserted.end() :])
    if first == "CREATE":
        return _creates_only(text)
    if first == "ALTER":
        return bool(_NEW_LABEL.match(text)) or _adds_only(text)
    if first == "DROP":
        return bool(_DROPPED_INDEX.match(text))
    return not first


def kind(statement):
    """Return the words by which the statement begins, such as ``DROP TABLE``; neither names nor values."""
    words = plain_words(statement).upper().split(None, 2)[:2]
    if not words or not words[0].isalpha():
        return "SQL"
    return " ".join(words if words[1:] and words[1] in _SECOND_WORDS else words[:1])


def plain_words(statement):
    """Return the statement's beginning without comments and without what its literals say."""
    return _NOISE.sub(_without_noise, statement[:SEEN]).strip()


def _without_noise(found):
    text = found.group()
    if text.startswith("'"):
        return "''"
    return text if text.startswith('"') else " "


def _inserts_only(rest):
    rest = _NOTHING_ON_CONFLICT.sub(" ", rest)
    return not re.search(r"\bCONFLICT\b", rest, re.IGNORECASE) and (
        not _WRITES.search(rest) and _calls_nothing(rest)
    )


def _adds_only(text):
    """Tell whether a table gets new columns and defaults, and nothing else."""
    altered = _ALTERED_TABLE.match(text)
    if not altered:
        return False
    rest = text[altered.end() :]
    return not _WRITES.search(rest) and _calls_nothing(rest) and all(map(_ADDING.match, _actions(rest)))


def _actions(text):
    """Return what stands between commas that are in no parentheses; of names in quotes only that they are."""
    actions, depth = [""], 0
    for character in re.sub(r'"(?:[^"]|"")*"', "q", text):
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            actions.append("")
        else:
            actions[-1] += character
    return actions


def _creates_only(text):
    after = re.sub(r"^CREATE\s+(?:TEMP(?:ORARY)?\s+|UNLOGGED\s+)?", "", text, flags=re.IGNORECASE)
    what = " ".join(after.upper().split(None, 2)[:2])
    if not any(what == each or what.startswith(each + " ") for each in _CREATED):
        return False
    # A table may be made of what a query returns, which is carried out.
    return not (what.startswith("TABLE") and re.search(r"\bAS\b", text, re.IGNORECASE))


def _calls_nothing(text):
    return all(_is_no_call(name) for name in _CALLED.findall(text))


def _is_no_call(name):
    schema, _, function = name.replace('"', "").lower().rpartition(".")
    return function in _NO_CALLS and schema in ("", "pg_catalog")
