package dev.stillhouse.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.DatabaseIdentity;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.PhaseTiming;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunResult;
import dev.stillhouse.report.Phase;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RehearsalOutcome;
import dev.stillhouse.report.RunReport;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportsTest {
    private static RunResult result(ReportBuilder report) {
        return Reports.result(report.build(), Optional.of("shop/orders@sha256:0f0f"));
    }

    @Test
    void rows_database_and_image_are_taken_over() {
        var result = result(ReportBuilder.upgraded());
        assertThat(result.revisionsBefore()).containsExactly("a1");
        assertThat(result.revisionsAfter()).containsExactly("c3");
        assertThat(result.targetRevisions()).containsExactly("c3");
        assertThat(result.database())
                .isEqualTo(new DatabaseIdentity("7301", "orders", "17.6", "public.alembic_version"));
        assertThat(result.imageDigest()).isEqualTo("shop/orders@sha256:0f0f");
    }

    @Test
    void timings_come_in_the_order_of_the_phases() {
        assertThat(result(ReportBuilder.upgraded()).timings())
                .containsExactly(
                        new PhaseTiming(Phase.OBSERVE, 20),
                        new PhaseTiming(Phase.APPLY, 300),
                        new PhaseTiming(Phase.VERIFY, 5));
    }

    @Test
    void what_is_left_to_do_is_the_runners_word() {
        assertThat(result(ReportBuilder.upgraded()).pending()).isZero();
        assertThat(result(ReportBuilder.observed()).pending()).isEqualTo(2);
        assertThat(result(ReportBuilder.failed(Reason.ConnectionFailed, "No.").neverConnected())
                        .pending())
                .isNull();
    }

    @Test
    void what_failed_is_told_in_detail() {
        var failure = new RunReport.Failure(
                "b2", "versions/b2_add_total.py", 17, "42P07", "CREATE TABLE orders (…)", "already exists");
        var report = ReportBuilder.failed(Reason.StatementFailed, "No.")
                .failure(failure)
                .done(1);
        var error = result(report).error();
        assertThat(error.revision()).isEqualTo("b2");
        assertThat(error.file()).isEqualTo("versions/b2_add_total.py");
        assertThat(error.line()).isEqualTo(17);
        assertThat(error.sqlState()).isEqualTo("42P07");
        assertThat(error.statement()).isEqualTo("CREATE TABLE orders (…)");
        assertThat(error.detail()).isEqualTo("already exists");
        assertThat(Reports.progress(report.build(), null))
                .returns("1/2", progress -> progress.summary())
                .returns("b2", progress -> progress.revision());
    }

    /** A status is in the memory of each that watches it. */
    @Test
    void of_what_a_rehearsal_has_found_the_first_are_kept() {
        List<RunReport.Finding> findings = IntStream.rangeClosed(1, 80)
                .mapToObj(number -> new RunReport.Finding("b" + number, "downgrade-missing", "It has no downgrade."))
                .toList();

        var lock = new RunReport.TableLock("public.orders", "ACCESS EXCLUSIVE", "b1", true, false);

        var rehearsal = Reports.rehearsal(new RunReport.Rehearsal(RehearsalOutcome.Warned, findings, List.of(lock)));

        assertThat(rehearsal.locks())
                .containsExactly(
                        new MigrationRunStatus.TableLock("public.orders", "ACCESS EXCLUSIVE", "b1", true, false));

        assertThat(rehearsal.findings())
                .hasSize(50)
                .first()
                .returns("b1", finding -> finding.revision())
                .returns("downgrade-missing", finding -> finding.rule())
                .returns("It has no downgrade.", finding -> finding.message());
    }

    @Test
    void without_a_plan_the_progress_is_what_it_was() {
        var report = ReportBuilder.failed(Reason.ConnectionFailed, "No.")
                .neverConnected()
                .build();
        assertThat(Reports.progress(report, null)).isNull();
    }
}
