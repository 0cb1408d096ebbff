package dev.stillhouse.runner.review;

import dev.stillhouse.runner.sql.Node;
import java.util.List;
import java.util.Set;

/** Every value is converted, which can round, cut or reorder it. */
final class AlterColumnType implements Rule {
    private static final Set<String> UNLIMITED = Set.of("text", "varchar");

    @Override
    public String id() {
        return "alter-column-type";
    }

    @Override
    public Set<String> kinds() {
        return Set.of(Kinds.action("AT_AlterColumnType"));
    }

    @Override
    public List<String> judge(Subject subject) {
        return Actions.of(subject, "AT_AlterColumnType").stream()
                .filter(AlterColumnType::canLose)
                .map(action -> "converts the values of " + Actions.column(subject, action) + " to another type")
                .toList();
    }

    /** PostgreSQL writes out a value of any type so that it can be read again; a limit or an expression can cut it. */
    private static boolean canLose(Node action) {
        Node definition = action.child("def");
        Node type = definition == null ? null : definition.child("typeName");
        if (definition == null || type == null || definition.has("raw_default")) {
            return true;
        }
        boolean limited = !type.children("typmods").isEmpty()
                || !type.children("arrayBounds").isEmpty();
        return limited || !UNLIMITED.contains(Names.type(type));
    }
}
