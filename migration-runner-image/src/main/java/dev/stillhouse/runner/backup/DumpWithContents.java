package dev.stillhouse.runner.backup;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.contents.ContentReader;
import dev.stillhouse.runner.contents.Contents;
import dev.stillhouse.runner.contents.Selection;
import dev.stillhouse.runner.contents.SequenceContent;
import dev.stillhouse.runner.contents.Snapshot;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.PgDump;
import dev.stillhouse.runner.postgres.PgTools;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Dumps a database and reads what is in it at the same time, under one snapshot. What fails first ends the other. */
final class DumpWithContents {
    /** Below this much a second job takes longer to begin than it saves. */
    private static final long LITTLE = 64_000_000;

    private final PgTools tools;
    private final Snapshot snapshot;
    private final Selection selection;
    private final Cancellation both;
    private final Consumer<String> messages;

    /** @param both ends this dump alone; the snapshot's sessions heed it too */
    DumpWithContents(
            PgTools tools, Snapshot snapshot, Selection selection, Cancellation both, Consumer<String> messages) {
        this.tools = tools;
        this.snapshot = snapshot;
        this.selection = selection;
        this.both = both;
        this.messages = messages;
    }

    /**
     * What came of it.
     *
     * @param contents what was read
     * @param warnings lines of pg_dump
     */
    record Outcome(Contents contents, List<String> warnings) {}

    Result<Outcome> run(BackupOrder order, Path folder) {
        return ContentReader.sequences(snapshot).then(sequences -> run(order, folder, sequences));
    }

    private Result<Outcome> run(BackupOrder order, Path folder, List<SequenceContent> sequences) {
        int jobs = ChosenRows.dataBytes(selection, snapshot) < LITTLE ? 1 : order.jobs();
        PgDump.Order dumping = new PgDump.Order(
                snapshot.urlOfPrograms(),
                order.applicationName(),
                order.role(),
                snapshot.id(),
                folder,
                jobs,
                selection instanceof Selection.Some some
                        ? new PgDump.Filter(
                                ChosenRows.quoted(some.without()),
                                ChosenRows.quoted(some.undefined()),
                                some.hasLargeObjects())
                        : null);
        CompletableFuture<Result<Contents>> reading = new CompletableFuture<>();
        Thread.ofPlatform().name("backup-contents").start(() -> reading.complete(read(sequences, jobs)));
        List<String> warnings = new CopyOnWriteArrayList<>();
        Result<Path> dumped = PgDump.run(
                tools,
                dumping,
                line -> {
                    if (line.startsWith(BackupNotes.WARNING)) {
                        warnings.add(line);
                    }
                    messages.accept(line);
                },
                both);
        if (dumped instanceof Result.Failed<Path>) {
            both.now();
        }
        Result<Contents> read = reading.join();
        if (dumped instanceof Result.Failed<Path>(Trouble trouble)) {
            boolean because = trouble.reason() == Reason.Cancelled
                    && read instanceof Result.Failed<Contents>(Trouble first)
                    && first.reason() != Reason.Cancelled;
            return Result.failed(because ? ((Result.Failed<Contents>) read).trouble() : trouble);
        }
        return read.then(contents -> ContentReader.afterTheDump(snapshot, contents))
                .then(contents -> Result.ok(new Outcome(contents, List.copyOf(warnings))));
    }

    private Result<Contents> read(List<SequenceContent> sequences, int jobs) {
        try {
            Result<Contents> contents = ContentReader.read(snapshot, selection, sequences, jobs, line -> {});
            if (contents instanceof Result.Failed<Contents>) {
                if (both.requested()) {
                    // Whatever its last statement ended with: it was cancelled.
                    return Result.failed(Cancellation.trouble());
                }
                both.now();
            }
            return contents;
        } catch (RuntimeException | Error e) {
            // Of whatever kind it is, the other thread waits for an answer.
            both.now();
            return Result.failed(Reason.InternalError, "The contents of the database cannot be read: " + e);
        }
    }
}
