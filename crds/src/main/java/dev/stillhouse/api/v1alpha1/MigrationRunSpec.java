package dev.stillhouse.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stillhouse.report.DowngradePolicy;
import dev.stillhouse.report.Operation;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The spec of a {@link MigrationRun}: all that the run needs, so that it can be read alone, years later. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "self == oldSelf",
        message =
                "a run records one attempt and cannot be changed; change the DatabaseMigration instead, which starts a new run")
public record MigrationRunSpec(
        @Required @JsonPropertyDescription("The DatabaseMigration that this run is for.")
        MigrationRef migrationRef,

        @Required
        @JsonPropertyDescription("The number of the run among those of its DatabaseMigration, from 1.")
        @Min(1)
        int number,

        @Required @JsonPropertyDescription("The number of the attempt at the same intent, from 1.") @Min(1)
        int attempt,

        @Required
        @JsonPropertyDescription(
                "`Migrate` brings the database to the target, up or down; `Observe` only reads where it is.")
        Operation operation,

        @Required @JsonPropertyDescription("The target, in Alembic's words.") @Size(min = 1, max = 256)
        String target,

        @Required @JsonPropertyDescription("Whether the run may go down to reach the target.")
        DowngradePolicy downgrade,

        @JsonPropertyDescription("Digests of plans that are approved.") @Size(max = 100) @Nullable
        List<@Size(max = 100) String> approvals,

        @JsonPropertyDescription("The run whose outcome is unknown and that this one settles by reading the database.")
        @Size(max = 253)
        @Nullable
        String settles,

        @Required
        @JsonPropertyDescription(
                "A digest of all in the DatabaseMigration that decides what a run does. A new run is due when it changes.")
        @Size(max = 100)
        String intent,

        @Required @JsonPropertyDescription("The database.") DatabaseSpec database,
        @Required @JsonPropertyDescription("The project.") ProjectSpec project,

        @Required @JsonPropertyDescription("How the run is carried out.")
        ExecutionSpec execution) {

    public List<String> approvalsOrNone() {
        return approvals == null ? List.of() : approvals;
    }

    /** The DatabaseMigration of a run. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record MigrationRef(
            @Required @JsonPropertyDescription("Name of the DatabaseMigration, in the same namespace.") @Size(max = 253)
            String name) {}
}
