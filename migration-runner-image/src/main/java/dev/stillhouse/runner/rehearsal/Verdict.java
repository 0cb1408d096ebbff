package dev.stillhouse.runner.rehearsal;

import dev.stillhouse.report.Direction;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RehearsalOutcome;
import dev.stillhouse.report.RunReport.Failure;
import dev.stillhouse.report.RunReport.Finding;
import dev.stillhouse.report.RunReport.Rehearsal;
import dev.stillhouse.runner.fingerprint.Fingerprint;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a rehearsal says of a plan. The copy has no rows, and its server is not the database's: what fails there because of
 * that would perhaps not fail in the database, and says nothing. Pure.
 */
final class Verdict {
    private static final String STEP_FAILS = "step-fails";
    private static final String NOT_REHEARSABLE = "not-rehearsable";
    private static final int CHANGES_TOLD = 5;
    private static final String NO_ROWS = " The copy has the schema without its rows, which may be why.";

    /**
     * SQLSTATEs that are about definitions and transactions, which the copy has as the database: a transaction block that is not
     * allowed; something depends on it; no such table or column; one of that name is there, also of schemas, functions and
     * other objects; no unique constraint for a foreign key; an invalid definition of a table; a new value of an enum is used
     * before it is committed. Not among them is what may be missing in the copy alone (extensions, tablespaces, rights), and
     * what may come of SQL that was put together from rows. PostgreSQL documentation, appendix A.
     */
    private static final Set<String> OF_DEFINITIONS = Set.of(
            "25001", "2BP01", "42P01", "42703", "42701", "42P06", "42P07", "42710", "42723", "42830", "42P16", "55P04");

    /** What Python writes where there was no row, as PostgreSQL understands it: the name of a column. */
    private static final String NONE = "column \"none\"";

    private final Plan plan;
    private final UnaryOperator<Trouble> told;

    /**
     * Of a plan.
     *
     * @param told leaves out of a trouble what may not be told
     */
    Verdict(Plan plan, UnaryOperator<Trouble> told) {
        this.plan = plan;
        this.told = told;
    }

    /** Of a plan that could not be tried at all. */
    static Rehearsal impossible(Plan plan, Trouble why) {
        return shown(RehearsalOutcome.Impossible, new Finding(first(plan), NOT_REHEARSABLE, why.message()));
    }

    Rehearsal of(Course course) {
        return switch (course.there()) {
            case Result.Failed<Fingerprint>(Trouble trouble) ->
                isCertain(trouble)
                        ? shown(RehearsalOutcome.Failed, new Finding(revision(trouble), STEP_FAILS, words(trouble)))
                        : impossible(trouble);
            case Result.Ok<Fingerprint>(Fingerprint there) -> afterwards(course, there);
        };
    }

    private Rehearsal afterwards(Course course, Fingerprint there) {
        Direction back = plan.direction() == Direction.UP ? Direction.DOWN : Direction.UP;
        Optional<Trouble> trouble = course.trouble();
        if (trouble.isPresent() && saysNothing(trouble.get())) {
            return impossible(trouble.get());
        }
        return leg(course.back(), back, course.before(), "is not what it was before")
                .or(() -> leg(course.again(), plan.direction(), there, "is another one the second time"))
                .map(finding -> shown(RehearsalOutcome.Warned, finding))
                .orElseGet(() -> shown(RehearsalOutcome.Passed));
    }

    private Optional<Finding> leg(
            @Nullable Result<Fingerprint> leg, Direction direction, Fingerprint expected, String otherwise) {
        String way = direction == Direction.DOWN ? "downgrade" : "upgrade";
        return switch (leg) {
            case null -> Optional.empty();
            case Result.Failed<Fingerprint>(Trouble trouble) ->
                Optional.of(new Finding(
                        revision(trouble),
                        way + (trouble.reason() == Reason.DowngradeMissing ? "-missing" : "-fails"),
                        words(trouble) + (isCertain(trouble) ? "" : NO_ROWS)));
            case Result.Ok<Fingerprint>(Fingerprint schema) -> {
                List<String> changes = expected.changesTo(schema);
                yield changes.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Finding(
                                first(plan),
                                way + "-differs",
                                "After the " + way + " the schema " + otherwise + ": " + told(changes) + "."));
            }
        };
    }

    private static String told(List<String> changes) {
        int more = changes.size() - CHANGES_TOLD;
        return String.join("; ", changes.subList(0, Math.min(CHANGES_TOLD, changes.size())))
                + (more > 0 ? "; and " + more + " more" : "");
    }

    private Rehearsal impossible(Trouble trouble) {
        return shown(
                RehearsalOutcome.Impossible,
                new Finding(
                        revision(trouble), NOT_REHEARSABLE, words(trouble) + (saysNothing(trouble) ? "" : NO_ROWS)));
    }

    private static Rehearsal shown(RehearsalOutcome outcome, Finding... findings) {
        return new Rehearsal(outcome, List.of(findings), List.of());
    }

    /** Whether it is about the copy and not about the steps. */
    private static boolean saysNothing(Trouble trouble) {
        return switch (trouble.reason()) {
            case StatementFailed, StatementTimeout, LockTimeout, ProjectError, DowngradeMissing -> false;
            default -> true;
        };
    }

    /** Whether it would fail in the database too. */
    private static boolean isCertain(Trouble trouble) {
        return switch (trouble.reason()) {
            case DowngradeMissing -> true;
            // Nobody else is there to wait for.
            case LockTimeout -> true;
            case StatementFailed ->
                OF_DEFINITIONS.contains(sqlState(trouble)) && !trouble.message().contains(NONE);
            default -> false;
        };
    }

    private String words(Trouble trouble) {
        return told.apply(trouble).message();
    }

    private static String sqlState(Trouble trouble) {
        return Optional.ofNullable(trouble.failure()).map(Failure::sqlState).orElse("");
    }

    private String revision(Trouble trouble) {
        return Optional.ofNullable(trouble.failure()).map(Failure::revision).orElseGet(() -> first(plan));
    }

    private static String first(Plan plan) {
        return plan.steps().getFirst().revision();
    }
}
