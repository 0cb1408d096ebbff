"""The SQL of steps, as much of it as there is room for."""

# More is only counted: a data migration may execute a statement for each of a million rows.
_STATEMENTS_OF_A_STEP = 500
_CHARACTERS_OF_A_STEP = 1024 * 1024
# The runner holds all of it until the run has come to its end.
_CHARACTERS_OF_A_RUN = 16 * 1024 * 1024
_AROUND_A_STATEMENT = 100


class Statement:
    """A statement, how often in a row it was executed, and what it did, if somebody has looked."""

    def __init__(self, text):
        self.text = text
        self.times = 0
        self.effects = None


class Kept:
    """The statements of one step after the other. Of more than fit is known how many there were."""

    def __init__(self):
        self._room_of_run = _CHARACTERS_OF_A_RUN
        self.forget()

    def forget(self):
        """Another step is about to run."""
        self.statements = []
        self.left_out = 0
        self._room = _CHARACTERS_OF_A_STEP

    def keep(self, text, times):
        """Keep what is executed so many times; return its Statement, or None if there is no room."""
        if not self.statements or self.statements[-1].text != text:
            size = len(text) + _AROUND_A_STATEMENT
            if len(self.statements) >= _STATEMENTS_OF_A_STEP or size > min(self._room, self._room_of_run):
                self.left_out += times
                return None
            self.statements.append(Statement(text))
            self._room -= size
            self._room_of_run -= size
        self.statements[-1].times += times
        return self.statements[-1]
