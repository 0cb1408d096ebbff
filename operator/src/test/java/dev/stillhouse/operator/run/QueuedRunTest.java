package dev.stillhouse.operator.run;

import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.cluster.Adoption;
import dev.stillhouse.operator.fixture.RunBuilder;
import dev.stillhouse.operator.run.RunDecision.Fail;
import dev.stillhouse.operator.run.RunDecision.Launch;
import dev.stillhouse.operator.run.RunLimits.Scope;
import dev.stillhouse.report.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A run that waits for its turn among all runs. */
class QueuedRunTest {
    private static final Turn FULL = new Turn.Later(Scope.NAMESPACE, 25, 7);

    private static RunWorld waiting(RunBuilder run) {
        return RunWorld.of(run).turn(FULL);
    }

    private static RunBuilder queued() {
        return aRun(2).now(RunPhase.Pending, Reason.Queued, "It waits for its turn.")
                .startedAt(null);
    }

    @Test
    void it_is_pending_and_says_what_it_waits_for_and_what_to_do() {
        var status = waiting(aRun(2)).status();
        assertThat(status.phase()).isEqualTo(RunPhase.Pending);
        assertThat(status.reason()).isEqualTo(Reason.Queued);
        assertThat(status.message())
                .contains(
                        "25 runs of the namespace shop are at work",
                        "limits.runs.namespace",
                        "Fewer than 10 runs are before it.",
                        "kubectl get mrun -n shop",
                        "kubectl annotate mrun/orders-2 -n shop stillhouse.dev/cancel=");
    }

    @Test
    void it_names_its_server_so_that_one_can_see_who_is_there() {
        var one = RunWorld.of(aRun(2).onServer("7412")).turn(new Turn.Later(Scope.DATABASE_SERVER, 1, 0));
        assertThat(one.status().message())
                .contains(
                        "1 run on its database server is at work",
                        "limits.runs.databaseServer",
                        "It is the next.",
                        "-A -l stillhouse.dev/database-server=7412");
    }

    @Test
    void its_place_is_told_in_few_words_as_each_word_is_a_write() {
        var words = IntStream.range(0, 5000)
                .mapToObj(before -> RunWorld.of(aRun(2))
                        .turn(new Turn.Later(Scope.CLUSTER, 50, before))
                        .status()
                        .message())
                .distinct();
        assertThat(words).hasSize(5);
    }

    @Test
    void it_has_not_started() {
        var status = waiting(aRun(2)).status();
        assertThat(status.startTime()).isNull();
        var aboutToBeNamed = RunWorld.of(aRun(2)).around(Adoption.AWAITED, null).status();
        assertThat(aboutToBeNamed.startTime()).isNull();
        var launched = RunWorld.of(queued()).at(NOON.plus(Duration.ofHours(3))).status();
        assertThat(launched.startTime()).isEqualTo("2030-01-01T15:00:00Z");
    }

    /** The deadline is a moment, and made when the Job is: what it has waited in the queue is not counted. */
    @Test
    void its_deadline_counts_from_its_launch() {
        var late = NOON.plus(Duration.ofHours(30));
        var order = new RunOrder(queued().build(), Optional.empty(), Optional.empty(), late);
        assertThat(order.end()).isAfter(late);
        assertThat(RunRequests.of(order).deadline()).isEqualTo(order.end().toString());
    }

    @Test
    void it_is_launched_when_its_turn_has_come() {
        assertThat(RunWorld.of(queued()).decision()).isEqualTo(new Launch());
    }

    @Test
    void a_person_and_the_operator_can_take_it_back() {
        assertThat(waiting(queued().cancelled("not now")).decision())
                .asInstanceOf(type(Fail.class))
                .returns(Reason.Cancelled, Fail::reason);
        assertThat(waiting(queued().superseded()).decision())
                .asInstanceOf(type(Fail.class))
                .returns(Reason.Superseded, Fail::reason);
    }

    @Test
    void what_could_never_be_launched_does_not_wait() {
        assertThat(waiting(aRun(2)).around(Adoption.FOREIGN, null).turn(FULL).decision())
                .asInstanceOf(type(Fail.class))
                .returns(Reason.NotAdopted, Fail::reason);
    }

    /** The operator was killed between the Job and the status that tells of it. */
    @Test
    void a_pod_that_is_lost_before_it_starts_is_not_told_to_have_waited_in_the_queue() {
        var lost = RunWorld.of(aRun(1).now(RunPhase.Pending, Reason.Queued, "It waits for its turn."))
                .job(JobBuilders.aJob().ended("Failed", "BackoffLimitExceeded"));
        assertThat(lost.decision()).isInstanceOf(RunDecision.Lose.class);
    }
}
