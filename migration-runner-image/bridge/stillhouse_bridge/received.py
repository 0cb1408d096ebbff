"""What comes over a connection, line by line."""


class Received:
    """Keeps what has come until the end of its line has."""

    def __init__(self):
        self._lines = []
        self._rest = []

    def more(self, connection):
        """Take what is there; tell whether the connection is still open."""
        try:
            content = connection.recv(1 << 16)
        except OSError:
            content = b""
        first, *others = content.split(b"\n")
        self._rest.append(first)
        if others:
            whole = [b"".join(self._rest), *others[:-1]]
            self._rest = [others[-1]]
            self._lines += [line + b"\n" for line in whole if line.strip()]
        return bool(content)

    def take(self):
        """Return all whole lines that have come."""
        lines, self._lines = self._lines, []
        return lines
