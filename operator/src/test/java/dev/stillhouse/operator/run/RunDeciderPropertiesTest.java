package dev.stillhouse.operator.run;

import static dev.stillhouse.operator.fixture.Times.secondsLater;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.cluster.ConditionType;
import dev.stillhouse.operator.pod.JobEnd;
import dev.stillhouse.operator.run.RunDecision.AwaitSettlement;
import dev.stillhouse.operator.run.RunDecision.Clear;
import dev.stillhouse.operator.run.RunDecision.Fail;
import dev.stillhouse.operator.run.RunDecision.Launch;
import dev.stillhouse.operator.run.RunDecision.Rest;
import dev.stillhouse.report.Operation;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What holds whatever is seen of a run. */
class RunDeciderPropertiesTest {
    private static final Set<ConditionType> KSTATUS =
            Set.of(ConditionType.Ready, ConditionType.Reconciling, ConditionType.Stalled);

    @BeforeAll
    static void showOneOfMany() {
        Assertions.setMaxElementsForPrinting(1);
    }

    private static Stream<RunWorld> unfinished() {
        return RunWorlds.all().filter(world -> !isOver(world));
    }

    private static boolean isOver(RunWorld world) {
        return world.decision() instanceof Rest || world.decision() instanceof Clear;
    }

    @Test
    void a_run_that_is_over_rests() {
        assertThat(RunWorlds.all().filter(world -> world.snapshot().phase().terminal()))
                .isNotEmpty()
                .allMatch(RunDeciderPropertiesTest::isOver);
    }

    /** Nor is one taken away from somebody else, or twice. */
    @Test
    void no_job_is_taken_away_before_the_end_is_on_record() {
        assertThat(RunWorlds.all().filter(world -> world.decision() instanceof Clear))
                .isNotEmpty()
                .allSatisfy(world -> {
                    var job = world.snapshot().job().orElseThrow();
                    assertThat(world.snapshot().phase()).isGreaterThan(RunPhase.Running);
                    assertThat(world.snapshot().isForeign(job)).isFalse();
                    assertThat(job.getMetadata().getDeletionTimestamp()).isNull();
                    assertThat(JobEnd.isOpen(job)).isTrue();
                });
    }

    /** One Job for each run, ever: not where there is one, was one, or where something may be at work. */
    @Test
    void a_job_is_launched_only_where_none_was_ever_seen() {
        assertThat(unfinished().filter(world -> world.decision() instanceof Launch))
                .isNotEmpty()
                .allSatisfy(world -> {
                    assertThat(world.snapshot().job()).isEmpty();
                    assertThat(world.snapshot().jobUid()).isEmpty();
                    assertThat(world.snapshot().pod()).isEmpty();
                });
    }

    @Test
    void nothing_but_a_report_or_the_database_ends_a_run_that_was_at_work() {
        assertThat(unfinished()
                        .filter(world -> world.snapshot().phase() == RunPhase.Running)
                        .filter(world -> world.run().getSpec().operation() == Operation.Migrate)
                        .map(RunWorld::decision))
                .isNotEmpty()
                .noneMatch(decision -> decision instanceof Fail);
    }

    /** Nobody may have looked while it came and went. */
    @Test
    void a_pod_that_may_have_been_is_not_thought_away() {
        assertThat(unfinished()
                        .filter(world -> world.run().getSpec().operation() == Operation.Migrate)
                        .filter(world -> world.snapshot().pod().isEmpty())
                        .filter(world -> world.snapshot().jobUid().isPresent())
                        .filter(world ->
                                world.snapshot().job().filter(JobEnd::hadNoPod).isEmpty())
                        .map(RunWorld::decision))
                .isNotEmpty()
                .noneMatch(decision -> decision instanceof Fail);
    }

    @Test
    void an_unknown_outcome_is_not_guessed() {
        assertThat(RunWorlds.all().filter(world -> world.snapshot().phase() == RunPhase.Unknown))
                .isNotEmpty()
                .allSatisfy(world -> assertThat(world.decision()).isIn(new AwaitSettlement(), new Clear()));
    }

    @Test
    void a_phase_never_goes_back() {
        assertThat(unfinished())
                .allSatisfy(world -> assertThat(world.status().phase())
                        .isGreaterThanOrEqualTo(world.snapshot().phase()));
    }

    @Test
    void at_most_one_of_ready_reconciling_and_stalled_is_true() {
        assertThat(unfinished()).allSatisfy(world -> {
            var standing = world.standing();
            assertThat(standing.truths().stream().filter(KSTATUS::contains)).hasSizeLessThanOrEqualTo(1);
            assertThat(standing.message()).isNotBlank().doesNotContain("null", "..");
        });
    }

    @Test
    void deciding_again_with_the_status_that_was_written_changes_nothing() {
        assertThat(unfinished()).allSatisfy(world -> {
            var first = world.status();
            world.run().setStatus(first);
            if (!isOver(world)) {
                var second = world.status();
                world.run().setStatus(second);
                if (!isOver(world)) {
                    assertThat(world.at(secondsLater(1)).status()).isEqualTo(second);
                }
            }
        });
    }
}
