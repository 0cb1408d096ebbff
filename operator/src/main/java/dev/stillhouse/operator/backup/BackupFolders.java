package dev.stillhouse.operator.backup;

import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.api.v1alpha1.StorageSpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where the files of backups lie, and whether two have the same. */
final class BackupFolders {
    private BackupFolders() {}

    /** Files below another namespace are somebody else's, whatever the resource says. */
    static boolean isOwn(MigrationBackup backup) {
        return backup.getSpec().location().startsWith(backup.getMetadata().getNamespace() + "/");
    }

    /** Whether deleting the files of one would delete files of the other: the same folder, or one inside the other. */
    static boolean overlap(MigrationBackup one, MigrationBackup other) {
        return store(one).equals(store(other))
                && (path(one).startsWith(path(other)) || path(other).startsWith(path(one)));
    }

    /** A claim belongs to a namespace; a bucket may be named from anywhere. */
    private static List<String> store(MigrationBackup backup) {
        return claim(backup)
                .map(claim -> List.of("claim", backup.getMetadata().getNamespace(), claim.claimName()))
                .or(() -> bucket(backup).map(s3 -> List.of("bucket", String.valueOf(s3.endpoint()), s3.bucket())))
                .orElse(List.of());
    }

    /** With a slash at the end of each part, so that a name never begins another. */
    private static String path(MigrationBackup backup) {
        return Stream.of(
                        claim(backup).map(StorageSpec.Claim::path),
                        bucket(backup).map(StorageSpec.S3::prefix),
                        Optional.of(backup.getSpec().location()))
                .flatMap(Optional::stream)
                .filter(part -> !part.isEmpty())
                .map(part -> part + "/")
                .collect(Collectors.joining());
    }

    private static Optional<StorageSpec.Claim> claim(MigrationBackup backup) {
        return Optional.ofNullable(backup.getSpec().storage().persistentVolumeClaim());
    }

    private static Optional<StorageSpec.S3> bucket(MigrationBackup backup) {
        return Optional.ofNullable(backup.getSpec().storage().s3());
    }
}
