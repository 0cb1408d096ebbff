package dev.stillhouse.operator.run;

import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static dev.stillhouse.operator.run.PodBuilders.aPod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunBackup;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.WrittenTable;
import dev.stillhouse.operator.fixture.Backups;
import dev.stillhouse.operator.fixture.RunBuilder;
import dev.stillhouse.report.BackupPolicy;
import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Phase;
import dev.stillhouse.report.Progress;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a run's status says of its backup. */
class RunBackupsTest {
    private static RunReport.Backup word(BackupState state) {
        return word(state, BackupScope.Database);
    }

    private static RunReport.Backup word(BackupState state, BackupScope scope) {
        return word(state, scope, null);
    }

    /** That of an earlier attempt, which the run uses. */
    private static RunReport.Backup earlier(BackupState state) {
        return word(state, BackupScope.Database, "orders-0-1a2b3c4d");
    }

    private static RunReport.Backup word(BackupState state, BackupScope scope, @Nullable String reused) {
        return new RunReport.Backup(
                state,
                "shop/orders-1-x",
                List.of("a1"),
                NOON.toString(),
                state == BackupState.Running ? null : "sha256:manifest",
                1024L,
                3,
                42L,
                900L,
                scope,
                scope == BackupScope.Database ? null : List.of("public.orders"),
                scope == BackupScope.Database ? "b2 runs a DO block" : null,
                null,
                List.of("pg_dump warned: subscriptions not dumped."),
                reused);
    }

    private static Progress saying(BackupState state) {
        return new Progress(
                NOON.toString(), Phase.BACKUP, "Dumping.", null, null, null, null, null, null, word(state), null);
    }

    private static RunBuilder run() {
        return aRun(1).taking(Backups.when(BackupPolicy.Destructive)).job(JobBuilders.UID);
    }

    private static RunBackup atWork(RunBuilder run, BackupState state) {
        return RunWorld.of(run)
                .pod(aPod().runnerAtWork())
                .progress(saying(state))
                .status()
                .backup();
    }

    private static RunBackup reported(RunBuilder run, ReportBuilder report) {
        return RunWorld.of(run).pod(aPod().reported(report.build())).status().backup();
    }

    @Test
    void its_progress_is_followed() {
        var backup = atWork(run().running(), BackupState.Running);
        assertThat(backup.state()).isEqualTo(BackupState.Running);
        assertThat(backup.needed()).isTrue();
        assertThat(backup.name()).startsWith("orders-1-").hasSize("orders-1-".length() + 8);
        assertThat(atWork(run().running(), BackupState.Stored).state()).isEqualTo(BackupState.Stored);
    }

    /** An operator that starts anew reads the whole log of the runner again. */
    @Test
    void old_words_that_are_heard_again_change_nothing() {
        assertThat(atWork(run().running().tookBackup(BackupState.Verified), BackupState.Running)
                        .state())
                .isEqualTo(BackupState.Verified);
        assertThat(atWork(run().running().tookBackup(BackupState.Stored), BackupState.Running)
                        .state())
                .isEqualTo(BackupState.Stored);
    }

    @Test
    void a_run_that_is_lost_leaves_it_failed_unless_it_was_good() {
        assertThat(RunWorld.of(run().running().tookBackup(BackupState.Running))
                        .status()
                        .backup()
                        .state())
                .isEqualTo(BackupState.Failed);
        assertThat(RunWorld.of(run().running().tookBackup(BackupState.Stored))
                        .status()
                        .backup()
                        .state())
                .isEqualTo(BackupState.Failed);
        assertThat(RunWorld.of(run().running().tookBackup(BackupState.Verified))
                        .status()
                        .backup()
                        .state())
                .isEqualTo(BackupState.Verified);
        var byDigest = run().taking(Backups.verified(BackupVerification.Digest)).running();
        assertThat(RunWorld.of(byDigest.tookBackup(BackupState.Stored))
                        .status()
                        .backup()
                        .state())
                .isEqualTo(BackupState.Stored);
    }

    @Test
    void the_report_says_what_became_of_it_and_why_it_was_needed() {
        var backup = reported(
                run().running(),
                ReportBuilder.upgraded()
                        .backup(word(BackupState.Verified))
                        .destructive(
                                new RunReport.Finding("b2", "drop-column", "It drops the column orders.note."),
                                new RunReport.Finding("c3", "drop-table", "It drops the table old.")));
        assertThat(backup.state()).isEqualTo(BackupState.Verified);
        assertThat(backup.digest()).isEqualTo("sha256:manifest");
        assertThat(backup.because()).isEqualTo("b2: It drops the column orders.note. (and 1 more)");
    }

    @Test
    void none_was_needed_where_the_plan_loses_nothing() {
        var backup = reported(run().running(), ReportBuilder.upgraded());
        assertThat(backup.needed()).isFalse();
        assertThat(backup.because()).isNull();
        assertThat(backup.name()).isNull();
    }

    @Test
    void one_was_needed_where_there_was_no_place_for_it() {
        var backup = reported(
                aRun(1).running().job(JobBuilders.UID),
                ReportBuilder.failed(Reason.BackupStorageMissing, "No place.")
                        .destructive(new RunReport.Finding("b2", "drop-column", "It drops a column.")));
        assertThat(backup.needed()).isTrue();
        assertThat(backup.because()).isEqualTo("b2: It drops a column.");
        assertThat(backup.state()).isNull();
    }

    @Test
    void nothing_is_said_where_none_is_ever_taken() {
        var never = run().taking(Backups.when(BackupPolicy.Never)).running();
        assertThat(reported(never, ReportBuilder.upgraded())).isNull();
        assertThat(reported(run().operation(Operation.Observe).running(), ReportBuilder.observed()))
                .isNull();
    }

    @Test
    void a_failure_that_changed_something_names_the_way_back() {
        var failed = RunWorld.of(run().running())
                .pod(aPod().reported(ReportBuilder.failed(Reason.StatementFailed, "It failed.")
                        .rows("b2")
                        .done(1)
                        .backup(word(BackupState.Verified))
                        .build()));
        assertThat(failed.status().message())
                .startsWith("It failed. The way back is the backup orders-1-")
                .contains("\"operation\":\"Restore\"", "\"confirm\":\"orders\"", "kubectl create -n shop -f -");
        var unchanged = RunWorld.of(run().running())
                .pod(aPod().reported(ReportBuilder.failed(Reason.StatementFailed, "It failed.")
                        .backup(word(BackupState.Verified))
                        .build()));
        assertThat(unchanged.status().message()).isEqualTo("It failed.");
        var unverified = RunWorld.of(run().running())
                .pod(aPod().reported(ReportBuilder.failed(Reason.StatementFailed, "It failed.")
                        .done(1)
                        .backup(word(BackupState.Stored))
                        .build()));
        assertThat(unverified.status().message()).isEqualTo("It failed.");
    }

    @Test
    void a_backup_of_some_tables_is_the_way_back_to_their_rows() {
        var failed = RunWorld.of(run().running())
                .pod(aPod().reported(ReportBuilder.failed(Reason.StatementFailed, "It failed.")
                        .rows("b2")
                        .done(1)
                        .backup(word(BackupState.Verified, BackupScope.Tables))
                        .build()));
        assertThat(failed.status().message())
                .contains("which has not the rows of all tables", "\"mode\":\"NewDatabase\"", "\"confirm\":\"orders\"")
                .doesNotContain("The way back is");
    }

    @Test
    void a_backup_of_rows_is_their_way_back() {
        var failed = RunWorld.of(run().running())
                .pod(aPod().reported(ReportBuilder.failed(Reason.StatementFailed, "It failed.")
                        .rows("b2")
                        .done(1)
                        .backup(word(BackupState.Verified, BackupScope.Rows))
                        .build()));
        assertThat(failed.status().message())
                .contains("The rows that statements have changed", "\"mode\":\"Rows\"", "\"confirm\":\"orders\"")
                .doesNotContain("The way back is");
    }

    @Test
    void whose_rows_are_in_it_is_kept() {
        var some = reported(run(), ReportBuilder.observed().backup(word(BackupState.Verified, BackupScope.Tables)));
        assertThat(some.scope()).isEqualTo(BackupScope.Tables);
        assertThat(some.rowsOf()).containsExactly("public.orders");
        var all = reported(run(), ReportBuilder.observed().backup(word(BackupState.Verified)));
        assertThat(all.scope()).isEqualTo(BackupScope.Database);
        assertThat(all.scopeReason()).isEqualTo("b2 runs a DO block");
    }

    @Test
    void what_was_written_meanwhile_is_told_after_the_backup_is_verified() {
        var gap = new RunReport.Gap(34_000, 12L, List.of(new RunReport.WrittenTable("public.orders", 12)), 9_000L);
        var verified = run().tookBackup(BackupState.Verified);
        var told = reported(
                verified,
                ReportBuilder.observed().backup(word(BackupState.Verified).with(gap)));
        assertThat(told.state()).isEqualTo(BackupState.Verified);
        assertThat(told.gap().millis()).isEqualTo(34_000);
        assertThat(told.gap().rows()).isEqualTo(12);
        assertThat(told.gap().waitedMillis()).isEqualTo(9_000);
        assertThat(told.gap().tables()).extracting(WrittenTable::table).containsExactly("public.orders");
    }

    @Test
    void that_of_an_earlier_attempt_is_named_as_such() {
        var told = reported(
                run(), ReportBuilder.failed(Reason.LockTimeout, "It failed.").backup(earlier(BackupState.Verified)));
        assertThat(told.name()).isEqualTo("orders-0-1a2b3c4d");
        assertThat(told.reused()).isTrue();
        assertThat(told.state()).isEqualTo(BackupState.Verified);
        assertThat(reported(run(), ReportBuilder.observed().backup(word(BackupState.Verified)))
                        .reused())
                .isNull();
    }

    /** What it writes has to be on record, whatever it had used before. */
    @Test
    void one_that_the_run_takes_after_all_is_its_own() {
        var used = reported(run(), ReportBuilder.observed().backup(earlier(BackupState.Verified)));
        var own = atWork(run().running().tookBackup(used), BackupState.Running);
        assertThat(own.name()).startsWith("orders-1-");
        assertThat(own.reused()).isNull();
        assertThat(own.state()).isEqualTo(BackupState.Running);
    }

    /** Only what it was taken for may use it again, and a run that is lost tells no more than this. */
    @Test
    void the_plan_that_it_was_taken_for_is_known_before_the_run_ends() {
        var told = RunWorld.of(run().running())
                .pod(aPod().runnerAtWork())
                .progress(new Progress(
                        NOON.toString(),
                        Phase.BACKUP,
                        "Verified.",
                        null,
                        null,
                        null,
                        null,
                        null,
                        "sha256:plan",
                        word(BackupState.Verified),
                        null))
                .status()
                .backup();
        assertThat(told.plan()).isEqualTo("sha256:plan");
        assertThat(RunWorld.of(run().running().tookBackup(told))
                        .status()
                        .backup()
                        .plan())
                .isEqualTo("sha256:plan");
    }

    @Test
    void the_way_back_is_the_backup_that_was_used() {
        var failed = RunWorld.of(run().running())
                .pod(aPod().reported(ReportBuilder.failed(Reason.StatementFailed, "It failed.")
                        .rows("b2")
                        .done(1)
                        .backup(earlier(BackupState.Verified))
                        .build()));
        assertThat(failed.status().message())
                .contains("The way back is the backup orders-0-1a2b3c4d", "\"backup\":\"orders-0-1a2b3c4d\"");
    }

    @Test
    void what_a_verification_found_is_that_of_the_backup_that_it_verified() {
        var run = aRun(1).verifying("orders-1-backup").job(JobBuilders.UID).running();
        assertThat(RunWorld.of(run)
                        .pod(aPod().runnerAtWork())
                        .progress(saying(BackupState.Verified))
                        .status()
                        .backup())
                .isNull();
        var good = reported(run, ReportBuilder.observed().backup(word(BackupState.Verified)));
        assertThat(good.name()).isEqualTo("orders-1-backup");
        assertThat(good.state()).isEqualTo(BackupState.Verified);
        assertThat(good.digest()).isEqualTo("sha256:manifest");
        var nothing = reported(run, ReportBuilder.failed(Reason.StorageUnavailable, "The bucket is down."));
        assertThat(nothing).isNull();
    }
}
