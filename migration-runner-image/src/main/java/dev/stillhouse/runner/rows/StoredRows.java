package dev.stillhouse.runner.rows;

import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.json.MalformedJson;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.store.BackupStore;
import dev.stillhouse.runner.store.ManifestFile;
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
        return ManifestFile.read(store, location, expected).then(file -> {
            try {
                return RowsManifest.isOne(file.bytes())
                        ? Result.ok(new StoredRows(RowsManifest.read(file.bytes()), file.digest()))
                        : Result.failed(
                                Reason.BackupPartial,
                                file.title() + " is of a dump, and not of rows that were saved one by one: it cannot be"
                                        + " restored with the mode Rows. Choose another mode.");
            } catch (MalformedJson e) {
                return Result.failed(Reason.BackupCorrupt, file.title() + " cannot be read: " + e.getMessage() + ".");
            }
        });
    }

    /** The backup as a report has it. */
    public RunReport.Backup told(BackupState state, String location) {
        return manifest.told(state, location, digest);
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
