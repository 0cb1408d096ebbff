package dev.stillhouse.runner.contents;

import dev.stillhouse.runner.contents.TableGraph.Relation;
import dev.stillhouse.runner.model.Losses;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.postgres.NeutralSession;
import java.sql.SQLException;
import java.util.List;

/** The tables that lose something by a plan, as a database has them at this moment. */
public sealed interface TablesAtStake {

    /** These, in an order that is always the same; partitioned ones, and heirs and partitions, stand for themselves. */
    record Known(List<QualifiedName> tables) implements TablesAtStake {
        public Known {
            tables = List.copyOf(tables);
        }
    }

    /**
     * It can be any.
     *
     * @param why a clause
     */
    record Any(String why) implements TablesAtStake {}

    static Result<TablesAtStake> read(NeutralSession session, Losses losses) {
        try {
            return Result.ok(of(TableGraphReader.read(session), losses));
        } catch (SQLException e) {
            return NeutralSession.failed(e);
        }
    }

    private static TablesAtStake of(TableGraph graph, Losses losses) {
        return switch (AffectedTables.of(graph, losses)) {
            case AffectedTables.Unknown(String why) -> new Any(why);
            case AffectedTables.Known known ->
                new Known(graph.relations().stream()
                        .filter(relation -> known.oids().contains(relation.oid()))
                        .map(Relation::name)
                        .sorted(QualifiedName.ORDER)
                        .toList());
        };
    }
}
