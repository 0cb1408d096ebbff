package dev.stillhouse.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stillhouse.report.BackupVerification;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Which stored backup a run reads back, and what it shows of it. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VerifySpec(
        @Required
        @JsonPropertyDescription("Name of the MigrationBackup, in the same namespace.")
        @Size(min = 1, max = 253)
        String backup,

        @JsonPropertyDescription(
                "`Restore`: a copy is made of it (`spec.copies` of the DatabaseMigration says where), and schema, row counts and contents are compared. `Digest`: the stored files are read and compared with the manifest. The default is what the MigrationBackup asks for.")
        @Nullable
        BackupVerification by) {}
