package dev.stillhouse.runner.rehearsal;

import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport.Rehearsal;
import dev.stillhouse.runner.copies.Copies;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.CopyPurpose;
import dev.stillhouse.runner.postgres.PgTools;
import dev.stillhouse.runner.project.MigrationProject;
import java.util.Map;
import java.util.function.Consumer;

/** Tries plans on copies. */
public final class Rehearsals {
    private final PgTools tools;
    private final Map<String, String> environment;
    private final Consumer<String> messages;
    private final Cancellation cancellation;

    /**
     * Makes ready.
     *
     * @param environment may say where the private PostgreSQL's cluster is copied from
     * @param messages takes whole sentences for people
     * @param cancellation ends it
     */
    public Rehearsals(
            PgTools tools, Map<String, String> environment, Consumer<String> messages, Cancellation cancellation) {
        this.tools = tools;
        this.environment = environment;
        this.messages = messages;
        this.cancellation = cancellation;
    }

    /**
     * Tries a plan. The database is read, and locked by nothing but what reading its definitions takes.
     *
     * @return fails only if the project's process is lost, or with {@link Reason#Cancelled}: nothing can be done with it then
     */
    public Result<Rehearsal> rehearse(MigrationProject project, RehearsalOrder order) {
        return tried(project, order)
                .fold(
                        Result::ok,
                        trouble -> cancellation.requested()
                                ? Result.failed(Cancellation.trouble())
                                : trouble.reason() == Reason.BridgeLost
                                        ? Result.failed(trouble)
                                        : Result.ok(Verdict.impossible(order.plan(), trouble)));
    }

    private Result<Rehearsal> tried(MigrationProject project, RehearsalOrder order) {
        return SchemaDump.take(tools, order, cancellation).then(dump -> {
            try (dump) {
                return RehearsalCopy.open(copies(order), dump, order, cancellation)
                        .then(copy -> {
                            try {
                                copy.notes().forEach(messages);
                                return new RoundTrip(copy, copy.project(project), order.targets(), order.plan())
                                        .travel()
                                        .then(course -> judged(order, dump, course));
                            } finally {
                                copy.drop().ifPresent(messages);
                            }
                        });
            }
        });
    }

    private static Result<Rehearsal> judged(RehearsalOrder order, SchemaDump dump, Course course) {
        return course.trouble()
                .filter(trouble -> trouble.reason() == Reason.BridgeLost)
                .<Result<Rehearsal>>map(Result::failed)
                .orElseGet(() -> Result.ok(new Verdict(
                                order.plan(),
                                course.before().expressions().server()
                                        == dump.origin().majorVersion())
                        .of(course)));
    }

    private Copies copies(RehearsalOrder order) {
        return Copies.at(
                order.host(), tools, order.scratch(), environment, CopyPurpose.REHEARSAL, messages, cancellation);
    }
}
