package dev.stillhouse.runner.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.BackupPolicy;
import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupStorage;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.BackupWriters;
import dev.stillhouse.report.Direction;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport.Finding;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.model.Losses;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.Step;
import dev.stillhouse.runner.model.TableLoss;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WritersWaitTest {
    private static final Losses KNOWN = new Losses.Known(List.of(new TableLoss(null, "a1", TableLoss.By.DEFINITION)));

    private static BackupNeed.Needed needed(BackupWriters writers) {
        BackupStorage storage = new BackupStorage("/backups", null, "/scratch");
        return new BackupNeed.Needed(
                "It can lose data.",
                new RunRequest.Backup(
                        BackupPolicy.Destructive,
                        BackupVerification.Restore,
                        "shop/orders-1",
                        storage,
                        2,
                        BackupScope.Tables,
                        writers,
                        null,
                        null),
                storage);
    }

    private static Plan plan(boolean transactionPerMigration) {
        return new Plan(
                List.of(),
                List.of("d4"),
                List.of("d4"),
                Direction.UP,
                Stream.of("a1", "b2", "c3", "d4")
                        .map(revision -> new Step(revision, List.of(), null, null, null, List.of(revision)))
                        .toList(),
                List.of(),
                new Plan.VersionTable(null, "alembic_version"),
                transactionPerMigration,
                new Plan.Connection("shop", null, null, null, null, 1, null, null));
    }

    private static WritersWait decide(boolean transactionPerMigration, Set<String> ending, String... losing) {
        return WritersWait.decide(
                needed(BackupWriters.Wait), plan(transactionPerMigration), findings(losing), KNOWN, ending);
    }

    private static List<Finding> findings(String... losing) {
        return Stream.of(losing)
                .map(revision -> new Finding(revision, "drop-column", "drops a column"))
                .toList();
    }

    private static void isImpossible(WritersWait decision, String... words) {
        assertThat(decision).isInstanceOfSatisfying(WritersWait.Impossible.class, it -> {
            assertThat(it.trouble().reason()).isEqualTo(Reason.WritersCannotWait);
            assertThat(it.trouble().message()).contains(words);
        });
    }

    @Test
    void in_one_transaction_from_its_beginning_to_the_last_step_that_loses() {
        assertThat(decide(false, Set.of(), "b2", "c3")).isEqualTo(new WritersWait.During(1, 3));
    }

    @Test
    void in_a_transaction_for_each_step_during_the_one_that_loses() {
        assertThat(decide(true, Set.of(), "c3", "c3")).isEqualTo(new WritersWait.During(3, 3));
        isImpossible(decide(true, Set.of(), "b2", "d4"), "b2 and d4", "Go to b2 first");
    }

    @Test
    void nobody_where_nobody_has_to_or_nothing_is_lost() {
        assertThat(WritersWait.decide(needed(BackupWriters.Continue), plan(false), findings("b2"), KNOWN, Set.of("a1")))
                .isEqualTo(new WritersWait.Nobody());
        assertThat(decide(false, Set.of())).isEqualTo(new WritersWait.Nobody());
    }

    @Test
    void a_step_that_ends_its_transaction_is_in_the_way_while_they_wait() {
        isImpossible(decide(false, Set.of("a1"), "b2"), "a1 ends its transaction");
        isImpossible(decide(true, Set.of("b2"), "b2"), "b2 ends its transaction");
        assertThat(decide(true, Set.of("a1", "c3"), "b2")).isEqualTo(new WritersWait.During(2, 2));
        assertThat(decide(false, Set.of("c3"), "b2")).isEqualTo(new WritersWait.During(1, 2));
    }

    @Test
    void it_has_to_be_known_for_which_tables() {
        isImpossible(
                WritersWait.decide(
                        needed(BackupWriters.Wait),
                        plan(false),
                        findings("b2"),
                        new Losses.Unknown("b2 runs a DO block"),
                        Set.of()),
                "any table",
                "b2 runs a DO block");
        isImpossible(decide(false, Set.of(), "the project"), "of no step");
    }
}
