package dev.stillhouse.runner.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.Refusal;
import dev.stillhouse.runner.model.ServerIdentity;
import dev.stillhouse.runner.model.StopCause;
import dev.stillhouse.runner.model.Trouble;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What other people's errors become. */
class BridgeTroublesTest {

    private static Trouble trouble(String reason, @Nullable String sqlState) {
        return BridgeTroubles.trouble(
                new Refusal(reason, "It failed.", null, "b2", "b2.py", 3, null, sqlState, "SELECT 1", 1));
    }

    @ParameterizedTest
    @CsvSource({
        "StatementFailed, 42P07, StatementFailed",
        "StatementFailed, , StatementFailed",
        "StatementFailed, 40P01, TransactionConflict",
        "StatementFailed, 40001, TransactionConflict",
        "StatementFailed, 55P03, LockTimeout",
        "StatementFailed, 57P01, ConnectionFailed",
        "StatementFailed, 08006, ConnectionFailed",
        "StatementTimeout, 57014, StatementTimeout",
        "Cancelled, 57014, Cancelled",
        "ProjectError, 40P01, ProjectError",
        "SomethingNew, , ProtocolMismatch"
    })
    void namesTheReason(String told, @Nullable String sqlState, Reason reason) {
        assertThat(trouble(told, sqlState).reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "28P01, AuthenticationFailed",
        "28000, AuthenticationFailed",
        "3D000, ConnectionFailed",
        ", ConnectionFailed"
    })
    void namesTheReasonOfAConnection(@Nullable String sqlState, Reason reason) {
        assertThat(SqlStates.connecting(sqlState)).isEqualTo(reason);
    }

    @Test
    void keepsTheDetails() {
        assertThat(trouble("StatementFailed", "42P07").failure())
                .isEqualTo(new RunReport.Failure("b2", "b2.py", 3, "42P07", "SELECT 1", null));
        assertThat(BridgeTroubles.trouble(
                                new Refusal("MultipleHeads", "x", null, null, null, null, null, null, null, null))
                        .failure())
                .isNull();
    }

    @Test
    void tellsAnotherDatabase() {
        Plan.Connection theirs = new Plan.Connection("shop", "app", "10.0.0.8", 5432, "732", 1, "psycopg", null);

        assertThat(SameDatabase.check(Plans.SERVER, theirs)).hasValueSatisfying(trouble -> {
            assertThat(trouble.reason()).isEqualTo(Reason.WrongDatabase);
            assertThat(trouble.message()).contains("another server (10.0.0.8:5432)");
        });
        assertThat(SameDatabase.check(new ServerIdentity("shop", "17", null, false), theirs))
                .isEmpty();
        assertThat(SameDatabase.check(new ServerIdentity("other", "17", null, false), theirs))
                .isPresent();
    }

    @Test
    void whatNoNameTellsTheRunnersSessionDoes() {
        ServerIdentity ours = new ServerIdentity("shop", "17", null, false);

        assertThat(SameDatabase.check(
                        ours, new Plan.Connection("shop", "app", "10.0.0.8", 5432, null, 1, "psycopg", false)))
                .hasValueSatisfying(trouble -> assertThat(trouble.message())
                        .contains("the runner's own session is not to be seen", "10.0.0.8:5432"));
        assertThat(SameDatabase.check(
                        ours, new Plan.Connection("shop", "app", "10.0.0.8", 5432, null, 1, "psycopg", true)))
                .isEmpty();
    }

    @Test
    void concludesWithTheCauseOfTheStop() {
        Plan plan = Plans.up("base", "a1", "b2");
        Trouble cancelled = trouble("Cancelled", "57014");

        Trouble deadline = Conclusion.failed(
                plan,
                cancelled,
                Optional.of(StopCause.DEADLINE),
                List.of("a1"),
                CommitsInside.NONE,
                Optional.of("It waits for x."));
        assertThat(deadline.reason()).isEqualTo(Reason.DeadlineExceeded);
        assertThat(deadline.message()).contains("It waits for x.", "1 of 2 revisions was committed");
        assertThat(Objects.requireNonNull(deadline.failure()).revision()).isEqualTo("b2");

        assertThat(Conclusion.failed(
                                plan, cancelled, Optional.empty(), List.of(), CommitsInside.NONE, Optional.of("no"))
                        .message())
                .contains("cancelled by somebody else", "still at base")
                .doesNotContain("no.");
    }

    @Test
    void hidesThePassword() {
        Redaction redaction = new Redaction(List.of("hush 99", "hush%2099", "abc"));
        Trouble clean = redaction.trouble(new Trouble(
                Reason.ProjectError,
                "to hush 99",
                new RunReport.Failure(null, null, null, null, "SELECT 'hush%2099'", "abc hush 99")));

        assertThat(clean.message()).isEqualTo("to ***");
        assertThat(Objects.requireNonNull(clean.failure()).statement()).isEqualTo("SELECT '***'");
        assertThat(clean.failure().detail()).isEqualTo("abc ***");
    }
}
