package dev.stillhouse.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stillhouse.api.v1alpha1.MigrationRunSpec.MigrationRef;
import dev.stillhouse.report.Durations;
import dev.stillhouse.report.Operation;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The spec of a {@link MigrationRequest}. How it is carried out, with which project and database, the manifest says. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "self == oldSelf",
        message =
                "a request is for one thing, done once, and cannot be changed; to ask for something else, create another one")
@ValidationRule(
        value = "self.operation != 'Migrate'",
        message =
                "a request has the operation Upgrade, Downgrade, Stamp, Observe, Backup, Restore or Verify; to migrate as the manifest says, annotate the DatabaseMigration with stillhouse.dev/retry")
@ValidationRule(
        value = "(self.operation == 'Restore') == has(self.restore)",
        message =
                "operation: Restore and restore: {backup, confirm} belong together: set both to bring a backup back, or neither")
@ValidationRule(
        value = "(self.operation == 'Verify') == has(self.verify)",
        message =
                "operation: Verify and verify: {backup} belong together: set both to compare a backup again, or neither")
@ValidationRule(
        value = "!has(self.target) || !has(self.targets)",
        message = "set either target or targets, which is for several independent branches")
@ValidationRule(
        value = "!(self.operation in ['Downgrade', 'Stamp']) || has(self.target) || has(self.targets)",
        message = "operation: Downgrade and operation: Stamp need a target, such as -1, base or a revision")
@ValidationRule(
        value = "!(self.operation in ['Backup', 'Restore', 'Verify']) || !(has(self.target) || has(self.targets))",
        message = "a backup has no target: leave target and targets out")
@ValidationRule(
        value = "!has(self.purge) || self.operation == 'Stamp'",
        message =
                "purge belongs to operation: Stamp: it clears all version rows, known or not, before the target's are written")
public record MigrationRequestSpec(
        @Required
        @JsonPropertyDescription(
                "The DatabaseMigration whose database is meant. If it is not there yet, the request waits for it.")
        MigrationRef migrationRef,

        @Required
        @JsonPropertyDescription(
                "`Upgrade` goes up and `Downgrade` goes down to the target; `Stamp` writes the version rows of the target and runs no revision; `Observe` only reads where the database is; `Backup` takes a backup and changes nothing; `Restore` brings the database back from a backup; `Verify` restores a stored backup beside and compares it again.")
        Operation operation,

        @JsonPropertyDescription(
                "The target, in Alembic's words, relative ones such as `+1`, `-2`, `ae10+2` and `label@-1` too. The default is that of the DatabaseMigration.")
        @Size(min = 1, max = 256)
        @Nullable
        String target,

        @JsonPropertyDescription("Several targets at once, for a project of independent branches.")
        @Size(min = 1, max = 32)
        @Nullable
        List<@Size(min = 1, max = 256) String> targets,

        @JsonPropertyDescription(
                "Clear all version rows, known to the project or not, before those of the target are written, as `alembic stamp --purge`.")
        @Nullable
        Boolean purge,

        @JsonPropertyDescription("Which backup to bring back, for the operation Restore.") @Nullable
        RestoreSpec restore,

        @JsonPropertyDescription("Which backup to compare again, for the operation Verify.") @Nullable
        VerifySpec verify,

        @JsonPropertyDescription(
                "When the request is deleted after it was carried out, such as `24h`. Without it the request stays until somebody deletes it. What was carried out is remembered beyond that.")
        @Pattern(ExecutionSpec.DURATION)
        @Size(max = 32)
        @Nullable
        String ttlAfterFinished) {

    public Optional<Duration> ttlOrNone() {
        return Optional.ofNullable(ttlAfterFinished).map(Durations::parse);
    }

    /** Whether carrying it out may leave the database of the DatabaseMigration elsewhere. */
    public boolean moves() {
        return switch (operation) {
            case Migrate, Upgrade, Downgrade, Stamp, Unknown -> true;
            case Restore -> restore != null && restore.changesDatabase();
            case Observe, Backup, Verify -> false;
        };
    }
}
