package dev.stillhouse.operator.migration;

import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.fixture.RunBuilder;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.Reason;
import org.junit.jupiter.api.Test;

class BeyondProgressTest {
    private static RunBuilder atStep(String step) {
        return aRun(1).now(RunPhase.Running, Reason.Running, step);
    }

    private static boolean isNews(RunBuilder updated, RunBuilder old) {
        return new BeyondProgress().accept(updated.build(), old.build());
    }

    @Test
    void another_step_is_not() {
        assertThat(isNews(atStep("Step 2 of 5."), atStep("Step 1 of 5."))).isFalse();
    }

    @Test
    void an_end_is() {
        assertThat(isNews(aRun(1).succeeded(), atStep("Step 5 of 5."))).isTrue();
        assertThat(isNews(aRun(1).failed(Reason.StatementFailed), atStep("Step 5 of 5.")))
                .isTrue();
    }

    @Test
    void what_keeps_a_run_from_starting_is() {
        assertThat(isNews(aRun(1).stuck(Reason.ImagePullFailed, "No such tag."), aRun(1).pending()))
                .isTrue();
    }

    @Test
    void a_backup_another_reason_and_a_wish_are() {
        assertThat(isNews(atStep("Step 1 of 5.").tookBackup(BackupState.Verified), atStep("Step 1 of 5.")))
                .isTrue();
        assertThat(isNews(
                        aRun(1).now(RunPhase.Running, Reason.Cancelled, "It is being ended."), atStep("Step 1 of 5.")))
                .isTrue();
        assertThat(isNews(atStep("Step 1 of 5.").cancelled("by Ada"), atStep("Step 1 of 5.")))
                .isTrue();
    }
}
