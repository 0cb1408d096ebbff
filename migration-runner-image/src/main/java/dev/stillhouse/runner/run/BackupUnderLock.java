package dev.stillhouse.runner.run;

import dev.stillhouse.report.Phase;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.contents.QualifiedName;
import dev.stillhouse.runner.contents.TablesAtStake;
import dev.stillhouse.runner.decide.BackupNeed;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.SessionName;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.NeutralSession;
import dev.stillhouse.runner.project.ProjectAnswer;
import dev.stillhouse.runner.project.ProjectEvent;
import dev.stillhouse.runner.project.ProjectQuestion;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes the backup while the project waits in the middle of its plan, with the tables locked against writers. Whatever goes
 * wrong, the project rolls back, and with that the lock is gone. Questions come from another thread than all else.
 */
final class BackupUnderLock {
    private final RunState state;
    private final UnderLock order;
    private final DatabaseUrl url;
    private final Map<String, String> environment;
    private final Journal journal;
    private final Stop stop;
    private final Cancellation cancellation = new Cancellation();
    private @Nullable Long since;
    private @Nullable Long until;
    private @Nullable Trouble trouble;

    BackupUnderLock(
            RunState state,
            UnderLock order,
            DatabaseUrl url,
            Map<String, String> environment,
            Journal journal,
            Stop stop) {
        this.state = state;
        this.order = order;
        this.url = url;
        this.environment = environment;
        this.journal = journal;
        this.stop = stop;
    }

    /** The tables are locked, and the project asks whether to go on. */
    ProjectAnswer held(ProjectQuestion.Held held) {
        try {
            return answer(held);
        } catch (RuntimeException e) {
            return abandon(new Trouble(Reason.InternalError, "The backup under the lock failed: " + e + "."));
        }
    }

    private ProjectAnswer answer(ProjectQuestion.Held held) {
        Result<RunReport.Backup> taken =
                begin() ? stillThese().then(tables -> take()) : Result.failed(begunAgain(held.failedBefore()));
        stop.react(() -> {});
        return taken.fold(
                backup -> {
                    journal.enter(Phase.APPLY, "The backup is there, and nobody has written since: the plan goes on.");
                    return ProjectAnswer.PROCEED;
                },
                this::abandon);
    }

    /** What the project has caught is why the run has failed: whether another one is worth its backup goes by that. */
    private static Trouble begunAgain(@Nullable Trouble caught) {
        String why =
                "its backup had been taken under a lock, which was given back with the first attempt, so that others"
                        + " may have written since. The next run takes a backup of its own.";
        return caught == null
                ? new Trouble(Reason.PlanChanged, "The project has begun the plan again although " + why)
                : caught.saying("env.py caught that and began the plan again. It was told to give up: " + why);
    }

    /** The project is lost, and with it the lock. */
    void unasked() {
        cancellation.now();
    }

    /** A commit gives the tables back. */
    synchronized void event(ProjectEvent event) {
        if (event instanceof ProjectEvent.Committed && since != null && until == null) {
            until = System.nanoTime();
        }
    }

    /** Whether a lock was had, and so a backup was begun under it. */
    synchronized boolean begun() {
        return since != null;
    }

    /** The plan was applied, or not: tells how long others have waited, and why nothing came of it if that was this. */
    synchronized Result<Integer> end(Result<Integer> applied) {
        if (since != null && trouble == null) {
            long end = until == null ? System.nanoTime() : until;
            journal.waited(order.tables(), (end - since) / 1_000_000);
        }
        return applied.fold(Result::ok, said -> Result.failed(explained(said)));
    }

    private Trouble explained(Trouble said) {
        if (trouble != null && said.reason() != Reason.BridgeLost) {
            return trouble;
        }
        return since == null || until != null
                ? said
                : said.saying("The tables were given back with that. The next attempt takes a backup of its own.");
    }

    private synchronized boolean begin() {
        boolean first = since == null;
        if (first) {
            since = System.nanoTime();
        }
        return first;
    }

    private synchronized ProjectAnswer abandon(Trouble why) {
        trouble = why;
        return ProjectAnswer.ABANDON;
    }

    /** From here on nobody can add a partition, a foreign key or a trigger to them. */
    private Result<TablesAtStake> stillThese() {
        journal.enter(
                Phase.BACKUP,
                "Others who would write to " + names(order.tables()) + " wait, until the migration is committed.");
        return NeutralSession.open(url, state.request().session().role(), SessionName.of(state.request()), cancellation)
                .then(session -> {
                    try (session) {
                        return TablesAtStake.read(session, state.reviewed().losses());
                    }
                })
                .then(now -> now.equals(new TablesAtStake.Known(order.tables()))
                        ? Result.ok(now)
                        : Result.failed(
                                Reason.PlanChanged,
                                "The plan takes something from other tables than it did when it was reviewed: then from "
                                        + names(order.tables()) + "; now "
                                        + switch (now) {
                                            case TablesAtStake.Known(List<QualifiedName> tables) ->
                                                "from " + names(tables);
                                            case TablesAtStake.Any(String why) -> "it can be any, as " + why;
                                        }
                                        + ". No backup was taken; the next run takes it into account."));
    }

    private Result<RunReport.Backup> take() {
        BackupNeed.Needed needed = order.needed();
        return new Safeguard(state.request(), url, environment, journal, stop, "the plan was rolled back")
                .take(
                        needed.backup(),
                        Optional.empty(),
                        needed.storage(),
                        state.plan().versionTable(),
                        state.reviewed().losses(),
                        cancellation)
                .then(backup -> BackupNeed.refuse(needed, backup)
                        .<Result<RunReport.Backup>>map(Result::failed)
                        .orElseGet(() -> Result.ok(backup)));
    }

    private static String names(List<QualifiedName> tables) {
        return tables.stream().map(QualifiedName::toString).collect(Collectors.joining(", "));
    }
}
