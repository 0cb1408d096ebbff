package dev.stillhouse.runner.contents;

import dev.stillhouse.runner.postgres.NeutralSession;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The roles that values of the type {@code regrole} name: no dependency of the database does. */
final class RolesInValues {
    private RolesInValues() {}

    /** Those that are there, with repetitions; the tables have to be readable. */
    static List<String> read(NeutralSession session, List<Table> tables) throws SQLException {
        List<String> roles = new ArrayList<>();
        for (Table table : tables) {
            if (table.dumped()) {
                for (String query : table.roleQueries()) {
                    roles.addAll(session.unlocked(() -> session.list(query, row -> row.getString(1))));
                }
            }
        }
        return roles;
    }
}
