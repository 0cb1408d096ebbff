package dev.stillhouse.runner.review;

import dev.stillhouse.runner.sql.Node;
import java.util.Set;

/** What sets off a trigger or a rule that a statement creates. */
final class Reactions {
    /** As in {@code pg_trigger.tgtype}. */
    private static final int INSERT = 1 << 2;

    /** PostgreSQL's own: they change nothing but the row at hand. */
    private static final Set<String> OF_THE_ROW =
            Set.of("suppress_redundant_updates_trigger", "tsvector_update_trigger", "tsvector_update_trigger_column");

    private Reactions() {}

    static boolean toInserts(Node create) {
        return create.is("RuleStmt")
                ? create.text("event").equals("CMD_INSERT")
                : (create.integer("events") & INSERT) != 0
                        && !OF_THE_ROW.contains(FunctionCall.unqualified(Names.function(create)));
    }
}
