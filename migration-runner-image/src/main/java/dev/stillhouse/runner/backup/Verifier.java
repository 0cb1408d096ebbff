package dev.stillhouse.runner.backup;

import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.contents.ContentDifference;
import dev.stillhouse.runner.contents.ContentReader;
import dev.stillhouse.runner.contents.Contents;
import dev.stillhouse.runner.contents.Snapshot;
import dev.stillhouse.runner.copies.Copies;
import dev.stillhouse.runner.copies.Copy;
import dev.stillhouse.runner.copies.CopyOrder;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.CopyPurpose;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Compares what is in a copy that was made of a dump with what was read of the database. */
final class Verifier {
    private static final int DIFFERENCES_TOLD = 5;

    private final Copies copies;
    private final Consumer<String> messages;
    private final Cancellation cancellation;

    Verifier(Copies copies, Consumer<String> messages, Cancellation cancellation) {
        this.copies = copies;
        this.messages = messages;
        this.cancellation = cancellation;
    }

    /** @return what could not be shown, and what is left of the copy, a sentence for each */
    Result<List<String>> verify(Manifest backup, Path dump, int jobs) {
        return copies.open(new CopyOrder(
                        backup.origin(),
                        dump,
                        backup.copyBytes(),
                        backup.leftOut(),
                        backup.scope() == BackupScope.Tables,
                        jobs))
                .then(copy -> {
                    List<String> notes = new ArrayList<>(copy.notes());
                    Result<Contents> shown;
                    try {
                        notes.forEach(messages);
                        Contents expected = copy.gaps().without(backup.expected());
                        shown = read(copy, expected, jobs)
                                .then(contents -> compared(expected, copy.gaps().without(backup.comparable(contents))))
                                .then(contents -> {
                                    notes.addAll(ContentDifference.notes(expected, contents));
                                    return Result.ok(contents);
                                });
                    } finally {
                        copy.drop().ifPresent(notes::add);
                    }
                    return shown.then(equal -> Result.ok(List.copyOf(notes)));
                });
    }

    private Result<Contents> read(Copy copy, Contents expected, int jobs) {
        messages.accept("Comparing the restored copy.");
        return Snapshot.open(
                        copy.url(),
                        copy.role(),
                        CopyPurpose.VERIFICATION.application(),
                        Integer.MAX_VALUE,
                        copy.gaps().unread(),
                        cancellation)
                .then(snapshot -> {
                    try (snapshot) {
                        return ContentReader.read(snapshot, expected.expressions(), Math.max(2, jobs), line -> {});
                    }
                });
    }

    private static Result<Contents> compared(Contents expected, Contents copy) {
        List<String> differences = ContentDifference.differences(expected, copy);
        if (differences.isEmpty()) {
            return Result.ok(copy);
        }
        int more = differences.size() - DIFFERENCES_TOLD;
        return Result.failed(
                Reason.BackupNotEqual,
                "The restored copy is not equal to the database: "
                        + String.join("; ", differences.subList(0, Math.min(DIFFERENCES_TOLD, differences.size())))
                        + (more > 0 ? "; and " + more + " more differences" : "") + ".");
    }
}
