package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.Held;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunSpec;
import dev.stillhouse.api.v1alpha1.MigrationRunSpec.Wish;
import dev.stillhouse.api.v1alpha1.ProjectSpec;
import dev.stillhouse.operator.cluster.Digests;
import dev.stillhouse.operator.cluster.Labels;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a DatabaseMigration wants, compared field by field with what it wanted when a run was made. A field that is new in a
 * later version has its default in both, so that a new version alone never makes a difference.
 */
final class Wishes {
    /** A longer note is compared by its digest. */
    private static final int MAX_NOTE = 256;

    private Wishes() {}

    static Wish of(DatabaseMigration migration) {
        return new Wish(
                migration.getSpec().targetsOrDefault(),
                retry(migration).orElse(null),
                null,
                migration.getMetadata().getGeneration());
    }

    /** Whether a run was made for what the DatabaseMigration wants now: how it is carried out is not part of it. */
    static boolean isWanted(DatabaseMigration migration, MigrationRun run) {
        var spec = run.getSpec();
        return spec.wish().targets().equals(migration.getSpec().targetsOrDefault())
                && !retryIsAsked(migration, spec.wish().retry())
                && isOfDatabase(migration, run)
                && isOfProject(migration, run);
    }

    static boolean isOfProject(DatabaseMigration migration, MigrationRun run) {
        return project(run).equals(migration.getSpec().project().withDefaults());
    }

    /** Whether two runs were made for the same. */
    static boolean areOfOneWish(MigrationRun one, MigrationRun other) {
        var wish = one.getSpec().wish();
        return wish.targets().equals(other.getSpec().wish().targets())
                && Objects.equals(wish.retry(), other.getSpec().wish().retry())
                && project(one).equals(project(other));
    }

    /** The project that the manifest named when a run was made. */
    private static ProjectSpec project(MigrationRun run) {
        var spec = run.getSpec();
        return Objects.requireNonNullElse(spec.wish().project(), spec.project()).withDefaults();
    }

    static boolean isOfDatabase(DatabaseMigration migration, MigrationRun run) {
        return run.getSpec().database().isSameAs(migration.getSpec().database());
    }

    /** Whether a person has asked for something else since a hold began: other targets, or a retry; nothing else ends it. */
    static boolean endsHold(DatabaseMigration migration, Held held) {
        return endsHold(migration, held.targets(), held.retry());
    }

    static boolean endsHold(DatabaseMigration migration, List<String> targets, @Nullable String retry) {
        return !targets.equals(migration.getSpec().targetsOrDefault()) || retryIsAsked(migration, retry);
    }

    /**
     * Whether a run was made under the same permissions and settings as the DatabaseMigration has now. While nobody has changed
     * the manifest they are: other defaults of the operator are nobody's wish.
     */
    static boolean sameTerms(DatabaseMigration migration, MigrationRunSpec run) {
        var spec = migration.getSpec();
        if (Objects.equals(run.wish().generation(), migration.getMetadata().getGeneration())) {
            return true;
        }
        return run.downgrade() == spec.downgradeOrDefault()
                && sameExecution(migration, run)
                && run.approvalsOrNone().equals(spec.approvalsOrNone())
                && run.backupOrDefault().ofRun().equals(spec.backupOrDefault().ofRun())
                && run.copiesOrDefault().equals(spec.copiesOrDefault())
                && run.rehearsalOrNever() == spec.rehearsalOrDefault();
    }

    static boolean sameExecution(DatabaseMigration migration, MigrationRunSpec run) {
        return run.execution().withDefaults().equals(migration.getSpec().executionOrDefault());
    }

    /** An annotation that was taken away asks for nothing. */
    private static boolean retryIsAsked(DatabaseMigration migration, @Nullable String before) {
        return retry(migration).filter(now -> !now.equals(before)).isPresent();
    }

    private static Optional<String> retry(DatabaseMigration migration) {
        return Labels.annotation(migration, Labels.RETRY)
                .map(note -> note.length() > MAX_NOTE ? Digests.sha256(note) : note);
    }
}
