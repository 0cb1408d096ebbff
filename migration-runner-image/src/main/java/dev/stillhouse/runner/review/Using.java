package dev.stillhouse.runner.review;

import dev.stillhouse.runner.sql.Node;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a conversion to another type comes by the new value: what stands behind USING. */
enum Using {
    /** Nothing but the column itself and a cast to its new type. */
    CAST,
    /** The column as text, cast to the new type. */
    TEXT,
    /** The column AT TIME ZONE 'UTC'. */
    UTC,
    /** Something else, which can be anything. */
    EXPRESSION;

    private static final Set<String> ZONES = Set.of("UTC", "utc", "Etc/UTC");
    private static final List<WrittenType> TEXTS =
            List.of(new WrittenType("text", List.of()), new WrittenType("varchar", List.of()));

    /**
     * @param expression null if there is no USING
     * @param column the one that is converted
     */
    static Using of(@Nullable Node expression, String column, WrittenType to) {
        if (expression == null || isColumn(expression, column)) {
            return CAST;
        }
        if (isUtc(expression, column)) {
            return UTC;
        }
        Node within = expression.child("arg");
        if (within == null || !isCastTo(expression, List.of(to))) {
            return EXPRESSION;
        }
        if (isColumn(within, column)) {
            return CAST;
        }
        Node inner = within.child("arg");
        return inner != null && isCastTo(within, TEXTS) && isColumn(inner, column) ? TEXT : EXPRESSION;
    }

    private static boolean isCastTo(Node node, List<WrittenType> types) {
        return node.is("TypeCast")
                && WrittenType.of(node.child("typeName"))
                        .filter(types::contains)
                        .isPresent();
    }

    private static boolean isColumn(Node node, String column) {
        List<Node> names = node.children("fields");
        return node.is("ColumnRef")
                && names.size() == 1
                && names.getFirst().text("sval").equals(column);
    }

    private static boolean isUtc(Node node, String column) {
        List<Node> arguments = node.children("args");
        return node.is("FuncCall")
                && Names.function(node).equals("pg_catalog.timezone")
                && arguments.size() == 2
                && constant(arguments.getFirst()).filter(ZONES::contains).isPresent()
                && isColumn(arguments.getLast(), column);
    }

    private static Optional<String> constant(Node node) {
        Node text = node.child("sval");
        return node.is("A_Const") && text != null ? Optional.of(text.text("sval")) : Optional.empty();
    }
}
