package dev.stillhouse.operator.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Version rows as people read them. */
public final class Revisions {
    private Revisions() {}

    /** "base" for none, else the revisions separated by commas; null stays unknown. */
    public static @Nullable String text(@Nullable List<String> rows) {
        if (rows == null) {
            return null;
        }
        return rows.isEmpty() ? "base" : String.join(",", rows);
    }
}
