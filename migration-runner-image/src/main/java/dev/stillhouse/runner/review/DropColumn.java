package dev.stillhouse.runner.review;

import dev.stillhouse.runner.sql.Node;
import java.util.List;
import java.util.Set;

/** A column goes with its data, in every row. */
final class DropColumn implements Rule {
    @Override
    public String id() {
        return "drop-column";
    }

    @Override
    public Set<String> kinds() {
        return Set.of(Kinds.action("AT_DropColumn"));
    }

    @Override
    public List<String> judge(Subject subject) {
        return Actions.of(subject, "AT_DropColumn").stream()
                .filter(action -> isLost(subject, action))
                .map(action -> "drops the column " + Actions.column(subject, action) + " with its data")
                .toList();
    }

    private static boolean isLost(Subject subject, Node action) {
        String table = Names.relation(subject.tree());
        String column = action.text("name");
        return subject.surroundings().mayHoldValues(table, column)
                || Drops.cascades(action) && !subject.surroundings().changes().isNew(table, column);
    }
}
