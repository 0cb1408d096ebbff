package dev.stillhouse.operator.run;

import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.cluster.Standing;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RehearsalOutcome;
import dev.stillhouse.report.RunReport.Finding;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RehearsalWarningTest {
    private static final Finding DIFFERS =
            new Finding("c3", "downgrade-differs", "The index ix_orders_total is not there any more.");
    private static final Finding MISSING = new Finding("b2", "downgrade-missing", "It has no downgrade.");

    private static Optional<Standing> warning(ReportBuilder report) {
        return RehearsalWarning.of(aRun(1).build(), new RunDecision.Finish(report.build()));
    }

    @Test
    void what_is_wrong_with_the_way_back_is_a_warning_although_the_run_ended_well() {
        assertThat(warning(ReportBuilder.upgraded().rehearsed(RehearsalOutcome.Warned, DIFFERS)))
                .hasValueSatisfying(standing -> {
                    assertThat(standing.isTrouble()).isTrue();
                    assertThat(standing.reason()).isEqualTo(Reason.RehearsalWarned);
                    assertThat(standing.message())
                            .isEqualTo(
                                    "The rehearsal of the plan of run orders-1 warns: c3: downgrade-differs: The index ix_orders_total is not there any more.");
                });
    }

    @Test
    void it_is_one_however_much_was_found() {
        assertThat(warning(ReportBuilder.upgraded().rehearsed(RehearsalOutcome.Warned, DIFFERS, MISSING, MISSING)))
                .hasValueSatisfying(standing -> assertThat(standing.message())
                        .contains("ix_orders_total")
                        .endsWith(" (and 2 more, in its status.rehearsal)"));
    }

    /** A run that fails for it says so itself. */
    @ParameterizedTest
    @EnumSource(value = RehearsalOutcome.class, mode = EnumSource.Mode.EXCLUDE, names = "Warned")
    void nothing_else_is_told_beside_the_runs_end(RehearsalOutcome outcome) {
        assertThat(warning(ReportBuilder.upgraded().rehearsed(outcome, DIFFERS)))
                .isEmpty();
    }

    @Test
    void it_is_told_with_the_end_of_the_run_only() {
        assertThat(warning(ReportBuilder.upgraded())).isEmpty();
        assertThat(RehearsalWarning.of(
                        aRun(1).build(), new RunDecision.Pend(Reason.Starting, "The pod is being created.")))
                .isEmpty();
    }

    @Test
    void the_migration_hears_of_it_too() {
        MigrationRun run = aRun(1).build();
        run.getMetadata()
                .setOwnerReferences(List.of(new OwnerReferenceBuilder()
                        .withKind("DatabaseMigration")
                        .withName("orders")
                        .withUid("uid-of-orders")
                        .build()));

        var migration = RehearsalWarning.migration(run);

        assertThat(migration.getKind()).isEqualTo("DatabaseMigration");
        assertThat(migration.getApiVersion()).isEqualTo("stillhouse.dev/v1alpha1");
        assertThat(migration.getMetadata().getNamespace()).isEqualTo("shop");
        assertThat(migration.getMetadata().getName()).isEqualTo("orders");
        assertThat(migration.getMetadata().getUid()).isEqualTo("uid-of-orders");
    }
}
