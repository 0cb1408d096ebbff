package dev.stillhouse.operator.backup;

import static dev.stillhouse.operator.fixture.BackupBuilder.aBackup;
import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.DatabaseIdentity;
import dev.stillhouse.api.v1alpha1.MigrationBackupStatus;
import dev.stillhouse.api.v1alpha1.MigrationBackupStatus.VerifyingRun;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunResult;
import dev.stillhouse.operator.backup.BackupDecision.Found;
import dev.stillhouse.operator.backup.BackupDecision.Keep;
import dev.stillhouse.operator.cluster.ConditionType;
import dev.stillhouse.operator.cluster.Conditions;
import dev.stillhouse.operator.fixture.BackupBuilder;
import dev.stillhouse.operator.fixture.RunBuilder;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.Reason;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What becomes of a backup that a run has verified. */
class VerificationsTest {
    private static final Instant LATER = NOON.plusSeconds(60);

    private static RunBuilder verification() {
        return aRun(7).verifying("orders-1-backup");
    }

    private static RunBuilder found(BackupState state) {
        var run = state == BackupState.Failed || state == BackupState.Unknown
                ? verification().failed(state == BackupState.Failed ? Reason.BackupCorrupt : Reason.BackupNotFound)
                : verification().succeeded();
        return run.tookBackup(state).createdAt(NOON.plusSeconds(30)).endedAt(LATER);
    }

    private static MigrationBackupStatus after(BackupBuilder backup, RunBuilder... runs) {
        return BackupWorld.of(backup).verifiedBy(runs).status();
    }

    @Test
    void one_of_which_nothing_was_known_is_known_again() {
        var identity = new DatabaseIdentity("7301", "orders", "17.6", null);
        var run = found(BackupState.Verified)
                .result(new RunResult(null, null, null, null, null, null, identity, null, null, null));
        assertThat(after(aBackup(), run))
                .returns(BackupState.Verified, MigrationBackupStatus::state)
                .returns(Reason.Verified, MigrationBackupStatus::reason)
                .returns(BackupVerification.Restore, MigrationBackupStatus::verified)
                .returns("sha256:manifest", MigrationBackupStatus::digest)
                .returns("b2", MigrationBackupStatus::revision)
                .returns(1288490189L, MigrationBackupStatus::sizeBytes)
                .returns(identity, MigrationBackupStatus::database)
                .returns(LATER.toString(), MigrationBackupStatus::verifiedTime)
                .returns(LATER.toString(), MigrationBackupStatus::completionTime)
                .satisfies(status -> assertThat(Conditions.find(status.conditions(), ConditionType.Ready))
                        .hasValueSatisfying(
                                ready -> assertThat(ready.getStatus()).isEqualTo("True")));
        assertThat(after(aBackup(), found(BackupState.Stored)).verified()).isEqualTo(BackupVerification.Digest);
    }

    @Test
    void one_that_had_failed_may_turn_out_to_be_good() {
        assertThat(after(aBackup().concluded(BackupState.Failed, NOON), found(BackupState.Verified)))
                .returns(BackupState.Verified, MigrationBackupStatus::state)
                .returns(NOON.toString(), MigrationBackupStatus::completionTime);
    }

    @Test
    void a_good_one_whose_files_are_wrong_has_failed() {
        assertThat(after(aBackup().concluded(BackupState.Verified, NOON), found(BackupState.Failed)))
                .returns(BackupState.Failed, MigrationBackupStatus::state)
                .returns(Reason.BackupCorrupt, MigrationBackupStatus::reason)
                .returns(null, MigrationBackupStatus::verified)
                .satisfies(status -> assertThat(status.message()).contains("orders-7", "It failed."));
    }

    @Test
    void a_good_one_whose_files_are_not_there_is_unknown_and_stays() {
        var lost =
                BackupWorld.of(aBackup().concluded(BackupState.Verified, NOON)).verifiedBy(found(BackupState.Unknown));
        assertThat(lost.status().state()).isEqualTo(BackupState.Unknown);
        var backup = aBackup().build();
        backup.setStatus(lost.status());
        assertThat(BackupWorld.of(backup).decision()).isInstanceOf(BackupDecision.Unknown.class);
        assertThat(BackupWorld.of(backup)
                        .run(aRun(1).succeeded().tookBackup(BackupState.Verified))
                        .decision())
                .isInstanceOf(BackupDecision.Unknown.class);
    }

    @Test
    void a_run_that_found_nothing_changes_nothing() {
        var good = BackupWorld.of(aBackup().concluded(BackupState.Verified, NOON));
        assertThat(good.verifiedBy(verification().failed(Reason.StorageUnavailable))
                        .decision())
                .isInstanceOf(Keep.class);
        assertThat(good.verifiedBy(verification().running()).decision()).isInstanceOf(Keep.class);
        assertThat(BackupWorld.of(aBackup())
                        .verifiedBy(verification().failed(Reason.OutcomeUnknown))
                        .decision())
                .isInstanceOf(BackupDecision.Unknown.class);
    }

    @Test
    void what_is_taken_over_once_is_not_taken_over_again() {
        var backup = aBackup().build();
        backup.setStatus(after(aBackup().concluded(BackupState.Verified, NOON), found(BackupState.Failed)));
        assertThat(backup.getStatus().verifiedBy())
                .isEqualTo(new VerifyingRun("orders-7", NOON.plusSeconds(30).toString()));
        assertThat(BackupWorld.of(backup).verifiedBy(found(BackupState.Failed)).decision())
                .isInstanceOf(Keep.class);
    }

    /** The operator that has recorded it ran on a machine whose clock is an hour ahead. */
    @Test
    void a_later_run_is_heard_whatever_the_clocks_say() {
        var verified = aBackup().concluded(BackupState.Verified, NOON).verifiedAt(LATER.plusSeconds(3600));
        assertThat(BackupWorld.of(verified)
                        .verifiedBy(found(BackupState.Failed))
                        .decision())
                .isInstanceOf(Found.class);
        assertThat(BackupWorld.of(verified.verifiedByRunOf(NOON.plusSeconds(20)))
                        .verifiedBy(found(BackupState.Failed))
                        .decision())
                .isInstanceOf(Found.class);
    }

    /** Numbers begin again with another DatabaseMigration, and a backup outlives the first. */
    @Test
    void a_later_run_with_a_lower_number_is_heard() {
        var verified = aBackup().concluded(BackupState.Verified, NOON).verifiedByRunOf(NOON.plusSeconds(20));
        var other = aRun(3).verifying("orders-1-backup")
                .failed(Reason.BackupCorrupt)
                .tookBackup(BackupState.Failed)
                .createdAt(NOON.plusSeconds(40))
                .endedAt(LATER);
        assertThat(BackupWorld.of(verified).verifiedBy(other).decision()).isInstanceOf(Found.class);
    }

    /** Definitions that are older than the operator keep the time alone. */
    @Test
    void what_was_taken_over_is_known_by_its_time_too() {
        var known = aBackup().concluded(BackupState.Verified, NOON).verifiedAt(LATER);
        assertThat(BackupWorld.of(known).verifiedBy(found(BackupState.Verified)).decision())
                .isInstanceOf(Keep.class);
    }

    @Test
    void the_newest_word_counts() {
        var older = aRun(6).verifying("orders-1-backup")
                .failed(Reason.BackupCorrupt)
                .tookBackup(BackupState.Failed)
                .createdAt(NOON.plusSeconds(10))
                .endedAt(LATER.plusSeconds(30));
        assertThat(BackupWorld.of(aBackup())
                        .verifiedBy(older, found(BackupState.Verified))
                        .decision())
                .isInstanceOfSatisfying(
                        Found.class, found -> assertThat(found.state()).isEqualTo(BackupState.Verified));
    }

    /** A resource that was brought back under its name has its files still to be looked at. */
    @Test
    void a_run_that_is_older_than_the_resource_says_nothing_of_it() {
        var again = aBackup().createdAt(LATER);
        assertThat(BackupWorld.of(again)
                        .verifiedBy(found(BackupState.Verified).createdAt(NOON))
                        .decision())
                .isInstanceOf(BackupDecision.Unknown.class);
        assertThat(BackupWorld.of(again)
                        .verifiedBy(found(BackupState.Verified).createdAt(LATER))
                        .decision())
                .isInstanceOf(Found.class);
    }

    @Test
    void another_backup_is_not_meant() {
        assertThat(BackupWorld.of(aBackup().named("another"))
                        .verifiedBy(found(BackupState.Verified))
                        .decision())
                .isInstanceOf(BackupDecision.Unknown.class);
    }
}
