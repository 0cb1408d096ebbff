package dev.stillhouse.runner.catalog;

import java.util.List;

/**
 * The type of a column.
 *
 * @param name as {@code pg_type} has it, such as {@code int4}; with its schema unless it is a built-in type
 * @param modifiers as they are written in parentheses, numeric's always both; empty if there are none
 * @param enumeration whether its values are labels that somebody has listed
 */
public record ColumnType(String name, List<Integer> modifiers, boolean enumeration) {
    /** The length of a varlena header, by which PostgreSQL makes some modifiers larger. */
    private static final int HEADER = 4;

    public ColumnType {
        modifiers = List.copyOf(modifiers);
    }

    /** @param modifier {@code pg_attribute.atttypmod}; negative if there is none */
    static ColumnType of(String name, int modifier, boolean enumeration) {
        return new ColumnType(name, modifier < 0 ? List.of() : modifiers(name, modifier), enumeration);
    }

    private static List<Integer> modifiers(String name, int modifier) {
        return switch (name) {
            case "varchar", "bpchar" -> List.of(modifier - HEADER);
            case "numeric" -> List.of(((modifier - HEADER) >> 16) & 0xffff, scale(modifier - HEADER));
            default -> List.of(modifier);
        };
    }

    /** Eleven bits, of which the first is the sign (since PostgreSQL 15; before there were no negative ones). */
    private static int scale(int modifier) {
        return ((modifier & 0x7ff) ^ 0x400) - 0x400;
    }
}
