package dev.stillhouse.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stillhouse.api.v1alpha1.BackupSpec.DeletionPolicy;
import dev.stillhouse.api.v1alpha1.MigrationRunSpec.MigrationRef;
import dev.stillhouse.report.BackupVerification;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** The spec of a {@link MigrationBackup}: all that is needed to find its files, and to delete them. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "self == oldSelf",
        message =
                "a MigrationBackup says where files are and cannot be changed; to be rid of the files, annotate it with stillhouse.dev/delete-files")
public record MigrationBackupSpec(
        @Required
        @JsonPropertyDescription("The DatabaseMigration that the backup was taken for. It need not exist any more.")
        MigrationRef migrationRef,

        @Required @JsonPropertyDescription("The run that took it. It need not exist any more.")
        RunRef run,

        @Required @JsonPropertyDescription("The place for backups that its files are in.")
        StorageSpec storage,

        @Required
        @JsonPropertyDescription(
                "The folder below the storage's path, or the part of the keys after its prefix, that holds its files and no others: its namespace, a slash and a name. Files that lie below another namespace are never deleted.")
        @Pattern(MigrationBackupSpec.LOCATION)
        @Size(min = 1, max = 512)
        String location,

        @Required @JsonPropertyDescription("What has to be shown of it before it counts as good.")
        BackupVerification verify,

        @JsonPropertyDescription(
                "How long it is kept once its DatabaseMigration is gone, such as `720h`; for ever if absent. While there is a DatabaseMigration, its `spec.backup.retention` counts.")
        @Pattern(ExecutionSpec.DURATION)
        @Size(max = 32)
        @Nullable
        String age,

        @JsonPropertyDescription("The pod of the Job that deletes the files: as that of the run.") @Nullable
        PodTemplate podTemplate,

        @JsonPropertyDescription(
                "What happens to it once its DatabaseMigration is gone. `Retain`: it stays until its age ends. `Delete`: it goes, with its files.")
        @Default("Retain")
        @Nullable
        DeletionPolicy deletionPolicy) {

    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    static final String LOCATION = "^" + LABEL + "/" + LABEL + "([.]" + LABEL + ")*$";
}
