package dev.stillhouse.runner.rehearsal;

import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RehearsalOutcome;
import dev.stillhouse.report.RunReport.Rehearsal;
import dev.stillhouse.runner.copies.Copies;
import dev.stillhouse.runner.copies.PodCopies;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.CopyPurpose;
import dev.stillhouse.runner.postgres.PgTools;
import dev.stillhouse.runner.project.MigrationProject;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Tries plans on copies. */
public final class Rehearsals {
    private final PgTools tools;
    private final Map<String, String> environment;
    private final Consumer<String> messages;
    private final UnaryOperator<Trouble> told;
    private final Cancellation cancellation;

    /**
     * Makes ready.
     *
     * @param environment may say where the private PostgreSQL's cluster is copied from
     * @param messages takes whole sentences for people
     * @param told leaves out of a trouble what may not be told
     * @param cancellation ends it
     */
    public Rehearsals(
            PgTools tools,
            Map<String, String> environment,
            Consumer<String> messages,
            UnaryOperator<Trouble> told,
            Cancellation cancellation) {
        this.tools = tools;
        this.environment = environment;
        this.messages = messages;
        this.told = told;
        this.cancellation = cancellation;
    }

    /**
     * Tries a plan. The database is read, and locked by nothing but what reading its definitions takes.
     *
     * @return fails only if the project's process is lost, or with {@link Reason#Cancelled}: nothing can be done with it then
     */
    public Result<Shown> rehearse(MigrationProject project, RehearsalOrder order) {
        return tried(project, order)
                .fold(
                        // What was seen after that is no matter of the plan.
                        shown -> cancellation.requested() ? Result.failed(Cancellation.trouble()) : Result.ok(shown),
                        trouble -> cancellation.requested()
                                ? Result.failed(Cancellation.trouble())
                                : trouble.reason() == Reason.BridgeLost
                                        ? Result.failed(trouble)
                                        : Result.ok(Shown.impossible(order.plan(), trouble)));
    }

    private Result<Shown> tried(MigrationProject project, RehearsalOrder order) {
        return SchemaDump.take(tools, order, cancellation).then(dump -> {
            try (dump) {
                return travelled(project, order, dump).then(course -> judged(project, order, dump, course));
            }
        });
    }

    private Result<Course> travelled(MigrationProject project, RehearsalOrder order, SchemaDump dump) {
        return inCopy(
                order,
                dump,
                copy -> new RoundTrip(copy, copy.project(project), order.targets(), order.plan()).travel());
    }

    private Result<Shown> judged(MigrationProject project, RehearsalOrder order, SchemaDump dump, Course course) {
        Optional<Trouble> lost = course.lost();
        if (lost.isPresent()) {
            return Result.failed(lost.get());
        }
        Rehearsal shown = new Verdict(order.plan(), told).of(course);
        if (shown.outcome() != RehearsalOutcome.Warned || order.plan().steps().size() == 1) {
            return Result.ok(Shown.of(shown.outcome(), shown.findings(), course));
        }
        messages.accept("The way back is wrong. Trying each step by itself, to tell of which.");
        // The first copy is not what it was.
        return inCopy(order, dump, copy -> new Survey(copy, copy.project(project), order.plan(), told).findings())
                .then(findings ->
                        Result.ok(Shown.of(shown.outcome(), findings.isEmpty() ? shown.findings() : findings, course)));
    }

    private <T> Result<T> inCopy(RehearsalOrder order, SchemaDump dump, Function<RehearsalCopy, Result<T>> work) {
        return RehearsalCopy.open(copies(order), dump, order, cancellation).then(copy -> {
            try {
                copy.notes().forEach(messages);
                return work.apply(copy);
            } finally {
                copy.drop().ifPresent(messages);
            }
        });
    }

    private Copies copies(RehearsalOrder order) {
        return new PodCopies(tools, order.scratch(), environment, CopyPurpose.REHEARSAL, messages, cancellation);
    }
}
