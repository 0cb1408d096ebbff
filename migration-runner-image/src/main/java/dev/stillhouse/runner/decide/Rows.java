package dev.stillhouse.runner.decide;

import java.util.List;

/** Version rows, in words. */
public final class Rows {
    private Rows() {}

    /** "base" for none. */
    public static String text(List<String> rows) {
        return rows.isEmpty() ? "base" : String.join(" and ", rows);
    }
}
