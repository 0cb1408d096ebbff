package dev.stillhouse.runner.contents;

import dev.stillhouse.runner.model.Plan.VersionTable;
import dev.stillhouse.runner.postgres.NeutralSession;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Alembic's rows as they are in a backup.
 *
 * @param rows sorted
 */
public record BackedUpVersions(QualifiedName table, List<String> rows) {

    public BackedUpVersions {
        rows = List.copyOf(rows);
    }

    /** Of the table that is named, or of all of its name where no schema is given. */
    static List<BackedUpVersions> read(NeutralSession session, List<Table> tables, VersionTable wanted)
            throws SQLException {
        List<BackedUpVersions> found = new ArrayList<>();
        for (Table table : tables) {
            QualifiedName name = table.name();
            if (name.name().equals(wanted.name())
                    && (wanted.schema() == null || name.schema().equals(wanted.schema()))
                    && table.columns().stream().anyMatch(column -> column.name().equals("version_num"))) {
                List<String> rows = session.list("SELECT version_num FROM " + name.quoted(), row -> row.getString(1));
                found.add(new BackedUpVersions(name, rows.stream().sorted().toList()));
            }
        }
        return found;
    }
}
