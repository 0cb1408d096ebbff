package dev.stillhouse.runner.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.copies.PodCopies;
import dev.stillhouse.runner.fixture.ClientTools;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.CopyPurpose;
import dev.stillhouse.runner.postgres.Origin;
import dev.stillhouse.runner.postgres.OriginLocale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage is noticed before a backup is relied on. */
class BackupDamagedTest {
    @TempDir
    Path folder;

    private final Postgres.Database database = Postgres.create();

    private Backed stored() {
        database.execute(
                "CREATE TABLE orders AS SELECT n AS id, md5(n::text) AS note FROM generate_series(1, 5000) AS n");
        Backed backed = new Backed(folder);
        backed.taken(database.url(), BackupVerification.Digest);
        return backed;
    }

    private static Path largest(Path dump) throws IOException {
        try (var files = Files.list(dump)) {
            return files.max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow();
        }
    }

    @Test
    void oneFlippedBitIsNoticed() throws IOException {
        Backed backed = stored();
        Path file = largest(backed.dump());
        byte[] content = Files.readAllBytes(file);
        content[content.length / 2] ^= 1;
        Files.write(file, content);

        assertThat(reason(backed.verify())).isEqualTo(Reason.BackupCorrupt);
    }

    @Test
    void aTruncatedFileIsNoticed() throws IOException {
        Backed backed = stored();
        Path file = largest(backed.dump());
        byte[] content = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(content, content.length - 1));

        assertThat(reason(backed.verify())).isEqualTo(Reason.BackupCorrupt);
    }

    @Test
    void aManifestThatIsNoneIsNoticed() throws IOException {
        Backed backed = stored();
        Files.writeString(backed.dump().resolveSibling("manifest.json"), "{\"format\": 1}");

        assertThat(reason(backed.verify())).isEqualTo(Reason.BackupCorrupt);
    }

    @Test
    void theManifestOfANewerStillhouseIsNotTakenForDamage() throws IOException {
        Backed backed = stored();
        Files.writeString(backed.dump().resolveSibling("manifest.json"), "{\"format\": 4}");

        assertThat(reason(backed.verify())).isEqualTo(Reason.ProtocolMismatch);
    }

    @Test
    void tooLittleRoomForTheCopyIsToldBeforehand() {
        Origin huge = new Origin(
                null,
                "huge",
                "postgres",
                "UTF8",
                "C",
                "C",
                "17.6",
                null,
                Long.MAX_VALUE / 4,
                true,
                List.of(),
                List.of(),
                Map.of(),
                OriginLocale.UNKNOWN);
        Result<Origin> ready = new PodCopies(
                        ClientTools.newest(),
                        folder,
                        Map.of(),
                        CopyPurpose.VERIFICATION,
                        message -> {},
                        new Cancellation())
                .possible(huge, huge.bytes(), 2);

        assertThat(ready).isInstanceOfSatisfying(Result.Failed.class, failed -> {
            Trouble trouble = ((Result.Failed<?>) failed).trouble();
            assertThat(trouble.reason()).isEqualTo(Reason.StorageFull);
            assertThat(trouble.message()).contains(folder.toString(), "spec.backup.verify: Digest");
        });
    }

    private static Reason reason(Result<?> result) {
        return result.fold(
                value -> {
                    throw new AssertionError("it is taken for good");
                },
                Trouble::reason);
    }
}
