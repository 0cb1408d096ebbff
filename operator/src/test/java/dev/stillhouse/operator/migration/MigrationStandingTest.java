package dev.stillhouse.operator.migration;

import static dev.stillhouse.operator.fixture.MigrationBuilder.aMigration;
import static dev.stillhouse.operator.migration.Situation.runOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.operator.cluster.ConditionType;
import dev.stillhouse.operator.cluster.Standing;
import dev.stillhouse.operator.fixture.RunBuilder;
import dev.stillhouse.report.Reason;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a person reads in {@code kubectl get dbm} and what kstatus makes of it. */
class MigrationStandingTest {
    private static RunBuilder run(int number) {
        return runOf(aMigration(), number);
    }

    static Stream<Arguments> standings() {
        return Stream.of(
                told(
                        Situation.of(aMigration().target("b2")),
                        Standing.reconciling(Reason.Starting, "A run to b2 is being started.")),
                told(
                        Situation.of(aMigration(), run(1).running()),
                        Standing.reconciling(Reason.Running, "Run orders-1: Step 1 of 3.")),
                told(
                        Situation.of(aMigration(), run(1).stuck(Reason.ImagePullFailed, "No such image.")),
                        Standing.reconciling(Reason.ImagePullFailed, "Run orders-1: No such image.")),
                told(
                        Situation.of(aMigration().target("b2"), run(1).stuck(Reason.ImagePullFailed, "No such image.")),
                        Standing.reconciling(
                                Reason.Superseded,
                                "Run orders-1 has not started and is withdrawn, as something else is wanted now.")),
                told(
                        Situation.of(aMigration(), run(1).failed(Reason.LockTimeout)),
                        Standing.reconciling(
                                Reason.LockTimeout, "It failed. Attempt 2 of 6 follows at 2030-01-01T12:00:10Z.")),
                told(
                        Situation.of(aMigration(), run(1).unknown()),
                        Standing.reconciling(
                                Reason.Starting, "The outcome of run orders-1 is not known; the database is asked.")),
                told(
                        Situation.of(aMigration(), run(1).succeeded()),
                        Standing.ready(Reason.Upgraded, "The database is at c3.")),
                told(
                        Situation.of(aMigration(), run(1).awaitingApproval()),
                        Standing.awaitingApproval("Approve sha256:plan.")),
                told(
                        Situation.of(aMigration(), run(1).failed(Reason.StatementFailed)),
                        Standing.stalled(Reason.StatementFailed, "It failed.")),
                told(
                        Situation.of(aMigration().suspended()),
                        Standing.idle(
                                Reason.Suspended,
                                "spec.suspend is set: no run is started. Set it to false to let migrations go on.")));
    }

    private static Arguments told(Situation situation, Standing standing) {
        return Arguments.of(situation, standing);
    }

    @ParameterizedTest
    @MethodSource("standings")
    void a_decision_is_told_in_the_words_of_conditions(Situation situation, Standing expected) {
        assertThat(situation.standing()).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("standings")
    void the_conditions_say_the_same(Situation situation, Standing expected) {
        assertThat(situation.status().conditions())
                .hasSize(ConditionType.values().length)
                .allSatisfy(condition -> {
                    var isTrue = expected.truths().contains(ConditionType.valueOf(condition.getType()));
                    assertThat(condition.getStatus()).isEqualTo(isTrue ? "True" : "False");
                    if (isTrue) {
                        assertThat(condition.getReason())
                                .isEqualTo(expected.reason().name());
                        assertThat(condition.getMessage()).isEqualTo(expected.message());
                    }
                });
    }
}
