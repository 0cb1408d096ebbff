package dev.stillhouse.operator.run;

import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static dev.stillhouse.operator.run.PodBuilders.aPod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.cluster.ConditionType;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.operator.fixture.BackupBuilder;
import dev.stillhouse.operator.fixture.RunBuilder;
import dev.stillhouse.operator.run.RunDecision.Fail;
import dev.stillhouse.operator.run.RunDecision.Finish;
import dev.stillhouse.operator.run.RunDecision.Follow;
import dev.stillhouse.operator.run.RunDecision.Rest;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Outcome;
import dev.stillhouse.report.Phase;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RestoreMode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a newer operator or runner has written, as after an upgrade that was taken back. */
class FutureTest {
    private static final String VALUE = "FromTheFuture";

    /** The object with other words in it, read as an informer reads it. */
    private static <T> T read(Object now, Class<T> type, Map<String, String> words) {
        var json = Serialization.asJson(now);
        for (var word : words.entrySet()) {
            assertThat(json).contains(word.getKey());
            json = json.replace(word.getKey(), word.getValue());
        }
        return Serialization.unmarshal(json, type);
    }

    private static MigrationRun run(RunBuilder now, Map<String, String> words) {
        return read(now.build(), MigrationRun.class, words);
    }

    private static Map<String, String> word(String field, String value) {
        return Map.of("\"%s\":\"%s\"".formatted(field, value), "\"%s\":\"%s\"".formatted(field, VALUE));
    }

    @Test
    void a_run_can_be_listed_whatever_is_in_it() {
        assertThat(run(aRun(1).failed(Reason.Lost), word("reason", "Lost"))
                        .getStatus()
                        .reason())
                .isEqualTo(Reason.Unknown);
        assertThat(run(aRun(1), word("operation", "Migrate")).getSpec().operation())
                .isEqualTo(Operation.Unknown);
        assertThat(run(aRun(1).restoring("b", RestoreMode.Swap), word("mode", "Swap"))
                        .getSpec()
                        .restore()
                        .modeOrDefault())
                .isEqualTo(RestoreMode.Unknown);
    }

    @Test
    void a_backup_can_be_listed_whatever_is_in_it() {
        var backup =
                BackupBuilder.aBackup().concluded(BackupState.Verified, NOON).build();
        assertThat(read(backup, MigrationBackup.class, word("state", "Verified"))
                        .getStatus()
                        .state())
                .isEqualTo(BackupState.Unknown);
    }

    @Test
    void a_run_in_an_unknown_phase_is_left_to_the_version_that_knows_it() {
        var run = run(aRun(1).running(), word("phase", "Running"));
        assertThat(RunOutcomes.phase(run)).isEqualTo(RunPhase.Unrecognized);
        assertThat(RunOutcomes.isOver(run)).isFalse();
        assertThat(RunOutcomes.reason(run)).isEqualTo(Reason.Unknown);
        assertThat(RunOutcomes.message(run)).contains("Upgrade the operator again");
        assertThat(RunWorld.of(aRun(1).now(RunOutcomes.phase(run), Reason.Running, "At work."))
                        .pod(aPod().runnerAtWork())
                        .decision())
                .isEqualTo(new Rest());
    }

    @Test
    void a_run_that_ended_in_an_unknown_phase_is_over() {
        assertThat(RunOutcomes.isOver(run(aRun(1).succeeded(), word("phase", "Succeeded"))))
                .isTrue();
    }

    @Test
    void an_unknown_operation_is_never_carried_out_but_followed_to_its_end() {
        var run = RunBuilder.like(run(aRun(1), word("operation", "Migrate")));
        assertThat(RunWorld.of(run).decision()).isInstanceOfSatisfying(Fail.class, fail -> {
            assertThat(fail.reason()).isEqualTo(Reason.ProtocolMismatch);
            assertThat(fail.message()).contains("Nothing was changed");
        });
        assertThat(RunWorld.of(run).pod(aPod().runnerAtWork()).decision()).isEqualTo(new Follow());
    }

    private static RunWorld reported(Map<String, String> words) {
        var report = ReportBuilder.failed(Reason.LockTimeout, "It is at a1.").build();
        var json = Serialization.asJson(report);
        for (var word : words.entrySet()) {
            assertThat(json).contains(word.getKey());
            json = json.replace(word.getKey(), word.getValue());
        }
        return RunWorld.of(aRun(1).running()).pod(aPod().runnerEnded(1, "Error", json));
    }

    /** A run whose report cannot be read is lost: another one would have to read the database. */
    @Test
    void a_newer_runners_report_is_still_a_report() {
        var reason = reported(word("reason", "LockTimeout"));
        assertThat(reason.status().reason()).isEqualTo(Reason.Unknown);
        assertThat(reason.status().message()).isEqualTo("It is at a1.");
        assertThat(reason.status().revision()).isEqualTo("a1");

        assertThat(reported(word("direction", "up")).status().plan()).isNotNull();
        assertThat(reported(Map.of("\"observe\"", "\"dream\"")).decision())
                .isInstanceOfSatisfying(
                        Finish.class,
                        finish -> assertThat(finish.report().phaseMillis()).containsKey(Phase.UNKNOWN));
    }

    @Test
    void an_unknown_outcome_is_no_success_and_is_not_tried_again() {
        var world = reported(word("outcome", "Failed"));
        assertThat(world.decision())
                .isInstanceOfSatisfying(
                        Finish.class,
                        finish -> assertThat(finish.report().outcome()).isEqualTo(Outcome.Unknown));
        assertThat(world.status().phase()).isEqualTo(RunPhase.Failed);
        assertThat(world.status().reason()).isEqualTo(Reason.Unknown);
        assertThat(world.status().message()).contains("Let both be of one version", "It is at a1.");
        assertThat(world.standing().truths()).containsExactly(ConditionType.Stalled);
    }
}
