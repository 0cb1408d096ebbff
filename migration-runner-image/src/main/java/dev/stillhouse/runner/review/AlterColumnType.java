package dev.stillhouse.runner.review;

import dev.stillhouse.runner.catalog.ColumnType;
import dev.stillhouse.runner.sql.Node;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Every value is converted, which can round, cut or reorder it. */
final class AlterColumnType implements Rule {
    private static final Set<WrittenType> UNLIMITED =
            Set.of(new WrittenType("text", List.of()), new WrittenType("varchar", List.of()));

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
                .filter(action -> canLose(subject, action))
                .map(action -> "converts the values of " + Actions.column(subject, action) + " to another type")
                .toList();
    }

    private static boolean canLose(Subject subject, Node action) {
        return subject.surroundings().mayHoldValues(Names.relation(subject.tree()), action.text("name"))
                && !keeps(subject, action);
    }

    private static boolean keeps(Subject subject, Node action) {
        Node definition = action.child("def");
        Optional<WrittenType> written =
                definition == null ? Optional.empty() : WrittenType.of(definition.child("typeName"));
        if (definition == null || written.isEmpty()) {
            return false;
        }
        WrittenType to = written.get();
        String column = action.text("name");
        Optional<ColumnType> from = subject.surroundings().type(Names.relation(subject.tree()), column);
        return switch (Using.of(definition.child("raw_default"), column, to)) {
            // PostgreSQL writes out a value of any type so that it can be read again.
            case CAST ->
                UNLIMITED.contains(to)
                        || from.filter(it -> Conversion.keeps(it, to) || keepsLabels(subject, it, to))
                                .isPresent();
            case TEXT -> from.filter(it -> keepsLabels(subject, it, to)).isPresent();
            case UTC -> from.filter(it -> Conversion.keepsThroughUtc(it, to)).isPresent();
            case EXPRESSION -> false;
        };
    }

    private static boolean keepsLabels(Subject subject, ColumnType from, WrittenType to) {
        return subject.surroundings().changes().isNewEnumeration(to.name())
                && to.modifiers().isEmpty()
                && Conversion.keepsLabels(from);
    }
}
