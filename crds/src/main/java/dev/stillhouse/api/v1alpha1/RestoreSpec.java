package dev.stillhouse.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stillhouse.report.RestoreMode;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Which backup a run brings back, and how. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RestoreSpec(
        @Required
        @JsonPropertyDescription("Name of the MigrationBackup, in the same namespace.")
        @Size(min = 1, max = 253)
        String backup,

        @JsonPropertyDescription(
                "`Swap`: into a new database on the same server, verified, then put in place of the old one by renaming; the old one stays under a dated name. `NewDatabase`: into a new database that is left beside the old one. `InPlace`: over the objects of the database itself, in one transaction. `Rows`: of a backup with the scope `Rows`, the rows into their tables as they are now, in one transaction; nothing else is changed.")
        @Default("Swap")
        @Nullable
        RestoreMode mode,

        @Required
        @JsonPropertyDescription(
                "Name of the database that is replaced or changed, to show that it is the one you mean. The run is refused if it is another one.")
        @Size(min = 1, max = 63)
        String confirm,

        @JsonPropertyDescription(
                "The DatabaseMigration that the backup was taken for. Only to be set, and then required, if it is another one than that of this run: the data of one database then goes to another.")
        @Size(min = 1, max = 253)
        @Nullable
        String backupOf) {

    public RestoreMode modeOrDefault() {
        return mode == null ? RestoreMode.Swap : mode;
    }

    /** Whether the database of the DatabaseMigration is another one afterwards, and perhaps at other revisions. */
    public boolean changesDatabase() {
        return modeOrDefault() != RestoreMode.NewDatabase && modeOrDefault() != RestoreMode.Rows;
    }
}
