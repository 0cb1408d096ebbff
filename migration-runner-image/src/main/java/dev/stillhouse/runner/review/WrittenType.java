package dev.stillhouse.runner.review;

import dev.stillhouse.runner.sql.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A type as it stands in a statement.
 *
 * @param name as {@code pg_type} has that of a built-in type, such as {@code int4}
 * @param modifiers what stands in parentheses, numeric's with its scale
 */
record WrittenType(String name, List<Integer> modifiers) {
    WrittenType {
        modifiers = List.copyOf(modifiers);
    }

    /** Empty if it is an array, a reference to another column's type, or has modifiers that are no numbers. */
    static Optional<WrittenType> of(@Nullable Node type) {
        if (type == null || type.has("arrayBounds") || type.flag("pct_type") || type.flag("setof")) {
            return Optional.empty();
        }
        String name = Names.type(type);
        List<Integer> modifiers = new ArrayList<>();
        for (Node modifier : type.children("typmods")) {
            Node number = modifier.child("ival");
            if (!modifier.is("A_Const") || number == null) {
                return Optional.empty();
            }
            modifiers.add(number.integer("ival"));
        }
        if (name.equals("numeric") && modifiers.size() == 1) {
            modifiers.add(0);
        }
        return Optional.of(new WrittenType(name, modifiers));
    }
}
