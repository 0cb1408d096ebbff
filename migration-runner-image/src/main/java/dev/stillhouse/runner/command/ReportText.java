package dev.stillhouse.runner.command;

import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.contract.ReportWriter;
import dev.stillhouse.runner.decide.Rows;
import dev.stillhouse.runner.json.JsonObject;
import dev.stillhouse.runner.model.Trouble;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A run's report, and trouble of any kind, for a person. */
final class ReportText {
    private ReportText() {}

    static Answer answer(RunReport report) {
        return new Answer(text(report), ReportWriter.json(report), ExitCodes.of(report.outcome()));
    }

    private static String text(RunReport report) {
        List<String> rows = report.after();
        String standing = rows == null ? "" : "\n  database   at " + Rows.text(rows);
        String message = Wording.forPeople(report.message());
        return switch (report.outcome()) {
            case Succeeded -> message;
            case AwaitingApproval -> message + standing;
            case Failed, Unknown -> failure(new Trouble(report.reason(), message + standing, report.failure()));
        };
    }

    /** What is wrong, then what is known of it, line by line. */
    static String failure(Trouble trouble) {
        StringBuilder text = new StringBuilder("Failed (" + trouble.reason() + "): ");
        text.append(Wording.forPeople(trouble.message()));
        RunReport.Failure failure = trouble.failure();
        if (failure != null) {
            line(text, "revision", failure.revision());
            line(text, "file", place(failure));
            line(text, "SQLSTATE", failure.sqlState());
            line(text, "statement", failure.statement());
        }
        return text.toString();
    }

    static @Nullable JsonObject json(RunReport.@Nullable Failure failure) {
        return ReportWriter.failure(failure);
    }

    /** As editors and terminals make a link of it. */
    private static @Nullable String place(RunReport.Failure failure) {
        return failure.file() == null || failure.line() == null
                ? failure.file()
                : failure.file() + ":" + failure.line();
    }

    private static void line(StringBuilder text, String name, @Nullable String value) {
        if (value == null || value.isBlank()) {
            return;
        }
        String indented = value.strip().replace("\n", "\n             ");
        text.append("\n  ").append(name).append(" ".repeat(11 - name.length())).append(indented);
    }
}
