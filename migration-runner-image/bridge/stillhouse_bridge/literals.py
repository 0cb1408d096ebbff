"""Values in SQL that is put together as text."""


def literal(value):
    """Return the text as a string constant of SQL, for servers with standard_conforming_strings."""
    return "'" + value.replace("'", "''") + "'"
