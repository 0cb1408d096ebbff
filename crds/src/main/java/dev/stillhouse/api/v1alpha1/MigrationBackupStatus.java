package dev.stillhouse.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.Reason;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The status of a {@link MigrationBackup}. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MigrationBackupStatus(
        @JsonPropertyDescription(
                "The generation of the spec that this status speaks of; -1 until the operator has seen the resource.")
        @Nullable
        Long observedGeneration,

        @JsonPropertyDescription(
                "Ready: it is complete and has the state that was asked for. Reconciling: it is being taken or deleted. Stalled: it failed and is not to be relied on. None of them: it is not known what its files are.")
        @Nullable
        List<Condition> conditions,

        @JsonPropertyDescription(
                "`Pending`: no file has been written. `Running`: it is being dumped, stored or verified. `Stored`: its files were read back as they were written. `Verified`: it was restored and compared. `Failed`: it is not complete. `Unknown`: nothing says what its files are, so it is kept until somebody has it verified. `Deleting`: its files are being deleted. Only Stored and Verified can be relied on.")
        @Nullable
        BackupState state,

        @JsonPropertyDescription("Why it is in that state, as one word.") @Nullable
        Reason reason,

        @JsonPropertyDescription("What happened or is happening, where, and what to do, for a person.") @Nullable
        String message,

        @JsonPropertyDescription("The database that is in it.") @Nullable
        DatabaseIdentity database,

        @JsonPropertyDescription(
                "The revision of the database in it, as one text: `base`, or its revisions separated by commas.")
        @Nullable
        String revision,

        @JsonPropertyDescription("The version rows in it.") @Nullable
        List<String> revisions,

        @JsonPropertyDescription("When its snapshot was taken: what was written later is not in it.") @Nullable
        String snapshotTime,

        @JsonPropertyDescription("Size of its files, for a person.") @Nullable
        String size,

        @JsonPropertyDescription("Size of its files.") @Nullable
        Long sizeBytes,

        @JsonPropertyDescription("Digest of its manifest, which names the digest of every file.") @Nullable
        String digest,

        @JsonPropertyDescription(
                "Whose rows are in it. `Database`: those of all tables. `Tables`: those of `rowsOf` only, beside the whole schema; it can be restored with `mode: NewDatabase` only. `Rows`: only those that statements of `rowsOf` were about to change; it can be restored with `mode: Rows` only.")
        @Nullable
        BackupScope scope,

        @JsonPropertyDescription(
                "Of one with the scope `Tables` or `Rows`, the tables whose rows are in it; not more than 20 are named.")
        @Nullable
        List<String> rowsOf,

        @JsonPropertyDescription("Number of tables whose rows are in it.") @Nullable
        Integer tables,

        @JsonPropertyDescription("Number of rows in it.") @Nullable
        Long rows,

        @JsonPropertyDescription("How it was shown to be good: by `Restore` or by `Digest`. Absent while it was not.")
        @Nullable
        BackupVerification verified,

        @JsonPropertyDescription("Milliseconds that it took.") @Nullable
        Long millis,

        @JsonPropertyDescription("When its run was seen to begin with it.") @Nullable
        String startTime,

        @JsonPropertyDescription("When it was seen to be complete or to have failed.") @Nullable
        String completionTime,

        @JsonPropertyDescription("When its age ends. The newest verified one of each revision is kept beyond it.")
        @Nullable
        String keptUntil,

        @JsonPropertyDescription("How far the deletion of its files is.") @Nullable
        Deletion deletion,

        @JsonPropertyDescription(
                "When it was last shown what its files are: as it was taken, or by a run with the operation Verify.")
        @Nullable
        String verifiedTime,

        @JsonPropertyDescription(
                "The run with the operation Verify whose word was taken over last; absent if none was.")
        @Nullable
        VerifyingRun verifiedBy,

        @JsonPropertyDescription(
                "Since when it was seen to be past what it is kept for. If that is still so an hour later, its files are deleted.")
        @Nullable
        String surplusSince,

        @JsonPropertyDescription(
                "What it does not hold or does not show, and what hinders its restore, a sentence for each; once it is complete.")
        @Nullable
        List<String> notes) {

    /** The deletion of the files. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Deletion(
            @JsonPropertyDescription("Number of the attempt, from 1.")
            int attempt,

            @JsonPropertyDescription("Name of its Job.") String job,

            @JsonPropertyDescription("When it failed; absent while it is under way.") @Nullable
            String failureTime) {}

    /** A run that has verified the backup. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record VerifyingRun(
            @JsonPropertyDescription("Its name.") String name,

            @JsonPropertyDescription("When it was created: only what a run finds that was created later is news.")
            String createdTime) {}

    /** Whether nothing about the backup itself changes any more, but its deletion. */
    public boolean concluded() {
        return completionTime != null;
    }
}
