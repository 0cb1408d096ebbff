package dev.stillhouse.runner.review;

import dev.stillhouse.runner.sql.Node;
import java.util.List;

/** Whether something is lost where columns of a table are given other values. */
final class Overwriting {
    private Overwriting() {}

    /**
     * Not in columns in which nothing older can be, as those that the plan has added, if nothing else is changed along with them.
     *
     * @param targets the columns that are assigned to
     */
    static boolean loses(Subject subject, String table, List<Node> targets) {
        Surroundings around = subject.surroundings();
        if (!around.mayLoseRows(table)) {
            return false;
        }
        List<String> held = targets.stream()
                .map(target -> target.text("name"))
                .filter(column -> around.mayHoldValues(table, column))
                .toList();
        return !held.isEmpty() || targets.isEmpty() || !around.isPlain(table);
    }
}
