package dev.stillhouse.runner.rows;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.json.MalformedJson;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Sha256;
import dev.stillhouse.runner.store.BackupStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The manifest of saved rows as it lies in a store.
 *
 * @param digest its own, {@code sha256:…}
 */
public record StoredRows(RowsManifest manifest, String digest) {

    /** @param expected the digest that it has to have, where that is known */
    public static Result<StoredRows> read(BackupStore store, String location, @Nullable String expected) {
        return store.manifest(location).then(bytes -> {
            String digest = Sha256.named(bytes);
            String which = "The manifest of the backup " + location + " in " + store.describe();
            if (expected != null && !expected.equals(digest)) {
                return Result.failed(
                        Reason.BackupCorrupt,
                        which + " is not the one that was asked for: its digest is " + digest + ", and " + expected
                                + " was expected. Somebody changed or replaced it.");
            }
            try {
                return RowsManifest.isOne(bytes)
                        ? Result.ok(new StoredRows(RowsManifest.read(bytes), digest))
                        : Result.failed(
                                Reason.BackupPartial,
                                which + " is of a dump, and not of rows that were saved one by one: it cannot be"
                                        + " restored with the mode Rows. Choose another mode.");
            } catch (MalformedJson e) {
                return Result.failed(Reason.BackupCorrupt, which + " cannot be read: " + e.getMessage() + ".");
            }
        });
    }

    /** Whether the backup at a location is one of rows; what is no manifest is not. */
    public static boolean areAt(BackupStore store, String location) {
        return store.manifest(location)
                .fold(
                        bytes -> {
                            try {
                                return RowsManifest.isOne(bytes);
                            } catch (MalformedJson e) {
                                return false;
                            }
                        },
                        trouble -> false);
    }

    /** Reads all files back, and compares what is in them with the manifest. */
    public Result<Path> fetch(BackupStore store, String location, Path scratch, Consumer<String> messages) {
        return store.fetch(location, manifest.files(), scratch, messages).then(folder -> {
            for (SavedStatement statement : manifest.statements()) {
                try {
                    RowsFile.Content found =
                            RowsFile.<RuntimeException>read(folder.resolve(statement.file()), rows -> {});
                    if (!found.equals(new RowsFile.Content(statement.rows(), statement.sha256()))) {
                        return corrupt(statement, "it has other rows than the manifest says");
                    }
                } catch (IOException | MalformedJson e) {
                    return corrupt(statement, String.valueOf(e.getMessage()));
                }
            }
            return Result.ok(folder);
        });
    }

    private static Result<Path> corrupt(SavedStatement statement, String why) {
        return Result.failed(
                Reason.BackupCorrupt, "The backup's file " + statement.file() + " cannot be relied on: " + why + ".");
    }
}
