package dev.stillhouse.operator.backup;

import static dev.stillhouse.operator.fixture.BackupBuilder.aBackup;
import static dev.stillhouse.operator.fixture.MigrationBuilder.aMigration;
import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static dev.stillhouse.operator.fixture.Times.secondsLater;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.fixture.Backups;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds whatever is seen of a backup and its run. */
class BackupDeciderPropertiesTest {
    private static Stream<BackupWorld> all() {
        return Stream.of(BackupVerification.values())
                .flatMap(verify -> Stream.concat(
                        Stream.of(BackupWorld.of(aBackup().verifiedBy(verify))),
                        phases().flatMap(phase -> Stream.of(Reason.values())
                                .flatMap(reason -> told().map(state -> {
                                    var run =
                                            aRun(1).now(phase, reason, "Words.").endedAt(NOON);
                                    state.ifPresent(run::tookBackup);
                                    return BackupWorld.of(aBackup().verifiedBy(verify))
                                            .run(run);
                                })))));
    }

    private static Stream<RunPhase> phases() {
        return Stream.of(RunPhase.values());
    }

    private static Stream<Optional<BackupState>> told() {
        return Stream.concat(
                Stream.of(Optional.empty()),
                Stream.of(BackupState.Running, BackupState.Stored, BackupState.Verified, BackupState.Failed)
                        .map(Optional::of));
    }

    @Test
    void it_is_good_only_if_its_run_said_so() {
        assertThat(all().filter(world -> Stream.of(BackupState.Stored, BackupState.Verified)
                        .anyMatch(state -> state == world.status().state())))
                .isNotEmpty()
                .allSatisfy(world -> {
                    var told = world.snapshot()
                            .run()
                            .orElseThrow()
                            .getStatus()
                            .backup()
                            .state();
                    assertThat(world.status().state()).isEqualTo(told);
                    assertThat(world.status().verified()).isNotNull();
                });
    }

    @Test
    void what_was_to_be_restored_is_never_good_by_digest() {
        assertThat(all().filter(world -> world.snapshot().backup().getSpec().verify() == BackupVerification.Restore))
                .noneMatch(world -> world.status().state() == BackupState.Stored);
    }

    @Test
    void no_run_that_is_over_leaves_it_undecided() {
        assertThat(all().filter(world ->
                        world.snapshot().run().map(BackupDecider::isOver).orElse(true)))
                .noneMatch(world -> world.decision() instanceof BackupDecision.Follow);
    }

    @Test
    void what_may_have_been_written_is_never_forgotten() {
        assertThat(all().filter(world -> world.decision() instanceof BackupDecision.Discard))
                .isNotEmpty()
                .allSatisfy(world -> {
                    var run = world.snapshot().run().orElseThrow();
                    assertThat(run.getStatus().backup()).isNull();
                    assertThat(run.getStatus().reason()).isNotIn(Reason.OutcomeUnknown, Reason.Lost, Reason.Settled);
                });
    }

    /** As after a restore of the cluster: neither a failure nor a deletion follows from what is not known. */
    @Test
    void one_that_lost_its_status_and_its_run_is_kept_for_ever() {
        for (var days : List.of(0, 1, 30, 3650)) {
            for (var verify : BackupVerification.values()) {
                var now = NOON.plus(Duration.ofDays(days));
                var newer = aBackup().named("newer").concluded(BackupState.Verified, now);
                var lost = BackupWorld.of(aBackup().verifiedBy(verify).age("1h").leavingWithItsMigration())
                        .at(now);
                for (var world : List.of(lost, lost.migration(aMigration().backup(Backups.kept(1, "1h")), newer))) {
                    assertThat(world.decision()).isInstanceOf(BackupDecision.Unknown.class);
                    assertThat(world.status().state()).isEqualTo(BackupState.Unknown);
                    var family = world.snapshot().family();
                    assertThat(Retention.keep(
                                            newer.build(),
                                            family,
                                            Set.of(),
                                            RetentionTerms.of(
                                                    newer.build(),
                                                    world.snapshot().migration()),
                                            now)
                                    .surplus())
                            .doesNotContain(world.snapshot().backup());
                }
            }
        }
    }

    @Test
    void saying_it_again_changes_nothing() {
        assertThat(all().filter(world -> !(world.decision() instanceof BackupDecision.Discard)))
                .allSatisfy(world -> {
                    var first = world.status();
                    world.snapshot().backup().setStatus(first);
                    if (!(world.decision() instanceof BackupDecision.Keep)) {
                        assertThat(world.at(secondsLater(300)).status()).isEqualTo(first);
                    }
                });
    }
}
