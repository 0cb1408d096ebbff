package dev.stillhouse.runner.restore;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.backup.Manifest;
import dev.stillhouse.runner.contents.ContentDifference;
import dev.stillhouse.runner.contents.Contents;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.postgres.Archive;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.PgRestore;
import dev.stillhouse.runner.postgres.PgTools;
import dev.stillhouse.runner.postgres.WorkingUrl;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A restore over the objects of the database itself, in one transaction. */
final class InPlace {
    private final PgTools tools;
    private final Consumer<String> messages;
    private final Cancellation cancellation;

    InPlace(PgTools tools, Consumer<String> messages, Cancellation cancellation) {
        this.tools = tools;
        this.messages = messages;
        this.cancellation = cancellation;
    }

    Result<FinishedRestore> run(RestoreOrder order, Manifest backup, Path dump) {
        DatabaseUrl url = WorkingUrl.of(order.url());
        messages.accept("Replacing the objects of " + url.database() + " in one transaction.");
        return restored(url, order, dump)
                .<Result<FinishedRestore>>fold(
                        done -> compared(url, order, backup),
                        trouble -> Result.failed(new Trouble(
                                trouble.reason(),
                                Outcomes.said(trouble) + " Everything was taken back: the database " + url.database()
                                        + " is what it was.")));
    }

    private Result<Path> restored(DatabaseUrl url, RestoreOrder order, Path dump) {
        try (LockWatch watch = LockWatch.start(url, order.applicationName(), messages)) {
            return Archive.entries(tools, dump, cancellation)
                    .then(entries -> PgRestore.run(
                            tools,
                            new PgRestore.Order(
                                    url,
                                    order.applicationName(),
                                    dump,
                                    1,
                                    PgRestore.inPlace(order.role()),
                                    LeavesLast.of(entries).all()),
                            line -> {},
                            cancellation));
        }
    }

    private Result<FinishedRestore> compared(DatabaseUrl url, RestoreOrder order, Manifest backup) {
        messages.accept("Comparing " + url.database() + " with the backup.");
        Contents expected = backup.contents();
        return new Equality(messages, cancellation)
                .read(url, order, null)
                .fold(
                        found -> {
                            Contents known = Unknown.without(expected, found);
                            Optional<Trouble> trouble =
                                    Equality.differences(ContentDifference.differences(expected, known));
                            Statistics.gather(url, order.applicationName(), messages, cancellation);
                            return trouble.isPresent()
                                    ? Result.failed(committed(trouble.get()))
                                    : finished(url, order, backup, Unknown.names(expected, found));
                        },
                        trouble -> Result.failed(committed(trouble)));
    }

    /** The restore is committed, and equal: what cannot be read beside it makes it no failure. */
    private Result<FinishedRestore> finished(
            DatabaseUrl url, RestoreOrder order, Manifest backup, List<String> unknown) {
        Compared unlike = Compared.of(new CircumstanceCheck(order, messages, cancellation).putRight(url, backup));
        if (cancellation.requested()) {
            return Result.failed(committed(Cancellation.trouble()));
        }
        NotBroughtBack missing =
                NotBroughtBack.of(List.of(), List.of(), unlike, Compared.withNothing(), backup.notes());
        return Result.ok(new FinishedRestore(backup, Outcomes.inPlace(order, backup, unknown, missing)));
    }

    private static Trouble committed(Trouble trouble) {
        return new Trouble(
                trouble.reason() == Reason.Cancelled ? Reason.Cancelled : Reason.RestoreFailed,
                trouble.message()
                        + " The restore itself was committed: the database has the backup's objects. Writers that were"
                        + " not stopped can be the cause of differences.");
    }
}
