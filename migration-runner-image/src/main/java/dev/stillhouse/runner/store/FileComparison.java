package dev.stillhouse.runner.store;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Trouble;
import java.util.Optional;

/** Whether what was read is what was written. */
final class FileComparison {
    private FileComparison() {}

    static Optional<Trouble> compare(StoredFile expected, StoredFile found, String place) {
        if (expected.equals(found)) {
            return Optional.empty();
        }
        String difference = expected.size() == found.size()
                ? "has another content than was written (SHA-256 " + found.sha256() + ", expected " + expected.sha256()
                        + ")"
                : "has " + found.size() + " bytes, expected " + expected.size();
        return Optional.of(corrupt(expected.name(), place, difference));
    }

    static Trouble missing(StoredFile expected, String place) {
        return corrupt(expected.name(), place, "is missing");
    }

    private static Trouble corrupt(String file, String place, String difference) {
        return new Trouble(
                Reason.BackupCorrupt,
                "The backup's file " + file + " in " + place + " " + difference
                        + ". This backup cannot be relied on: take another one, and look for faults of the storage.");
    }
}
