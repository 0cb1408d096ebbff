package dev.stillhouse.runner.rows;

import dev.stillhouse.runner.database.Sql;
import dev.stillhouse.runner.fingerprint.PlainNames;
import dev.stillhouse.runner.json.MalformedJson;
import dev.stillhouse.runner.model.SavedTable;
import dev.stillhouse.runner.model.SavedTable.Column;
import dev.stillhouse.runner.postgres.NeutralSession;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Puts the rows of one statement back, in the transaction of a session, which holds the table's lock. The rows come as texts
 * of all their values in the order that the columns had then, so they are first made rows of a table of that form.
 */
final class PutBack {
    private final NeutralSession session;
    private final SavedStatement statement;
    private final SavedTable table;
    /** Of saved rows. */
    private final String saved;

    private final String target;

    /** @param number no other statement's in the transaction */
    PutBack(NeutralSession session, SavedStatement statement, int number) {
        this.session = session;
        this.statement = statement;
        this.table = statement.table();
        this.saved = "pg_temp." + Sql.quote("stillhouse_saved_" + number);
        this.target = Sql.quote(table.schema()) + "." + Sql.quote(table.name());
    }

    /**
     * What became of the rows.
     *
     * @param back put back
     * @param gone of those that were updated: not there any more
     * @param there of those that were deleted: rows with their keys are there again
     * @param hindered of those that were deleted: another row has what must be unique
     */
    record Outcome(SavedStatement statement, long back, long gone, long there, long hindered) {}

    Outcome run(Path file) throws SQLException, IOException, MalformedJson {
        session.execute("SET LOCAL search_path = ''");
        session.execute("CREATE TEMPORARY TABLE " + saved + " ("
                + columns(all -> true, column -> Sql.quote(column.name()) + " " + column.type()) + ") ON COMMIT DROP");
        for (Map.Entry<String, String> setting : table.settings().entrySet()) {
            session.one(
                    "SELECT pg_catalog.set_config(?, ?, true)",
                    row -> row.getString(1),
                    setting.getKey(),
                    setting.getValue());
        }
        RowsFile.read(file, this::load);
        return statement.deletes() ? inserted() : updated();
    }

    private void load(List<String> rows) throws SQLException {
        String[] texts = rows.toArray(String[]::new);
        // OFFSET keeps the row from being made anew for each of its columns.
        session.execute(
                "INSERT INTO " + saved + " SELECT (made.one).* FROM (SELECT told.one::" + saved
                        + " AS one FROM pg_catalog.unnest(?::pg_catalog.text[]) AS told (one) OFFSET 0) AS made",
                (Object) texts);
        long others = session.one(
                "SELECT pg_catalog.count(*) FROM pg_catalog.unnest(?::pg_catalog.text[]) AS told (one)"
                        + " WHERE told.one::" + saved + "::pg_catalog.text OPERATOR(pg_catalog.<>) told.one",
                row -> row.getLong(1),
                (Object) texts);
        if (others > 0) {
            throw new SQLException(others + " saved rows of " + table.title()
                    + " do not mean the same values here as where they were saved");
        }
    }

    private Outcome updated() throws SQLException {
        long back = session.update("UPDATE ONLY " + target + " AS live SET "
                + columns(
                        column -> statement.set().contains(column.name()),
                        column -> Sql.quote(column.name()) + " = saved." + Sql.quote(column.name()))
                + " FROM " + saved + " AS saved WHERE " + sameKey());
        return new Outcome(statement, back, statement.rows() - back, 0, 0);
    }

    private Outcome inserted() throws SQLException {
        long there = session.one(
                "SELECT pg_catalog.count(*) FROM " + saved + " AS saved JOIN ONLY " + target + " AS live ON "
                        + sameKey(),
                row -> row.getLong(1));
        String values = columns(column -> !column.generated(), column -> Sql.quote(column.name()));
        long back = session.update("INSERT INTO " + target + " (" + values + ") OVERRIDING SYSTEM VALUE SELECT "
                + values + " FROM " + saved + " ON CONFLICT DO NOTHING");
        return new Outcome(statement, back, 0, there, statement.rows() - there - back);
    }

    private String sameKey() {
        return table.key().stream()
                .map(Sql::quote)
                .map(key -> "live." + key + " = saved." + key)
                .collect(Collectors.joining(" AND "));
    }

    private String columns(Predicate<Column> which, Function<Column, String> written) {
        return table.columns().stream().filter(which).map(written).collect(Collectors.joining(", "));
    }

    /** Locks the tables against others who write, in the order of their names. */
    static void lock(NeutralSession session, List<SavedStatement> statements) throws SQLException {
        List<String> names = statements.stream()
                .map(each -> Sql.quote(each.table().schema()) + "."
                        + Sql.quote(each.table().name()))
                .distinct()
                .sorted()
                .toList();
        for (String name : names) {
            session.execute("LOCK TABLE ONLY " + name + " IN SHARE ROW EXCLUSIVE MODE");
        }
    }

    /** What keeps a statement's rows from being put back into its table as it is now; a sentence for each. */
    static List<String> obstacles(NeutralSession session, SavedStatement statement) throws SQLException {
        SavedTable table = statement.table();
        Map<String, Column> now = session
                .list(
                        """
                        SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attgenerated <> ''
                        FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
                        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                        WHERE n.nspname = ? AND c.relname = ? AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
                        """,
                        row -> new Column(row.getString(1), row.getString(2), row.getBoolean(3)),
                        table.schema(),
                        table.name())
                .stream()
                .collect(Collectors.toMap(Column::name, column -> column));
        if (now.isEmpty()) {
            return List.of("There is no table " + table.title() + " any more.");
        }
        List<String> obstacles = new ArrayList<>();
        for (Column column : table.columns()) {
            boolean needed = statement.deletes()
                    ? !column.generated()
                    : statement.set().contains(column.name()) || table.key().contains(column.name());
            Column found = now.get(column.name());
            if (!needed) {
                continue;
            }
            if (found == null) {
                obstacles.add("The table " + table.title() + " has no column " + column.name() + " any more.");
            } else if (!PlainNames.in(found.type()).equals(PlainNames.in(column.type()))) {
                obstacles.add("The column " + column.name() + " of " + table.title() + " is of the type " + found.type()
                        + " now, and was of " + column.type() + ".");
            } else if (found.generated()) {
                obstacles.add("The column " + column.name() + " of " + table.title() + " is computed now.");
            }
        }
        return obstacles;
    }
}
