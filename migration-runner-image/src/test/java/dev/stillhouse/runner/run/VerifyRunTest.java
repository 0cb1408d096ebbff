package dev.stillhouse.runner.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.BackupPolicy;
import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupStorage;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.BackupWriters;
import dev.stillhouse.report.DowngradePolicy;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Outcome;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.fixture.AlembicProject;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.fixture.Requests;
import dev.stillhouse.runner.fixture.Runner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found of a stored backup, without the database that it is of. */
class VerifyRunTest {
    private static final String LOCATION = "shop/orders-1";
    /** Nothing listens there. */
    private static final String DOWN = "postgresql://nobody@127.0.0.1:1/gone";

    private final Postgres.Database database = Postgres.create();

    @TempDir
    private Path folder;

    @BeforeEach
    void prepareStorage() throws IOException {
        Files.createDirectories(folder.resolve("backups"));
        Files.createDirectories(folder.resolve("scratch"));
    }

    private BackupStorage storage() {
        return new BackupStorage(
                folder.resolve("backups").toString(),
                null,
                folder.resolve("scratch").toString());
    }

    private RunReport.Backup taken(BackupVerification by) {
        AlembicProject project = AlembicProject.in(folder.resolve("project")).table("a1");
        Runner.on(database).run(Requests.migrate(project));
        database.execute("INSERT INTO a1 SELECT generate_series(1, 1000)");
        RunReport report = Runner.on(database)
                .run(Requests.migrate(project)
                        .onlyBackup(new RunRequest.Backup(
                                BackupPolicy.Never,
                                by,
                                LOCATION,
                                storage(),
                                2,
                                BackupScope.Database,
                                BackupWriters.Continue,
                                null,
                                null)));
        return Objects.requireNonNull(report.backup(), report.message());
    }

    private RunReport verify(BackupVerification by, @Nullable String digest) {
        return Runner.on(DOWN)
                .run(new RunRequest(
                        RunRequest.VERSION,
                        "shop/orders-2",
                        "uid-of-shop/orders-2",
                        Operation.Verify,
                        List.of("head"),
                        DowngradePolicy.Forbid,
                        List.of(),
                        new RunRequest.Project("/nowhere", "alembic.ini", null, null, List.of(), null, null),
                        new RunRequest.Session(0, 0, null),
                        "2031-02-03T04:05:06Z",
                        null,
                        null,
                        false,
                        null,
                        null,
                        new RunRequest.Verify(LOCATION, digest, storage(), by, 2),
                        null,
                        null,
                        null));
    }

    private Path largestFile() throws IOException {
        try (var files = Files.list(folder.resolve("backups").resolve(LOCATION).resolve("dump"))) {
            return files.max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow();
        }
    }

    private static RunReport.Backup found(RunReport report) {
        return Objects.requireNonNull(report.backup(), report.message());
    }

    @Test
    void whatWasTakenIsFoundAgainAlthoughItsDatabaseIsGone() {
        RunReport.Backup taken = taken(BackupVerification.Restore);

        RunReport report = verify(BackupVerification.Restore, taken.digest());

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Verified);
        assertThat(report.message()).contains("can be restored", "1001 rows in 2 tables", "at a1");
        assertThat(found(report))
                .usingRecursiveComparison()
                .ignoringFields("millis")
                .isEqualTo(taken);
        assertThat(Objects.requireNonNull(report.database()).name()).isEqualTo(database.name());
        assertThat(Objects.requireNonNull(report.database()).systemIdentifier()).isNotNull();
        assertThat(report.after()).isNull();
    }

    @Test
    void theDigestsOfAllFilesAreEnoughWhereNoMoreIsAsked() {
        RunReport.Backup taken = taken(BackupVerification.Digest);

        RunReport report = verify(BackupVerification.Digest, null);

        assertThat(report.outcome()).as(report.message()).isEqualTo(Outcome.Succeeded);
        assertThat(report.message()).contains("that they can be restored was not tried");
        assertThat(found(report).state()).isEqualTo(BackupState.Stored);
        assertThat(found(report).digest()).isEqualTo(taken.digest());
    }

    @Test
    void aFlippedBitIsTheEndOfIt() throws IOException {
        taken(BackupVerification.Digest);
        Path file = largestFile();
        byte[] content = Files.readAllBytes(file);
        content[content.length / 2] ^= 1;
        Files.write(file, content);

        RunReport report = verify(BackupVerification.Digest, null);

        assertThat(report.reason()).isEqualTo(Reason.BackupCorrupt);
        assertThat(found(report).state()).isEqualTo(BackupState.Failed);
        assertThat(found(report).revisions()).containsExactly("a1");
    }

    @Test
    void anotherManifestThanTheOneOnRecordIsTheEndOfIt() {
        taken(BackupVerification.Digest);

        RunReport report = verify(BackupVerification.Digest, "sha256:00");

        assertThat(report.reason()).isEqualTo(Reason.BackupCorrupt);
        assertThat(found(report).state()).isEqualTo(BackupState.Failed);
    }

    @Test
    void whereNothingLiesNothingIsKnown() {
        RunReport report = verify(BackupVerification.Digest, "sha256:00");

        assertThat(report.reason()).isEqualTo(Reason.BackupNotFound);
        assertThat(found(report).state()).isEqualTo(BackupState.Unknown);
    }

    @Test
    void aPlaceThatIsNotThereShowsNothing() throws IOException {
        Files.delete(folder.resolve("backups"));

        RunReport report = verify(BackupVerification.Restore, null);

        assertThat(report.reason()).isEqualTo(Reason.StorageNotFound);
        assertThat(report.backup()).isNull();
    }
}
