package dev.stillhouse.operator.backup;

import static dev.stillhouse.operator.fixture.BackupBuilder.aBackup;
import static dev.stillhouse.operator.fixture.MigrationBuilder.aMigration;
import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.DatabaseIdentity;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunResult;
import dev.stillhouse.operator.cluster.ConditionType;
import dev.stillhouse.operator.cluster.Conditions;
import dev.stillhouse.operator.cluster.Standing;
import dev.stillhouse.operator.fixture.Backups;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackupStatusesTest {
    @Test
    void what_the_run_said_is_written_down() {
        var status = BackupWorld.of(aBackup())
                .run(aRun(1).running().tookBackup(BackupState.Verified))
                .status();
        assertThat(status.state()).isEqualTo(BackupState.Verified);
        assertThat(status.verified()).isEqualTo(BackupVerification.Restore);
        assertThat(status.size()).isEqualTo("1.2 GiB");
        assertThat(status.revision()).isEqualTo("b2");
        assertThat(status.digest()).isEqualTo("sha256:manifest");
        assertThat(status.completionTime()).isEqualTo(NOON.toString());
        assertThat(status.concluded()).isTrue();
        assertThat(Conditions.find(status.conditions(), ConditionType.Ready))
                .hasValueSatisfying(ready -> assertThat(ready.getStatus()).isEqualTo("True"));
    }

    @Test
    void it_is_kept_when_the_run_is_gone() {
        var said = BackupWorld.of(aBackup())
                .run(aRun(1).running().tookBackup(BackupState.Verified))
                .status();
        var backup = aBackup().build();
        backup.setStatus(said);
        assertThat(BackupWorld.of(backup).status()).isEqualTo(said);
    }

    @Test
    void the_database_is_named_once_the_run_has_named_it() {
        var identity = new DatabaseIdentity("7301", "orders", "17.6", "public.alembic_version");
        var ended = aRun(1).succeeded()
                .tookBackup(BackupState.Verified)
                .result(new RunResult(null, null, null, 0, null, null, identity, null, null, null));
        var status = BackupWorld.of(aBackup().concluded(BackupState.Verified, NOON))
                .run(ended)
                .status();
        assertThat(status.database()).isEqualTo(identity);
    }

    @Test
    void a_hindrance_that_has_passed_leaves_no_trace() {
        var kept = aBackup().concluded(BackupState.Verified, NOON).build();
        kept.setStatus(BackupWorld.of(kept).status());
        var before = kept.getStatus();
        kept.setStatus(BackupStatuses.hindered(kept, Standing.hindered(new IllegalStateException("No.")), NOON));
        assertThat(kept.getStatus()).isNotEqualTo(before);
        assertThat(BackupWorld.of(kept).status()).isEqualTo(before);
    }

    /** A backup that is good does not stop being so because the operator cannot go on. */
    @Test
    void a_hindrance_leaves_what_is_known() {
        var kept = aBackup().concluded(BackupState.Verified, NOON).build();
        kept.setStatus(BackupWorld.of(kept).status());
        var hindered = BackupStatuses.hindered(kept, Standing.hindered(new IllegalStateException("No.")), NOON);
        assertThat(Conditions.find(hindered.conditions(), ConditionType.Ready))
                .isEqualTo(Conditions.find(kept.getStatus().conditions(), ConditionType.Ready))
                .hasValueSatisfying(ready -> assertThat(ready.getStatus()).isEqualTo("True"));
    }

    @Test
    void a_deletion_that_is_taken_back_leaves_no_trace() {
        var shared = BackupWorld.of(
                        aBackup().concluded(BackupState.Verified, NOON).marked())
                .sharedWith("bank/copy")
                .status();
        assertThat(shared.state()).isEqualTo(BackupState.Verified);
        assertThat(shared.reason()).isEqualTo(Reason.FilesKept);
        var again = aBackup().build();
        again.setStatus(shared);
        assertThat(BackupWorld.of(again).status().reason()).isEqualTo(Reason.BackedUp);
    }

    @Test
    void the_end_of_its_age_is_shown() {
        var kept = BackupWorld.of(aBackup().concluded(BackupState.Verified, NOON))
                .migration(aMigration().backup(Backups.kept(5, "720h")));
        assertThat(kept.status().keptUntil())
                .isEqualTo(NOON.plus(Duration.ofDays(30)).toString());
        var byCount = BackupWorld.of(aBackup().concluded(BackupState.Verified, NOON))
                .migration(aMigration().backup(Backups.kept(5, null)));
        assertThat(byCount.status().keptUntil()).isNull();
    }

    @Test
    void a_failed_one_is_stalled() {
        var status = BackupWorld.of(aBackup()).run(aRun(1).unknown()).status();
        assertThat(status.verified()).isNull();
        assertThat(Conditions.find(status.conditions(), ConditionType.Stalled))
                .hasValueSatisfying(stalled -> assertThat(stalled.getStatus()).isEqualTo("True"));
    }

    @Test
    void sizes_are_written_for_people() {
        assertThat(Sizes.text(0)).isEqualTo("0 B");
        assertThat(Sizes.text(1023)).isEqualTo("1023 B");
        assertThat(Sizes.text(1536)).isEqualTo("1.5 KiB");
        assertThat(Sizes.text(1_048_575)).isEqualTo("1.0 MiB");
        assertThat(Sizes.text(Long.MAX_VALUE)).isEqualTo("8.0 EiB");
    }
}
