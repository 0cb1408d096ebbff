package dev.stillhouse.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stillhouse.api.v1alpha1.MigrationRunSpec.MigrationRef;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The spec of a {@link MigrationRecord}. The operator writes it. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MigrationRecordSpec(
        @Required
        @JsonPropertyDescription("The DatabaseMigration that is meant, whether it exists or is created again.")
        MigrationRef migrationRef,

        @JsonPropertyDescription("The requests that were taken up, as in the status of the DatabaseMigration.")
        @Size(max = 1000)
        @Nullable
        List<ExecutedRequest> requests,

        @JsonPropertyDescription("What keeps the database where it is, as in the status of the DatabaseMigration.")
        @Nullable
        Held held) {}
