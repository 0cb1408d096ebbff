package dev.stillhouse.runner.decide;

import dev.stillhouse.report.RunReport;
import dev.stillhouse.report.RunReport.Backup;
import dev.stillhouse.report.RunReport.Failure;
import dev.stillhouse.report.RunReport.Finding;
import dev.stillhouse.report.RunReport.Plan;
import dev.stillhouse.report.RunReport.Rehearsal;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes a report fit into a number of bytes. It gives up the least useful first: the traceback's beginning, the
 * statement's end, the lists of steps, what is said of the backup's scope, what is found in the steps and in
 * their rehearsal, the revisions that the
 * project knows, the notes on the backup, the message's end, and at last the lists of version rows.
 */
public final class ReportShortener {
    private static final String CUT = "…";
    private static final List<BiFunction<RunReport, Integer, RunReport>> CUTS = List.of(
            (report, length) -> withFailure(report, f -> failure(f, f.statement(), lastOf(f.detail(), length))),
            (report, length) -> withFailure(report, f -> failure(f, firstOf(f.statement(), length), f.detail())),
            (report, length) -> withPending(report, length),
            (report, length) -> withSteps(report, length),
            (report, length) ->
                    withBackup(report, b -> b.saying(b.rowsOf(), firstOf(b.scopeReason(), length), b.notes())),
            (report, length) ->
                    withBackup(report, b -> b.saying(headOrNull(b.rowsOf(), length), b.scopeReason(), b.notes())),
            (report, length) -> withFindings(report, length),
            (report, length) -> withRehearsal(report, length),
            (report, length) -> withKnown(report, length),
            (report, length) ->
                    withBackup(report, b -> b.saying(b.rowsOf(), b.scopeReason(), headOrNull(b.notes(), length))),
            (report, length) -> withMessage(report, length),
            (report, length) -> withRows(report, length));

    private ReportShortener() {}

    /**
     * The report, or as much of it as fits.
     *
     * @param size the bytes that a report takes when it is written
     */
    public static RunReport shorten(RunReport report, int limit, ToIntFunction<RunReport> size) {
        RunReport fitting = report;
        for (BiFunction<RunReport, Integer, RunReport> cut : CUTS) {
            if (size.applyAsInt(fitting) <= limit) {
                return fitting;
            }
            fitting = longest(fitting, cut, limit, size);
        }
        return fitting;
    }

    /** The report with the largest length at which it fits, or with nothing left of that part. */
    private static RunReport longest(
            RunReport report, BiFunction<RunReport, Integer, RunReport> cut, int limit, ToIntFunction<RunReport> size) {
        int fits = 0;
        int tooLong = limit;
        while (fits + 1 < tooLong) {
            int middle = (fits + tooLong) / 2;
            if (size.applyAsInt(cut.apply(report, middle)) <= limit) {
                fits = middle;
            } else {
                tooLong = middle;
            }
        }
        return cut.apply(report, fits);
    }

    /** At most {@code length} characters from the beginning, never half of a surrogate pair. */
    static @Nullable String firstOf(@Nullable String text, int length) {
        if (text == null || text.length() <= length) {
            return text;
        }
        if (length == 0) {
            return null;
        }
        int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
        return text.substring(0, end) + CUT;
    }

    /** At most {@code length} characters from the end, where a traceback says what happened. */
    static @Nullable String lastOf(@Nullable String text, int length) {
        if (text == null || text.length() <= length) {
            return text;
        }
        if (length == 0) {
            return null;
        }
        int start = text.length() - length;
        return CUT + text.substring(Character.isLowSurrogate(text.charAt(start)) ? start + 1 : start);
    }

    private static RunReport withFailure(RunReport r, Function<Failure, Failure> change) {
        Failure failure = r.failure();
        return failure == null ? r : copy(r, r.message(), r.before(), r.after(), r.plan(), change.apply(failure));
    }

    private static Failure failure(Failure f, @Nullable String statement, @Nullable String detail) {
        return new Failure(f.revision(), f.file(), f.line(), f.sqlState(), statement, detail);
    }

    private static RunReport withBackup(RunReport r, UnaryOperator<Backup> change) {
        Backup backup = r.backup();
        return backup == null ? r : withParts(r, r.pendingRevisions(), r.known(), change.apply(backup), r.rehearsal());
    }

    private static RunReport withRehearsal(RunReport r, int count) {
        Rehearsal rehearsal = r.rehearsal();
        return rehearsal == null
                ? r
                : withParts(
                        r,
                        r.pendingRevisions(),
                        r.known(),
                        r.backup(),
                        new Rehearsal(
                                rehearsal.outcome(),
                                head(rehearsal.findings(), count),
                                head(rehearsal.locks(), count)));
    }

    private static RunReport withSteps(RunReport r, int count) {
        Plan p = r.plan();
        Plan shorter = p == null
                ? null
                : new Plan(p.digest(), p.direction(), p.total(), head(p.steps(), count), p.destructive());
        return copy(r, r.message(), r.before(), r.after(), shorter, r.failure());
    }

    private static RunReport withFindings(RunReport r, int count) {
        Plan p = r.plan();
        List<Finding> findings = p == null ? null : p.destructive();
        return p == null || findings == null
                ? r
                : copy(
                        r,
                        r.message(),
                        r.before(),
                        r.after(),
                        new Plan(p.digest(), p.direction(), p.total(), p.steps(), head(findings, count)),
                        r.failure());
    }

    private static RunReport withMessage(RunReport r, int length) {
        String message = firstOf(r.message(), length);
        return copy(r, message == null ? "" : message, r.before(), r.after(), r.plan(), r.failure());
    }

    private static RunReport withRows(RunReport r, int count) {
        List<String> before = r.before();
        List<String> after = r.after();
        return copy(r, r.message(), headOrNull(before, count), headOrNull(after, count), r.plan(), r.failure());
    }

    private static RunReport withPending(RunReport r, int count) {
        return withLists(r, headOrNull(r.pendingRevisions(), count), r.known());
    }

    private static RunReport withKnown(RunReport r, int count) {
        return withLists(r, r.pendingRevisions(), headOrNull(r.known(), count));
    }

    private static RunReport withLists(
            RunReport r, @Nullable List<String> pendingRevisions, @Nullable List<String> known) {
        return withParts(r, pendingRevisions, known, r.backup(), r.rehearsal());
    }

    private static RunReport withParts(
            RunReport r,
            @Nullable List<String> pendingRevisions,
            @Nullable List<String> known,
            @Nullable Backup backup,
            @Nullable Rehearsal rehearsal) {
        return new RunReport(
                r.version(),
                r.outcome(),
                r.reason(),
                r.message(),
                r.database(),
                r.before(),
                r.after(),
                r.target(),
                r.plan(),
                r.stepsDone(),
                r.pending(),
                pendingRevisions,
                known,
                r.failure(),
                backup,
                rehearsal,
                r.phaseMillis());
    }

    private static @Nullable List<String> headOrNull(@Nullable List<String> list, int count) {
        return list == null ? null : head(list, count);
    }

    private static <T> List<T> head(List<T> list, int count) {
        return list.size() <= count ? list : List.copyOf(list.subList(0, count));
    }

    private static RunReport copy(
            RunReport r,
            String message,
            @Nullable List<String> before,
            @Nullable List<String> after,
            @Nullable Plan plan,
            @Nullable Failure failure) {
        return new RunReport(
                r.version(),
                r.outcome(),
                r.reason(),
                message,
                r.database(),
                before,
                after,
                r.target(),
                plan,
                r.stepsDone(),
                r.pending(),
                r.pendingRevisions(),
                r.known(),
                failure,
                r.backup(),
                r.rehearsal(),
                r.phaseMillis());
    }
}
