"""The rows that a statement is about to change, as the server tells them, and whether they were the ones."""

from .literals import literal
from .refusal import Reason

# None of a column's.
_ROW = "stillhouse_saved"
_CURSOR = "stillhouse_rows"
_FIRST_BATCH = 50
_LARGEST_BATCH = 1000
_BATCH_CHARACTERS = 4 * 1024 * 1024
# Those that decide how a value is written, and which one a text means.
_SETTINGS = (
    "DateStyle",
    "IntervalStyle",
    "TimeZone",
    "bytea_output",
    "extra_float_digits",
    "lc_monetary",
    "search_path",
    "xmloption",
)


class Unsaved(BaseException):
    """Stops a step whose rows could not be saved, or were not those that it changed.

    Not an Exception: revisions and env.py that catch those are not to go on.
    """

    def __init__(self, reason, why):
        super().__init__(why)
        self.reason = reason
        self.why = why


class SavedTable:
    """The table, as it is in the statement's transaction."""

    def __init__(self, schema, name, facts, columns, key, settings):
        self.name = f"{_quoted(schema)}.{_quoted(name)}"
        self._schema = schema
        self._bare = name
        self._facts = facts
        self._columns = columns
        self._key = key
        self._settings = settings

    @staticmethod
    def read(server, named):
        """Read it, by what names it in SQL."""
        settings = ", ".join(f"pg_catalog.current_setting({literal(name)})" for name in _SETTINGS)
        oid, *values = server.one(f"SELECT {literal(named)}::pg_catalog.regclass::pg_catalog.oid, {settings}")
        settings = dict(zip(_SETTINGS, values))
        # So that the types of columns are named with their schemas.
        server.execute("SELECT pg_catalog.set_config('search_path', '', true)")
        schema, name, *facts = server.one(
            "SELECT n.nspname::text, c.relname::text, c.relkind::text, c.relhassubclass, c.relispartition,"
            " c.relrowsecurity FROM pg_catalog.pg_class c"
            f" JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = {oid}"
        )
        columns = server.all(
            "SELECT a.attname::text, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attgenerated::text,"
            f" a.attidentity::text FROM pg_catalog.pg_attribute a WHERE a.attrelid = {oid}"
            " AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum"
        )
        key = server.all(
            "SELECT a.attname::text FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_attribute a"
            f" ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey) WHERE k.conrelid = {oid}"
            " AND k.contype = 'p' ORDER BY a.attnum"
        )
        path = literal(settings["search_path"])
        server.execute(f"SELECT pg_catalog.set_config('search_path', {path}, true)")
        return SavedTable(schema, name, facts, columns, [each for (each,) in key], settings)

    def why_not(self, changed):
        """Return what keeps its rows from being saved one by one, as a clause; None if nothing does."""
        kind, parent, partition, secured = self._facts
        if kind != "r" or parent or partition:
            return f"{self.name} is no plain table"
        if secured:
            return f"{self.name} has row-level security"
        if not self._key:
            return f"{self.name} has no primary key"
        fixed = {name for name, _, generated, identity in self._columns if generated or identity == "a"}
        odd = [each for each in changed if each in self._key or each in fixed]
        return f"the column {odd[0]} of {self.name} cannot be set back" if odd else None

    def told(self):
        """Return what the runner has to know of it."""
        return {
            "schema": self._schema,
            "name": self._bare,
            "columns": [
                {"name": name, "type": kind, "generated": bool(generated)}
                for name, kind, generated, _ in self._columns
            ],
            "key": self._key,
            "settings": self._settings,
        }


class SavedRows:
    """The rows that were saved for a statement, by where they lie."""

    def __init__(self, server, table):
        self._server = server
        self._table = table
        self._places = []
        self._count = 0

    def rows(self, affected):
        """Yield the rows in batches: each as one text, of which the server makes the same row again."""
        self._server.execute(
            f"DECLARE {_CURSOR} NO SCROLL CURSOR FOR SELECT {_ROW}::text,"
            f" {_ROW}::text::{self._table.name}::text OPERATOR(pg_catalog.=) {_ROW}::text, {_ROW}.ctid::text"
            f" FROM ONLY {self._table.name} AS {_ROW} WHERE {_ROW}.ctid IN ({affected}\n)"
        )
        size = _FIRST_BATCH
        while True:
            batch = self._server.all(f"FETCH {size} FROM {_CURSOR}")
            if not batch:
                break
            if not all(same for _, same, _ in batch):
                raise Unsaved(
                    Reason.BACKUP_NOT_EQUAL,
                    f"was about to change rows of {self._table.name} of which the server does not "
                    "make the same again from what it tells of them. Set spec.backup.scope to Tables for "
                    "this plan",
                )
            self._count += len(batch)
            self._places.append(",".join(f'"{place}"' for _, _, place in batch))
            yield [row for row, _, _ in batch]
            characters = sum(len(row) for row, _, _ in batch)
            size = max(1, min(_LARGEST_BATCH, size * _BATCH_CHARACTERS // (characters + 1)))
        self._server.execute(f"CLOSE {_CURSOR}")

    def require_changed(self, context):
        """Raise Unsaved unless the rows that were changed are those that were saved, all of them."""
        changed = getattr(context.cursor, "rowcount", -1)
        left = sum(
            self._server.one(
                f"SELECT pg_catalog.count(*) FROM ONLY {self._table.name}"
                f" WHERE ctid = ANY ('{{{places}}}'::pg_catalog.tid[])"
            )[0]
            for places in self._places
        )
        if left or changed != self._count:
            raise Unsaved(
                Reason.BACKUP_NOT_EQUAL,
                f"changed {changed} rows of {self._table.name}, of which {self._count - left} are among the "
                f"{self._count} that were saved right before: it chose others a moment later, as after "
                "others have written to a table that it reads. If that is always so, set spec.backup.scope "
                "to Tables for this plan",
            )


def _quoted(name):
    return '"' + name.replace('"', '""') + '"'
