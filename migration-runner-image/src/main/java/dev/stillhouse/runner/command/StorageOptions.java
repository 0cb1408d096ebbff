package dev.stillhouse.runner.command;

import dev.stillhouse.report.BackupStorage;
import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a place for backups is reached. */
final class StorageOptions {
    private static final String S3 = "s3://";

    @Option(
            names = "--s3-endpoint",
            paramLabel = "URL",
            description = "The service, for a bucket that is not AWS's own. Credentials come from the variables"
                    + " STILLHOUSE_STORAGE_ACCESS_KEY_ID, STILLHOUSE_STORAGE_SECRET_ACCESS_KEY and"
                    + " STILLHOUSE_STORAGE_SESSION_TOKEN; without them they are found as AWS's own tools find them.")
    @Nullable
    String endpoint;

    @Option(names = "--s3-region", paramLabel = "REGION", description = "The bucket's region. Default: us-east-1.")
    @Nullable
    String region;

    @Option(
            names = "--s3-path-style",
            description = "Put the bucket's name in the URL's path, as most services other than AWS want it.")
    boolean pathStyle;

    @Option(
            names = "--s3-ca-file",
            paramLabel = "FILE",
            description = "Certificates (PEM) that the endpoint's is checked with, in place of Java's.")
    @Nullable
    String certificates;

    @Option(
            names = "--s3-sse",
            paramLabel = "METHOD",
            description = "Server-side encryption: AES256 or aws:kms. Default: the bucket's own setting.")
    @Nullable
    String encryption;

    @Option(names = "--s3-kms-key", paramLabel = "ID", description = "The key for --s3-sse aws:kms.")
    @Nullable
    String kmsKey;

    @Option(
            names = "--scratch",
            paramLabel = "FOLDER",
            description = "Where files lie that are needed for a while: downloads, and a whole restored database for a"
                    + " verification. Default: a temporary folder.")
    @Nullable
    Path scratch;

    /**
     * Does something with a place.
     *
     * @param place a folder, or {@code s3://bucket/prefix}
     */
    Result<Answer> at(String place, Function<PlaceOfBackups, Result<Answer>> work) {
        if (scratch != null) {
            return work.apply(place(place, scratch.toAbsolutePath()));
        }
        Path temporary;
        try {
            temporary = Files.createTempDirectory("stillhouse-");
        } catch (IOException e) {
            return Result.failed(
                    Reason.StorageUnavailable,
                    "No temporary folder can be made: " + e.getMessage() + ". Name one with --scratch.");
        }
        try {
            return work.apply(place(place, temporary));
        } finally {
            remove(temporary);
        }
    }

    private PlaceOfBackups place(String place, Path scratchFolder) {
        if (!place.startsWith(S3)) {
            return new PlaceOfBackups(
                    place,
                    new BackupStorage(
                            Path.of(place).toAbsolutePath().normalize().toString(), null, "" + scratchFolder));
        }
        String path = place.substring(S3.length());
        int slash = path.indexOf('/');
        String bucket = slash < 0 ? path : path.substring(0, slash);
        String prefix = slash < 0 ? "" : path.substring(slash + 1).replaceAll("^/+|/+$", "");
        return new PlaceOfBackups(
                place,
                new BackupStorage(
                        null,
                        new BackupStorage.Bucket(
                                bucket, prefix, endpoint, region, pathStyle, certificates, encryption, kmsKey),
                        scratchFolder.toString()));
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException | UncheckedIOException e) {
            // The system removes its temporary files in the end.
        }
    }
}
