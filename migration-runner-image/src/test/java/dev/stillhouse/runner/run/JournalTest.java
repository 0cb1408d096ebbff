package dev.stillhouse.runner.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.Progress;
import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.project.ProjectEvent.StepFinished;
import dev.stillhouse.runner.project.ProjectEvent.StepStarted;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournalTest {
    private final List<Progress> told = new ArrayList<>();
    private final Journal journal = new Journal(told::add, Clock.systemUTC());

    private static StepFinished finished(int index) {
        return new StepFinished(index, 2, "r" + index, 7, List.of());
    }

    private List<String> messages() {
        return told.stream().map(Progress::message).toList();
    }

    @Test
    void aQuickStepIsToldFromItsBeginning() {
        journal.event(finished(1));
        journal.event(new StepStarted(2, 2, "r2"));
        journal.event(finished(2));

        assertThat(messages())
                .containsExactly(
                        "Step 1 of 2: r1", "Step 1 of 2 took 7 ms.", "Step 2 of 2: r2", "Step 2 of 2 took 7 ms.");
        assertThat(told).extracting(Progress::revision).containsExactly("r1", "r1", "r2", "r2");
    }

    /** env.py caught the failure of the second step, and began anew. */
    @Test
    void aStepWithoutAnEndIsNotTakenForTheNextOne() {
        journal.event(finished(1));
        journal.event(new StepStarted(2, 2, "r2"));
        journal.event(finished(1));

        assertThat(messages()).endsWith("Step 2 of 2: r2", "Step 1 of 2: r1", "Step 1 of 2 took 7 ms.");
        assertThat(told.getLast().revision()).isEqualTo("r1");
    }

    /** What then fails, fails with an old token, of which the server only says that it is refused. */
    @Test
    void aTokenThatCouldNotBeRenewedIsTold() {
        journal.notRenewed(new Trouble(Reason.IdentityFailed, "AWS's STS did not answer."));

        assertThat(messages().getLast()).contains("could not be renewed", "AWS's STS did not answer.");
        Trouble refused = new Trouble(Reason.AuthenticationFailed, "PAM authentication failed.");
        assertThat(journal.failed(refused).message())
                .startsWith("PAM authentication failed. ")
                .endsWith("AWS's STS did not answer.");
        assertThat(journal.succeeded(Reason.Upgraded, "Done.").message()).isEqualTo("Done.");

        journal.renewedAgain();

        assertThat(messages().getLast()).contains("renewed again");
        assertThat(journal.failed(refused).message()).isEqualTo("PAM authentication failed.");
    }

    @Test
    void aPlanThatBeginsAgainHasNoStepsDone() {
        journal.event(finished(1));
        journal.event(new StepStarted(2, 2, "r2"));

        journal.beginsAgain();
        journal.say("Taking a backup.");

        assertThat(told.getLast().step()).isNull();
        assertThat(told.getLast().revision()).isNull();
        assertThat(journal.succeeded(Reason.Upgraded, "").stepsDone()).isZero();
    }
}
