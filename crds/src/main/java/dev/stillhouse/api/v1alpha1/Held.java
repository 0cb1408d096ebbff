package dev.stillhouse.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What keeps a DatabaseMigration from migrating after a request has moved its database. Its words are kept as they are. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Held(
        @JsonPropertyDescription("Name of the MigrationRun that moved the database.")
        String run,

        @JsonPropertyDescription(
                "Number of the run that told last where the database is: that one, or the one that settled it.")
        int number,

        @JsonPropertyDescription("The targets that the manifest asked for then. Other ones end the hold.")
        List<String> targets,

        @JsonPropertyDescription(
                "The value that the annotation stillhouse.dev/retry had then. Another one ends the hold.")
        @Nullable
        String retry,

        @JsonPropertyDescription("What the run has done: Restored, Upgraded, Downgraded or Stamped, or why it failed.")
        String reason,

        @JsonPropertyDescription("What happened, and what to do.")
        String message) {}
