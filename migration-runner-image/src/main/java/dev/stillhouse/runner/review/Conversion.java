package dev.stillhouse.runner.review;

import dev.stillhouse.runner.catalog.ColumnType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Which conversions keep every value: converted back it would be the same again, or PostgreSQL refuses to convert it. A test has
 * PostgreSQL convert values of all these types there and back.
 */
final class Conversion {
    private static final int MICROSECONDS = 6;

    /** The digits before the point. */
    private static final Map<String, Integer> DIGITS = Map.of("int2", 5, "int4", 10, "int8", 19);

    private static final Map<String, Set<String>> EXACT = Map.of(
            "int2", Set.of("int4", "int8", "float4", "float8"),
            "int4", Set.of("int8", "float8"),
            "float4", Set.of("float8"),
            "date", Set.of("timestamp"),
            "cidr", Set.of("inet"),
            "jsonb", Set.of("json"),
            "text", Set.of("json"),
            "varchar", Set.of("json"));

    /** The longest text that a value can have, whatever the session's settings. */
    private static final Map<String, Integer> LONGEST =
            Map.of("int2", 6, "int4", 11, "int8", 20, "uuid", 36, "bool", 5);

    /** That of a label, which has at most as many bytes. */
    private static final int LONGEST_LABEL = 63;

    private static final Set<String> TIMES = Set.of("timestamp", "timestamptz", "time", "timetz");
    private static final Set<String> ZONED_AND_NOT = Set.of("timestamp", "timestamptz");
    private static final Set<String> TEXTS = Set.of("text", "varchar");

    private Conversion() {}

    static boolean keeps(ColumnType from, WrittenType to) {
        return from.name().equals(to.name()) ? widens(from, to.modifiers()) : changes(from, to);
    }

    /** Between a time with a zone and one without, through a zone without summer time. */
    static boolean keepsThroughUtc(ColumnType from, WrittenType to) {
        boolean between = !from.name().equals(to.name())
                && ZONED_AND_NOT.contains(from.name())
                && ZONED_AND_NOT.contains(to.name());
        return between && precision(from.modifiers()) <= precision(to.modifiers());
    }

    /** A label is taken as it is, or refused. */
    static boolean keepsLabels(ColumnType from) {
        return from.enumeration() || TEXTS.contains(from.name());
    }

    private static boolean widens(ColumnType from, List<Integer> to) {
        if (to.isEmpty() || from.modifiers().equals(to)) {
            // Only bpchar without a length is none that is wider than all: it is, but the grammar cannot write it.
            return true;
        }
        return switch (from.name()) {
            case "varchar", "bpchar", "varbit" ->
                !from.modifiers().isEmpty() && from.modifiers().getFirst() <= to.getFirst();
            case "numeric" ->
                !from.modifiers().isEmpty() && fits(digits(from.modifiers()), scale(from.modifiers()), to);
            default -> TIMES.contains(from.name()) && precision(from.modifiers()) <= precision(to);
        };
    }

    private static boolean changes(ColumnType from, WrittenType to) {
        List<Integer> modifiers = to.modifiers();
        IntPredicate room = length -> modifiers.isEmpty() || length <= modifiers.getFirst();
        String name = from.name();
        if (to.name().equals("numeric") && DIGITS.containsKey(name)) {
            return modifiers.isEmpty() || fits(DIGITS.get(name), 0, modifiers);
        }
        if (to.name().equals("varchar")) {
            return LONGEST.containsKey(name) && room.test(LONGEST.get(name))
                    || from.enumeration() && room.test(LONGEST_LABEL)
                    // Its trailing blanks are none of the value.
                    || name.equals("bpchar")
                            && !from.modifiers().isEmpty()
                            && room.test(from.modifiers().getFirst());
        }
        return EXACT.getOrDefault(name, Set.of()).contains(to.name()) && modifiers.isEmpty();
    }

    private static boolean fits(int digits, int scale, List<Integer> to) {
        return scale <= scale(to) && digits <= digits(to);
    }

    private static int scale(List<Integer> numeric) {
        return numeric.get(1);
    }

    private static int digits(List<Integer> numeric) {
        return numeric.get(0) - numeric.get(1);
    }

    private static int precision(List<Integer> time) {
        return time.isEmpty() ? MICROSECONDS : time.getFirst();
    }
}
