package dev.stillhouse.runner.run;

import dev.stillhouse.report.PlanKeeping;
import dev.stillhouse.report.RunReport.Failure;
import dev.stillhouse.runner.decide.PlanScript;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.sql.SqlRedaction;

/** What of a run's SQL may be told. */
final class Secrecy {
    private static final String LEFT_OUT = "Left out, as it may repeat values (spec.plan.keep: %s).";

    private final PlanKeeping keeping;
    private final SqlRedaction redaction = new SqlRedaction();

    Secrecy(PlanKeeping keeping) {
        this.keeping = keeping;
    }

    boolean forbidsPlans() {
        return keeping == PlanKeeping.Never;
    }

    PlanScript script(PlanScript script) {
        return keeping == PlanKeeping.Full
                ? script
                : script.with(
                        redaction::sql,
                        "What stood in string literals and comments is left out (spec.plan.keep: " + keeping + ").");
    }

    Trouble trouble(Trouble trouble) {
        Failure failure = trouble.failure();
        if (keeping == PlanKeeping.Full || failure == null) {
            return trouble;
        }
        String statement = failure.statement();
        return new Trouble(
                trouble.reason(),
                statement == null ? trouble.message() : SqlRedaction.message(trouble.message(), statement),
                new Failure(
                        failure.revision(),
                        failure.file(),
                        failure.line(),
                        failure.sqlState(),
                        statement == null ? null : redaction.sql(statement),
                        failure.detail() == null ? null : LEFT_OUT.formatted(keeping)));
    }
}
