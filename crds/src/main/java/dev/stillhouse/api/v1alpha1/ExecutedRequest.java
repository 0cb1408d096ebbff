package dev.stillhouse.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/**
 * A MigrationRequest that was taken up. It is written again with each status, also by a version that does not know what a newer
 * one has noted: its words are kept as they are.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExecutedRequest(
        @JsonPropertyDescription("Name of the MigrationRequest.")
        String name,

        @JsonPropertyDescription("Digest of its content, `v1:sha256:…`.")
        String digest,

        @JsonPropertyDescription("Its uid: one of the same name and content with another uid came again.")
        String uid,

        @JsonPropertyDescription("What it asked for.") String operation,

        @JsonPropertyDescription("Whether it may have left the database elsewhere.")
        boolean moves,

        @JsonPropertyDescription("Name of its MigrationRun.")
        String run,

        @JsonPropertyDescription("Number of that run.") int number,
        @JsonPropertyDescription("When it was taken up.") String time,

        @JsonPropertyDescription("How its run ended; absent until then, and `Unknown` once that will never be known.")
        @Nullable
        String outcome) {

    /** Whether its run did what it was to do. */
    public boolean succeeded() {
        return RunPhase.Succeeded.name().equals(outcome);
    }

    /** Whether it is known how its run ended. */
    public boolean endIsKnown() {
        return outcome != null && !RunPhase.Unknown.name().equals(outcome);
    }

    /** The same, now that its run has ended. */
    public ExecutedRequest ended(RunPhase how) {
        return new ExecutedRequest(name, digest, uid, operation, moves, run, number, time, how.name());
    }
}
