package dev.stillhouse.operator.cluster;

import org.jspecify.annotations.Nullable;

/** Other people's words as a part of our messages. */
public final class Sentence {
    private Sentence() {}

    /** The text with exactly one full stop at its end; nothing stays nothing. */
    public static String of(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return "";
        }
        return text.strip().replaceFirst("\\.+$", "") + ".";
    }
}
