"""Keeps passwords out of everything that leaves the bridge."""

import re
from urllib.parse import quote, quote_plus

HIDDEN = "***"
_FREE_TEXTS = ("message", "detail", "statement")

_URL_PASSWORD = re.compile(r"(://[^\s:/@]*:)[^\s@]+@")
_SQL_PASSWORD = re.compile(r"(\bpassword\s+)'(?:[^']|'')*'", re.IGNORECASE)
_DSN_PASSWORD = re.compile(r"(\bpassword\s*=\s*)('(?:[^'\\]|\\.)*'|[^\s,;)&]+)", re.IGNORECASE)
# What an address that is signed in AWS's way is worth nothing without: a token for RDS is one.
_SIGNATURE = re.compile(r"(X-Amz-(?:Signature|Security-Token|Credential)(?:=|%3D))[^&\s\"']+", re.IGNORECASE)
_VALIDATED_VALUE = re.compile(r"(\binput_value=).*?(, input_type=)", re.DOTALL)


# Shorter ones are in too many words; they are no secrets either.
_SHORTEST = 4


class Redactor:
    """Replaces the passwords that it was told of, and whatever looks like one in a URL, a DSN or SQL.

    A password that is also the name of something (``public``) is only recognised in its place, as its letters
    are no secret.

    What Pydantic repeats of the values that it refused goes too.
    """

    def __init__(self, *passwords, public=()):
        spellings = {
            spell(word)
            for word in passwords
            if word and len(word) >= _SHORTEST and word not in public
            for spell in (str, quote, quote_plus, _quote_all, _quote_for_libpq)
        }
        self._secrets = sorted(spellings, key=len, reverse=True)

    def text(self, text):
        """Return the text without passwords."""
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        text = _SIGNATURE.sub(r"\g<1>" + HIDDEN, text)
        text = _URL_PASSWORD.sub(r"\g<1>" + HIDDEN + "@", text)
        text = _SQL_PASSWORD.sub(r"\g<1>'" + HIDDEN + "'", text)
        text = _VALIDATED_VALUE.sub(r"\g<1>" + HIDDEN + r"\g<2>", text)
        return _DSN_PASSWORD.sub(r"\g<1>" + HIDDEN, text)

    def error(self, error):
        """Return the ``error`` object with its free texts redacted; names of classes and files stay."""
        return {name: self.text(value) if name in _FREE_TEXTS else value for name, value in error.items()}


def _quote_for_libpq(word):
    return word.replace("\\", "\\\\").replace("'", "\\'")


def _quote_all(word):
    return quote(word, safe="")
