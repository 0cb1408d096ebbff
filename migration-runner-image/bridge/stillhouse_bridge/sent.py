"""The text of a statement that is on its way to the driver."""

_FORMATS_WITH_PERCENT = ("format", "pyformat")


def text_of(statement, context, dialect):
    """Return the statement as the server will get it, but for the names of its parameters.

    SQLAlchemy doubles the percent signs of what it compiles itself for drivers that would format them.
    """
    text = statement.strip().rstrip(";")
    compiled = context is not None and context.compiled is not None
    doubled = compiled and dialect.paramstyle in _FORMATS_WITH_PERCENT
    return text.replace("%%", "%") if doubled else text
