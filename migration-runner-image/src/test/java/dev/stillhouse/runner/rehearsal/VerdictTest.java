package dev.stillhouse.runner.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RehearsalOutcome;
import dev.stillhouse.report.RunReport.Failure;
import dev.stillhouse.report.RunReport.Finding;
import dev.stillhouse.report.RunReport.Rehearsal;
import dev.stillhouse.runner.decide.Plans;
import dev.stillhouse.runner.fingerprint.Expressions;
import dev.stillhouse.runner.fingerprint.Fingerprint;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
    private static final Plan UP = Plans.up("a1", "b2", "c3");
    private static final Fingerprint EMPTY = schema();
    private static final Fingerprint ORDERS = schema("table public.orders\t");

    private static Fingerprint schema(String... lines) {
        return new Fingerprint(List.of(lines), List.of(), new Expressions(Expressions.SHAPE, 18, List.of()));
    }

    private static Result<Fingerprint> failed(Reason reason, @Nullable String sqlState) {
        return Result.failed(new Trouble(reason, "It failed.", new Failure("c3", "c3.py", 7, sqlState, "ALTER", null)));
    }

    private static Rehearsal of(
            Result<Fingerprint> there, @Nullable Result<Fingerprint> back, @Nullable Result<Fingerprint> again) {
        return new Verdict(UP, UnaryOperator.identity()).of(new Course(EMPTY, there, back, again, List.of()));
    }

    private static Finding only(Rehearsal rehearsal) {
        assertThat(rehearsal.findings()).hasSize(1);
        return rehearsal.findings().getFirst();
    }

    @Test
    void thereAndBackAndThereAgain() {
        assertThat(of(Result.ok(ORDERS), Result.ok(EMPTY), Result.ok(ORDERS)))
                .isEqualTo(new Rehearsal(RehearsalOutcome.Passed, List.of(), List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "StatementFailed, 42P01, Failed", // no such table
        "StatementFailed, 42703, Failed", // no such column
        "StatementFailed, 25001, Failed", // CONCURRENTLY in a transaction
        "StatementFailed, 2BP01, Failed", // a view depends on it
        "StatementFailed, 55P04, Failed", // a value of an enum that is not committed
        "StatementFailed, 25P02, Impossible", // after another error, which was caught
        "StatementFailed, 42601, Impossible", // SQL put together from rows
        "StatementFailed, 42704, Impossible", // a tablespace, a setting
        "StatementFailed, 3F000, Impossible", // a schema that an extension would have
        "StatementFailed, 0A000, Impossible", // an extension that the runner has not
        "StatementFailed, 42501, Impossible", // other rights
        "StatementFailed, 23502, Impossible", // a row that was to be looked up
        "StatementFailed, 22P02, Impossible", // a value
        "StatementFailed, P0001, Impossible", // raised by a function
        "StatementFailed, 55000, Impossible", // a materialized view that is not filled
        "StatementFailed, XX000, Impossible", // the copy's server
        "StatementFailed, , Impossible",
        "LockTimeout, 55P03, Failed",
        "StatementTimeout, 57014, Impossible",
        "ProjectError, , Impossible",
        "ReachesOutside, , Impossible",
        "WrongDatabase, , Impossible",
        "DowngradeMissing, , Failed",
    })
    void aStepThatFailsDoesSoForTheSameReasonInTheDatabaseOrNot(
            Reason reason, @Nullable String state, RehearsalOutcome outcome) {
        assertThat(of(failed(reason, state), null, null).outcome()).isEqualTo(outcome);
    }

    @Test
    void aColumnOfTheNameNoneIsOfNoRow() {
        Trouble trouble = new Trouble(
                Reason.StatementFailed,
                "It failed: column \"none\" does not exist.",
                new Failure("c3", null, null, "42703", null, null));

        assertThat(of(Result.failed(trouble), null, null).outcome()).isEqualTo(RehearsalOutcome.Impossible);
    }

    @Test
    void itIsToldWhichStepFailsAndWhatMayBeWhy() {
        assertThat(only(of(failed(Reason.StatementFailed, "42P01"), null, null)))
                .isEqualTo(new Finding("c3", "step-fails", "It failed."));
        assertThat(only(of(failed(Reason.StatementFailed, "23502"), null, null)).message())
                .isEqualTo("It failed. The copy has the schema without its rows, which may be why.");
        assertThat(only(of(failed(Reason.ReachesOutside, null), null, null)).message())
                .isEqualTo("It failed.");
    }

    @Test
    void aWayBackThatIsWrongIsAWarning() {
        assertThat(only(of(Result.ok(ORDERS), failed(Reason.StatementFailed, "42P01"), null)))
                .isEqualTo(new Finding("c3", "downgrade-fails", "It failed."));
        assertThat(only(of(Result.ok(ORDERS), failed(Reason.ProjectError, null), null))
                        .rule())
                .isEqualTo("downgrade-fails");
        assertThat(only(of(Result.ok(ORDERS), failed(Reason.DowngradeMissing, null), null))
                        .rule())
                .isEqualTo("downgrade-missing");

        Rehearsal differs = of(Result.ok(ORDERS), Result.ok(ORDERS), null);
        assertThat(differs.outcome()).isEqualTo(RehearsalOutcome.Warned);
        assertThat(only(differs))
                .isEqualTo(new Finding(
                        "b2",
                        "downgrade-differs",
                        "After the downgrade the schema is not what it was before: table public.orders is there, and was"
                                + " not before."));
    }

    @Test
    void aWayBackThatCouldNotBeTriedIsNone() {
        assertThat(of(Result.ok(ORDERS), failed(Reason.ReachesOutside, null), null)
                        .outcome())
                .isEqualTo(RehearsalOutcome.Impossible);
    }

    @Test
    void soIsASecondTimeThatIsAnother() {
        assertThat(only(of(Result.ok(ORDERS), Result.ok(EMPTY), failed(Reason.StatementFailed, "42P07")))
                        .rule())
                .isEqualTo("upgrade-fails");
        assertThat(only(of(Result.ok(ORDERS), Result.ok(EMPTY), Result.ok(EMPTY)))
                        .message())
                .isEqualTo(
                        "After the upgrade the schema is another one the second time: table public.orders is missing.");
    }

    @Test
    void aPlanThatGoesDownComesBackUp() {
        Plan down = Plans.down("a1", "c3", "b2");

        Rehearsal shown = new Verdict(down, UnaryOperator.identity())
                .of(new Course(ORDERS, Result.ok(EMPTY), failed(Reason.StatementFailed, "42P07"), null, List.of()));

        assertThat(only(shown).rule()).isEqualTo("upgrade-fails");
    }

    @Test
    void ofManyDifferencesSomeAreTold() {
        Fingerprint many = schema(IntStream.range(0, 9)
                .mapToObj(number -> "table t" + number + "\t")
                .toArray(String[]::new));

        assertThat(only(of(Result.ok(many), Result.ok(many), null)).message())
                .contains("t4 is there", "; and 4 more.")
                .doesNotContain("t5");
    }
}
