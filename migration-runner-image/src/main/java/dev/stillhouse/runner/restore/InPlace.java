package dev.stillhouse.runner.restore;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.backup.contents.Comparison;
import dev.stillhouse.runner.backup.contents.Contents;
import dev.stillhouse.runner.backup.contents.Manifest;
import dev.stillhouse.runner.backup.tools.Halt;
import dev.stillhouse.runner.backup.tools.PgTools;
import dev.stillhouse.runner.backup.tools.Restoring;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** A restore over the objects of the database itself, in one transaction. */
final class InPlace {
    private final PgTools tools;
    private final Consumer<String> messages;
    private final Halt halt;

    InPlace(PgTools tools, Consumer<String> messages, Halt halt) {
        this.tools = tools;
        this.messages = messages;
        this.halt = halt;
    }

    Result<Restored> run(RestoreOrder order, Manifest backup, Path dump) {
        DatabaseUrl url = WorkingUrl.of(order.url());
        messages.accept("Replacing the objects of " + url.database() + " in one transaction.");
        return restored(url, order, dump)
                .<Result<Restored>>fold(
                        done -> compared(url, order, backup),
                        trouble -> Result.failed(new Trouble(
                                trouble.reason(),
                                Outcomes.said(trouble) + " Everything was taken back: the database " + url.database()
                                        + " is what it was.")));
    }

    private Result<Path> restored(DatabaseUrl url, RestoreOrder order, Path dump) {
        try (LockWatch watch = LockWatch.start(url, order.applicationName(), messages)) {
            return Restoring.run(
                    tools,
                    new Restoring.Order(url, order.applicationName(), dump, 1, PgRestore.inPlace(order.role())),
                    line -> {},
                    halt);
        }
    }

    private Result<Restored> compared(DatabaseUrl url, RestoreOrder order, Manifest backup) {
        messages.accept("Comparing " + url.database() + " with the backup.");
        Contents expected = backup.contents();
        return new Equality(messages, halt)
                .read(url, order)
                .fold(
                        found -> {
                            Contents known = Unknown.without(expected, found);
                            Optional<Trouble> trouble = Equality.differences(Comparison.differences(expected, known));
                            Statistics.gather(url, order.applicationName(), messages, halt);
                            return trouble.isPresent()
                                    ? Result.failed(committed(trouble.get()))
                                    : Result.ok(new Restored(
                                            url.database(),
                                            backup,
                                            Outcomes.inPlace(order, backup, Unknown.names(expected, found))));
                        },
                        trouble -> Result.failed(committed(trouble)));
    }

    private static Trouble committed(Trouble trouble) {
        return new Trouble(
                trouble.reason() == Reason.Cancelled ? Reason.Cancelled : Reason.RestoreFailed,
                trouble.message()
                        + " The restore itself was committed: the database has the backup's objects. Writers that were"
                        + " not stopped can be the cause of differences.");
    }
}
