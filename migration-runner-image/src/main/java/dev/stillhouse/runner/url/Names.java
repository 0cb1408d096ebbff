package dev.stillhouse.runner.url;

import dev.stillhouse.runner.url.DatabaseUrl.Form;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which names of parameters can be told: another one may be a part of a password that has an {@code &} or a {@code ?}. */
final class Names {
    static final String HIDDEN =
            "whose name is not told, as it may be a part of a password (an & in one is written" + " %26, a ? is %3F)";

    private static final Set<String> TAKEN_TO_PIECES = Set.of("user", "password", "host", "port", "dbname", "database");
    /** A shorter name resembles too much. */
    private static final int LEAST_LENGTH = 5;

    private Names() {}

    /** Whether this is a parameter's name, or almost one. */
    static boolean canBeTold(String name) {
        Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        Stream.of(
                        JdbcParameters.RULES,
                        LibpqParameters.RULES,
                        DriverParameters.RULES,
                        OtherTools.IN_PLAIN_URLS,
                        OtherTools.IN_JDBC_URLS,
                        Parameters.MISTAKEN)
                .flatMap(table -> table.keySet().stream())
                .forEach(each -> known.add(bare(each)));
        known.addAll(TAKEN_TO_PIECES);
        String bare = bare(name);
        return known.contains(bare)
                || known.stream().anyMatch(each -> each.length() >= LEAST_LENGTH && oneLetterOff(each, bare));
    }

    /** What this form calls it: the same without regard to capitals and underscores, or what the other form's name stands for. */
    static @Nullable String meant(Form form, String name) {
        boolean jdbc = form == Form.JDBC;
        Map<String, String> names = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        JdbcParameters.IN_LIBPQ.forEach((ours, libpqs) -> names.put(bare(jdbc ? libpqs : ours), jdbc ? ours : libpqs));
        (jdbc ? JdbcParameters.RULES : LibpqParameters.RULES).keySet().forEach(each -> names.put(bare(each), each));
        return names.get(bare(name));
    }

    private static String bare(String name) {
        return name.replace("_", "");
    }

    /** One letter too many, too few, or another one. */
    private static boolean oneLetterOff(String known, String name) {
        int start = 0;
        while (start < Math.min(known.length(), name.length()) && known.charAt(start) == name.charAt(start)) {
            start++;
        }
        String restOfKnown = known.substring(start);
        String restOfName = name.substring(start);
        return withoutFirst(restOfKnown).equals(restOfName)
                || restOfKnown.equals(withoutFirst(restOfName))
                || withoutFirst(restOfKnown).equals(withoutFirst(restOfName));
    }

    private static String withoutFirst(String text) {
        return text.isEmpty() ? text : text.substring(1);
    }
}
