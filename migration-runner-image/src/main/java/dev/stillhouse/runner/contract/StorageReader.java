package dev.stillhouse.runner.contract;

import dev.stillhouse.report.BackupStorage;
import dev.stillhouse.runner.json.JsonObject;
import dev.stillhouse.runner.json.MalformedJson;

/** Reads where backups lie. */
public final class StorageReader {
    private StorageReader() {}

    public static BackupStorage read(JsonObject storage) throws MalformedJson {
        KnownFields.only(storage, BackupStorage.class);
        return new BackupStorage(
                storage.textOrNull("folder"),
                storage.has("bucket") ? bucket(storage.object("bucket")) : null,
                storage.text("scratch"));
    }

    private static BackupStorage.Bucket bucket(JsonObject bucket) throws MalformedJson {
        KnownFields.only(bucket, BackupStorage.Bucket.class);
        return new BackupStorage.Bucket(
                bucket.text("name"),
                bucket.text("prefix"),
                bucket.textOrNull("endpoint"),
                bucket.textOrNull("region"),
                bucket.flag("pathStyle"),
                bucket.textOrNull("certificateAuthority"),
                bucket.textOrNull("serverSideEncryption"),
                bucket.textOrNull("kmsKeyId"));
    }
}
