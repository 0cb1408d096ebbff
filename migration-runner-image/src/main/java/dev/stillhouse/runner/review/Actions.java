package dev.stillhouse.runner.review;

import dev.stillhouse.runner.sql.Node;
import java.util.List;

/** The actions of an ALTER TABLE statement. */
final class Actions {
    private Actions() {}

    /** Those of one kind, unless the step has made the table itself. */
    static List<Node> of(Subject subject, String subtype) {
        if (!subject.isOlder(Names.relation(subject.tree()))) {
            return List.of();
        }
        return subject.tree().children("cmds").stream()
                .filter(action -> action.text("subtype").equals(subtype))
                .toList();
    }

    /** The column with its table. */
    static String column(Subject subject, Node action) {
        return Names.relation(subject.tree()) + "." + action.text("name");
    }
}
