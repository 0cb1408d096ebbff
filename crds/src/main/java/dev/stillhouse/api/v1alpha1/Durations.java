package dev.stillhouse.api.v1alpha1;

import java.text.ParseException;
import java.time.Duration;

/** Durations as Kubernetes and Go write them: {@code 500ms}, {@code 10s}, {@code 1h30m}. */
public final class Durations {
    private Durations() {}

    /** Reads what the schema's pattern lets in. */
    public static Duration parse(String text) {
        try {
            return io.fabric8.kubernetes.api.model.Duration.parse(text).getDuration();
        } catch (ParseException e) {
            throw new IllegalArgumentException("not a duration: " + text, e);
        }
    }
}
