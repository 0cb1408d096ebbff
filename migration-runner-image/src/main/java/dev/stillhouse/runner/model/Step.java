package dev.stillhouse.runner.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One revision that a plan goes through, upwards or downwards.
 *
 * @param downRevisions the revisions it builds on
 * @param message the revision's own title
 * @param file the revision file, relative to the project where it can be
 * @param fileDigest SHA-256 of the file
 * @param rowsAfter version rows after this step, sorted
 */
public record Step(
        String revision,
        List<String> downRevisions,
        @Nullable String message,
        @Nullable String file,
        @Nullable String fileDigest,
        List<String> rowsAfter) {

    public Step {
        downRevisions = List.copyOf(downRevisions);
        rowsAfter = rowsAfter.stream().sorted().toList();
    }

    /** The revision with its title, for a person. */
    public String title() {
        return message == null || message.isBlank() ? revision : revision + " (" + message.strip() + ")";
    }
}
