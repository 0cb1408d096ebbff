package dev.stillhouse.operator.request;

import static dev.stillhouse.operator.fixture.MigrationBuilder.aMigration;
import static dev.stillhouse.operator.fixture.RequestBuilder.asked;
import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.ExecutedRequest;
import dev.stillhouse.api.v1alpha1.MigrationRequestStatus;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.RequestPhase;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.cluster.ConditionType;
import dev.stillhouse.operator.cluster.Conditions;
import dev.stillhouse.operator.cluster.RequestDigest;
import dev.stillhouse.operator.fixture.RequestBuilder;
import dev.stillhouse.operator.request.RequestDecision.AwaitMigration;
import dev.stillhouse.operator.request.RequestDecision.Decline;
import dev.stillhouse.operator.request.RequestDecision.Expire;
import dev.stillhouse.operator.request.RequestDecision.Fail;
import dev.stillhouse.operator.request.RequestDecision.Finish;
import dev.stillhouse.operator.request.RequestDecision.Follow;
import dev.stillhouse.operator.request.RequestDecision.Keep;
import dev.stillhouse.operator.request.RequestDecision.Queue;
import dev.stillhouse.operator.request.RequestDecision.Rest;
import dev.stillhouse.operator.request.RequestDecision.Stop;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of a request, from its creation to its end. */
class RequestDeciderTest {
    private static final RequestBuilder DOWN = asked(Operation.Downgrade).target("-1");
    private static final Optional<DatabaseMigration> THERE =
            Optional.of(aMigration().remembersRun(1).build());

    private static RequestSnapshot seen(
            RequestBuilder request,
            Optional<DatabaseMigration> migration,
            @Nullable MigrationRun run,
            @Nullable ExecutedRequest executed) {
        return new RequestSnapshot(request.build(), Optional.ofNullable(run), migration, Optional.ofNullable(executed));
    }

    private static RequestDecision decide(RequestSnapshot world) {
        return RequestDecider.decide(world, NOON);
    }

    private static MigrationRequestStatus status(RequestSnapshot world, Instant now) {
        var decision = RequestDecider.decide(world, now);
        return RequestStatuses.of(world, decision, RequestStanding.of(world, decision), now);
    }

    private static ExecutedRequest executed(String uid, @Nullable RunPhase outcome) {
        return new ExecutedRequest(
                "mine",
                RequestDigest.of(DOWN.build().getSpec()),
                uid,
                "Downgrade",
                true,
                "orders-2",
                2,
                "2026-11-01T12:00:00Z",
                outcome == null ? null : outcome.name());
    }

    private static MigrationRun run() {
        return aRun(2).of(DOWN.build()).running().build();
    }

    @Test
    void it_waits_for_its_migration_and_says_so_louder_after_a_while() {
        var alone = seen(DOWN, Optional.empty(), null, null);
        assertThat(decide(alone)).isEqualTo(new AwaitMigration(false));
        assertThat(truths(status(alone, NOON))).isEqualTo("Reconciling");

        var late = status(alone, NOON.plus(Duration.ofMinutes(5)));
        assertThat(late.phase()).isEqualTo(RequestPhase.Pending);
        assertThat(late.reason()).isEqualTo(Reason.MigrationNotFound);
        assertThat(truths(late)).isEqualTo("Stalled");
    }

    @Test
    void it_waits_for_its_turn() {
        assertThat(decide(seen(DOWN, THERE, null, null))).isEqualTo(new Queue());
    }

    @Test
    void it_follows_its_run_to_the_end() {
        var run = run();
        assertThat(decide(seen(DOWN, THERE, run, null))).isEqualTo(new Follow(run));

        var done = aRun(2).of(DOWN.build()).succeeded().build();
        assertThat(decide(seen(DOWN, THERE, done, null))).isEqualTo(new Finish(done));
        var status = status(seen(DOWN, THERE, done, null), NOON);
        assertThat(status.phase()).isEqualTo(RequestPhase.Succeeded);
        assertThat(status.run()).isEqualTo("orders-2");
        assertThat(truths(status)).isEqualTo("Ready");

        var failed = aRun(2).of(DOWN.build()).failed(Reason.StatementFailed).build();
        assertThat(truths(status(seen(DOWN, THERE, failed, null), NOON))).isEqualTo("Stalled");
    }

    @Test
    void one_that_came_again_is_answered_and_nothing_runs() {
        var well = seen(DOWN.again("uid-of-another-life"), THERE, null, executed("uid-of-mine", RunPhase.Succeeded));
        assertThat(decide(well)).isInstanceOf(Decline.class);
        assertThat(status(well, NOON).phase()).isEqualTo(RequestPhase.AlreadyExecuted);
        assertThat(status(well, NOON).message()).contains("orders-2", "another name");
        // GitOps brings it at each sync, and that is no trouble.
        assertThat(truths(status(well, NOON))).isEqualTo("Ready");

        var badly = seen(DOWN.again("uid-of-another-life"), THERE, null, executed("uid-of-mine", RunPhase.Failed));
        assertThat(truths(status(badly, NOON))).isEqualTo("Stalled");
        DOWN.again("uid-of-mine");
    }

    @Test
    void one_whose_run_is_gone_says_what_is_known() {
        assertThat(decide(seen(DOWN, THERE, null, executed("uid-of-mine", null))))
                .asInstanceOf(type(Fail.class))
                .returns(Reason.OutcomeUnknown, Fail::reason);
    }

    @Test
    void it_can_be_taken_back() {
        assertThat(decide(seen(asked(Operation.Backup).cancelled(), THERE, null, null)))
                .asInstanceOf(type(Fail.class))
                .returns(Reason.Cancelled, Fail::reason);
        var run = run();
        assertThat(decide(seen(asked(Operation.Backup).cancelled(), THERE, run, null)))
                .isEqualTo(new Stop(run));
        var stopping = aRun(2).running().cancelled("stop").build();
        assertThat(decide(seen(asked(Operation.Backup).cancelled(), THERE, stopping, null)))
                .isEqualTo(new Follow(stopping));
    }

    @Test
    void it_stays_unless_its_author_has_said_for_how_long() {
        var over = asked(Operation.Backup).over(RequestPhase.Succeeded);
        assertThat(decide(seen(over, THERE, null, null))).isEqualTo(new Rest());

        var brief = asked(Operation.Backup).ttl("1h").over(RequestPhase.Succeeded);
        assertThat(decide(seen(brief, THERE, null, null))).isEqualTo(new Keep(NOON.plusSeconds(3600)));
        assertThat(RequestDecider.decide(seen(brief, THERE, null, null), NOON.plusSeconds(3600)))
                .isEqualTo(new Expire());
    }

    /** Of the three that kstatus reads. */
    private static String truths(MigrationRequestStatus status) {
        return Stream.of(ConditionType.Ready, ConditionType.Reconciling, ConditionType.Stalled)
                .filter(type -> Conditions.find(status.conditions(), type)
                        .filter(condition -> "True".equals(condition.getStatus()))
                        .isPresent())
                .map(Enum::name)
                .collect(Collectors.joining(" "));
    }

    /** The note is written before the run is made, and both before the status. */
    @Test
    void one_that_is_only_noted_waits_for_its_run() {
        var fresh = Optional.of(aMigration().build());
        assertThat(decide(seen(DOWN, fresh, null, executed("uid-of-mine", null))))
                .isEqualTo(new Queue());
    }
}
