package dev.stillhouse.operator.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Version rows as people read them. */
public final class Revisions {
    private Revisions() {}

    /** Targets as people write them on a command line. */
    public static String targets(List<String> expressions) {
        return String.join(" ", expressions);
    }

    /** "base" for none, else the revisions separated by commas; null stays unknown. */
    public static @Nullable String text(@Nullable List<String> rows) {
        if (rows == null) {
            return null;
        }
        return rows.isEmpty() ? "base" : String.join(",", rows);
    }
}
