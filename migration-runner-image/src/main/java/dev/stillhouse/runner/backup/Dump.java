package dev.stillhouse.runner.backup;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.backup.contents.ContentReader;
import dev.stillhouse.runner.backup.contents.Contents;
import dev.stillhouse.runner.backup.contents.Snapshot;
import dev.stillhouse.runner.backup.tools.Dumping;
import dev.stillhouse.runner.backup.tools.Halt;
import dev.stillhouse.runner.backup.tools.PgTools;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Dumps a database and reads what is in it at the same time, under one snapshot. What fails first ends the other. */
final class Dump {
    /** Below this much a second job takes longer to begin than it saves. */
    private static final long LITTLE = 64_000_000;

    private final PgTools tools;
    private final Snapshot snapshot;
    private final Halt both;
    private final Consumer<String> messages;

    /** @param both ends this dump alone; the snapshot's sessions heed it too */
    Dump(PgTools tools, Snapshot snapshot, Halt both, Consumer<String> messages) {
        this.tools = tools;
        this.snapshot = snapshot;
        this.both = both;
        this.messages = messages;
    }

    /** @return what was read */
    Result<Contents> run(BackupOrder order, Path folder) {
        int jobs = snapshot.dataBytes() < LITTLE ? 1 : order.jobs();
        Dumping.Order dumping = new Dumping.Order(
                snapshot.urlOfPrograms(), order.applicationName(), order.role(), snapshot.id(), folder, jobs);
        CompletableFuture<Result<Contents>> reading = new CompletableFuture<>();
        Thread.ofPlatform().name("backup-contents").start(() -> reading.complete(read(jobs)));
        Result<Path> dumped = Dumping.run(tools, dumping, messages, both);
        if (dumped instanceof Result.Failed<Path>) {
            both.now();
        }
        Result<Contents> read = reading.join();
        if (dumped instanceof Result.Failed<Path>(Trouble trouble)) {
            boolean because = trouble.reason() == Reason.Cancelled
                    && read instanceof Result.Failed<Contents>(Trouble first)
                    && first.reason() != Reason.Cancelled;
            return because ? read : Result.failed(trouble);
        }
        return read.then(contents -> ContentReader.withSequencesAgain(snapshot, contents));
    }

    private Result<Contents> read(int jobs) {
        try {
            Result<Contents> contents = ContentReader.read(snapshot, jobs, line -> {});
            if (contents instanceof Result.Failed<Contents>) {
                if (both.requested()) {
                    // Whatever its last statement ended with: it was cancelled.
                    return Result.failed(Halt.trouble());
                }
                both.now();
            }
            return contents;
        } catch (RuntimeException e) {
            both.now();
            return Result.failed(Reason.InternalError, "The contents of the database cannot be read: " + e);
        }
    }
}
