package dev.stillhouse.runner.restore;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.backup.contents.Manifest;
import dev.stillhouse.runner.json.MalformedJson;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.store.BackupStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The backup that is asked for, as its manifest describes it. */
final class BackupSource {
    private BackupSource() {}

    static Result<Manifest> manifest(BackupStore store, RestoreOrder order) {
        return store.manifest(order.location()).then(bytes -> {
            String digest = "sha256:" + sha256(bytes);
            if (order.digest() != null && !order.digest().equals(digest)) {
                return Result.failed(
                        Reason.BackupCorrupt,
                        "The manifest of the backup " + order.location() + " in " + store.describe()
                                + " is not the one that was asked for: its digest is " + digest + ", and "
                                + order.digest() + " was expected. Somebody changed or replaced it. Nothing was"
                                + " touched.");
            }
            try {
                return Result.ok(Manifest.read(bytes));
            } catch (MalformedJson e) {
                return Result.failed(
                        Reason.BackupCorrupt,
                        "The manifest of the backup " + order.location() + " in " + store.describe()
                                + " cannot be read: " + e.getMessage()
                                + ". Nothing was touched. If a newer Stillhouse made it, restore it with that version.");
            }
        });
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
