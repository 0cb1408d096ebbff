"""Reads libpq's ``options``, a command line of the server, for drivers that take settings by name."""

import re

_WORD = re.compile(r"(?:\\.|\S)+", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def settings_of(options):
    """Return the settings by name; raises a ValueError with the part that is none."""
    words = [_ESCAPED.sub(r"\1", word) for word in _WORD.findall(options)]
    settings = {}
    while words:
        word = words.pop(0)
        if word == "-c" and words:
            assignment = words.pop(0)
        elif word.startswith(("--", "-c")):
            assignment = word[2:]
        else:
            raise ValueError(word)
        name, equals, value = assignment.partition("=")
        if not name or not equals:
            raise ValueError(word)
        settings[name.replace("-", "_")] = value
    return settings
