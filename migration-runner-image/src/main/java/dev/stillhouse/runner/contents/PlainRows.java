package dev.stillhouse.runner.contents;

import dev.stillhouse.runner.contents.TableGraph.Child;
import dev.stillhouse.runner.contents.TableGraph.Relation;
import dev.stillhouse.runner.model.Losses;
import dev.stillhouse.runner.model.RowLoss;
import dev.stillhouse.runner.postgres.NeutralSession;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether all that statements change is rows of the tables that they name, each of which is known by its key. The bridge looks
 * at the table itself again, right before the statement.
 */
public final class PlainRows {
    /** As bytes of any meaning do not come through the project's driver as they are. */
    private static final String WITHOUT_ENCODING = "SQL_ASCII";

    private static final String ODD = """
            SELECT c.oid FROM pg_catalog.pg_class c WHERE c.relkind = 'r' AND (c.relrowsecurity OR NOT EXISTS (
                SELECT FROM pg_catalog.pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'p'))
            """;

    private PlainRows() {}

    /**
     * Why rows cannot be saved one by one, as a clause; empty if they can.
     *
     * @param losses from which tables the plan takes something
     */
    public static Optional<String> obstacle(NeutralSession session, Losses losses, List<RowLoss> statements)
            throws SQLException {
        if (session.one("SHOW server_encoding", row -> row.getString(1)).equals(WITHOUT_ENCODING)) {
            return Optional.of("the database has no encoding (" + WITHOUT_ENCODING + ")");
        }
        TableGraph graph = TableGraphReader.read(session);
        Set<Long> odd = Set.copyOf(session.list(ODD, row -> row.getLong(1)));
        return switch (AffectedTables.of(graph, losses)) {
            case AffectedTables.Unknown(String why) -> Optional.of(why);
            case AffectedTables.Known(Set<Long> oids) ->
                graph.relations().stream()
                        .filter(relation -> oids.contains(relation.oid()))
                        .flatMap(relation -> obstacle(relation, graph, odd, statements).stream())
                        .sorted()
                        .findFirst();
        };
    }

    private static Optional<String> obstacle(
            Relation table, TableGraph graph, Set<Long> odd, List<RowLoss> statements) {
        if (statements.stream().noneMatch(statement -> names(statement, table.name()))) {
            return Optional.of("rows of " + table.name() + " change along with them");
        }
        if (!table.kind().equals("r") || graph.children().stream().anyMatch(child -> isOf(child, table.oid()))) {
            return Optional.of(table.name() + " is partitioned, a partition, or inherited from");
        }
        return odd.contains(table.oid())
                ? Optional.of(table.name() + " has no primary key, or row-level security")
                : Optional.empty();
    }

    private static boolean isOf(Child child, long oid) {
        return child.parent() == oid || child.child() == oid && child.partition();
    }

    private static boolean names(RowLoss statement, QualifiedName table) {
        return statement.table().equals(table.name())
                && (statement.schema() == null || statement.schema().equals(table.schema()));
    }
}
