package dev.stillhouse.operator.migration;

import static dev.stillhouse.operator.fixture.RequestBuilder.asked;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.cluster.ConditionType;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.operator.migration.MigrationDecision.Hold;
import dev.stillhouse.operator.migration.MigrationDecision.Start;
import dev.stillhouse.report.Operation;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What holds in every situation. */
class MigrationDeciderPropertiesTest {
    private static final Set<ConditionType> KSTATUS =
            Set.of(ConditionType.Ready, ConditionType.Reconciling, ConditionType.Stalled);

    @BeforeAll
    static void showOneOfMany() {
        Assertions.setMaxElementsForPrinting(1);
    }

    @Test
    void no_run_is_started_while_another_may_be_at_work() {
        assertThat(Situations.all().filter(situation -> situation.decision() instanceof Start))
                .isNotEmpty()
                .allSatisfy(situation -> assertThat(situation.world().runs()).noneMatch(this::mayBeAtWork));
    }

    private boolean mayBeAtWork(MigrationRun run) {
        var phase = RunOutcomes.phase(run);
        return !RunOutcomes.isOver(run) && phase != RunPhase.Unknown;
    }

    @Test
    void the_database_is_not_changed_before_an_unknown_outcome_is_known() {
        assertThat(Situations.all().filter(situation -> newestIs(situation, RunPhase.Unknown)))
                .isNotEmpty()
                .extracting(Situation::decision)
                .allSatisfy(decision -> assertThat(decision)
                        .isInstanceOfSatisfying(
                                Start.class,
                                start -> assertThat(start.purpose()).isInstanceOf(Purpose.Settle.class)));
    }

    /** The manifest still asks for what was undone. */
    @Test
    void what_was_restored_is_not_migrated_by_itself() {
        assertThat(Situations.all()
                        .filter(situation -> newestIs(situation, RunPhase.Succeeded))
                        .filter(situation -> situation.run(0).getSpec().operation() == Operation.Restore)
                        .filter(situation -> Kind.of(situation.run(0)) == Kind.MOVE)
                        .filter(situation ->
                                situation.world().migration().getSpec().target() == null))
                .isNotEmpty()
                .extracting(Situation::decision)
                .allSatisfy(decision -> assertThat(decision instanceof Hold || isLook(decision))
                        .as("it is held, or looked at where nobody has read it: %s", decision)
                        .isTrue());
    }

    private static boolean isLook(MigrationDecision decision) {
        return decision instanceof Start start && start.purpose() instanceof Purpose.Look;
    }

    @Test
    void a_request_is_taken_up_only_when_no_other_is_at_work() {
        assertThat(Situations.all().map(situation -> situation.withWaiting(asked(Operation.Backup))))
                .allSatisfy(situation -> {
                    var active = situation.world().runs().stream().anyMatch(run -> !RunOutcomes.isOver(run));
                    var isTakenUp =
                            situation.decision() instanceof Start start && start.purpose() instanceof Purpose.CarryOut;
                    assertThat(isTakenUp).isEqualTo(!active);
                });
    }

    @Test
    void a_suspended_migration_changes_no_database() {
        assertThat(Situations.all()
                        .filter(situation ->
                                situation.world().migration().getSpec().suspended())
                        .map(Situation::decision))
                .isNotEmpty()
                .noneMatch(decision -> decision instanceof Start start && start.purpose() instanceof Purpose.Migrate);
    }

    @Test
    void a_new_run_has_a_new_number() {
        assertThat(Situations.all())
                .allSatisfy(situation -> assertThat(situation.world().nextNumber())
                        .isGreaterThan(situation.world().runs().stream()
                                .mapToInt(run -> run.getSpec().number())
                                .max()
                                .orElse(0)));
    }

    @Test
    void the_same_situation_gets_the_same_decision() {
        assertThat(Situations.all())
                .allSatisfy(situation -> assertThat(situation.decision()).isEqualTo(situation.decision()));
    }

    /** Two of these at once would be read as nonsense by kstatus, and so by Flux. */
    @Test
    void at_most_one_of_ready_reconciling_and_stalled_is_true() {
        assertThat(Situations.all()).allSatisfy(situation -> {
            var standing = situation.standing();
            assertThat(standing.truths().stream().filter(KSTATUS::contains)).hasSizeLessThanOrEqualTo(1);
            assertThat(standing.message()).isNotBlank().doesNotContain("null");
        });
    }

    @Test
    void deciding_again_with_the_status_that_was_written_changes_nothing() {
        assertThat(Situations.all()).allSatisfy(situation -> {
            var first = situation.status();
            situation.world().migration().setStatus(first);
            if (!(situation.decision() instanceof Start)) {
                assertThat(situation.at(NOON.plusMillis(500)).status()).isEqualTo(first);
            }
        });
    }

    private static boolean newestIs(Situation situation, RunPhase phase) {
        return situation.world().newest().map(RunOutcomes::phase).stream().anyMatch(phase::equals);
    }
}
