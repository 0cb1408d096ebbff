package dev.stillhouse.runner.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.BackupPolicy;
import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupStorage;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.BackupWriters;
import dev.stillhouse.report.CopyPlace;
import dev.stillhouse.report.DowngradePolicy;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.fixture.AlembicProject;
import dev.stillhouse.runner.fixture.OtherPostgres;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.fixture.Requests;
import dev.stillhouse.runner.fixture.Runner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose backups are verified on servers, of a database with an extension that the private server lacks. */
class CopiesTest {
    private static final String LOCATION = "shop/orders-1";
    private static final RunRequest.Copies BESIDE = new RunRequest.Copies(CopyPlace.SameServer, null);
    private static final RunRequest.Copies ELSEWHERE = new RunRequest.Copies(CopyPlace.Server, null);

    @TempDir
    private Path folder;

    private final Postgres.Database database = Postgres.create();
    private AlembicProject project;

    @BeforeEach
    void loseSomething() throws IOException {
        Files.createDirectories(folder.resolve("backups"));
        Files.createDirectories(folder.resolve("scratch"));
        project = AlembicProject.in(folder.resolve("project")).table("a1");
        Runner.on(database).run(Requests.migrate(project));
        database.execute("CREATE EXTENSION pgcrypto; INSERT INTO a1 SELECT generate_series(1, 100)");
        project.revision("b2", "op.drop_table('a1')", "pass");
    }

    private BackupStorage storage() {
        return new BackupStorage(
                folder.resolve("backups").toString(),
                null,
                folder.resolve("scratch").toString());
    }

    private Requests request() {
        return request(BackupVerification.Restore);
    }

    private Requests request(BackupVerification verification) {
        return Requests.migrate(project)
                .backup(new RunRequest.Backup(
                        BackupPolicy.Destructive,
                        verification,
                        LOCATION,
                        storage(),
                        2,
                        BackupScope.Database,
                        BackupWriters.Continue,
                        null,
                        null));
    }

    private static RunReport.Backup taken(RunReport report) {
        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Upgraded);
        return Objects.requireNonNull(report.backup());
    }

    private static List<String> copies() {
        return new Postgres.Database("postgres")
                .query("SELECT datname FROM pg_database WHERE datname LIKE 'stillhouse_copy%'");
    }

    @Test
    void withoutThemTheWayIsTold() {
        RunReport report = Runner.on(database).run(request());

        assertThat(report.reason()).isEqualTo(Reason.BackupNotVerifiable);
        assertThat(report.message()).contains("pgcrypto", "spec.copies.where: SameServer");
        assertThat(database.query("SELECT count(id) FROM a1")).containsExactly("100");
    }

    @Test
    void onTheServerOfTheDatabaseItIsVerifiedAndVerifiedAgain() {
        RunReport.Backup taken = taken(Runner.on(database).run(request().copying(BESIDE)));
        assertThat(taken.state()).isEqualTo(BackupState.Verified);

        RunReport again = Runner.on(database).run(verifying(BESIDE));

        assertThat(again.reason()).as(again.message()).isEqualTo(Reason.Verified);
        assertThat(copies()).isEmpty();
    }

    private RunRequest verifying(RunRequest.Copies where) {
        return new RunRequest(
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
                new RunRequest.Verify(LOCATION, null, storage(), BackupVerification.Restore, 2),
                null,
                where,
                null);
    }

    @Test
    void onAnotherServerItNeedsItsOwnVariables() {
        try (OtherPostgres server = OtherPostgres.start("newest")) {
            Runner runner = Runner.with(
                    Map.of("STILLHOUSE_DATABASE_URL", database.url(), "STILLHOUSE_COPIES_DATABASE_URL", server.url()));

            RunReport report = runner.run(request().copying(ELSEWHERE));

            assertThat(taken(report).state()).isEqualTo(BackupState.Verified);
            assertThat(runner.lines())
                    .anyMatch(line -> line.message()
                            .contains("of the server " + server.url().replaceFirst(".*@", "")));
        }
    }

    /** The pod has not its Secrets then. */
    @Test
    void aServerThatIsNotKnownIsNotNeededToCompareDigests() {
        RunReport report =
                Runner.on(database).run(request(BackupVerification.Digest).copying(ELSEWHERE));

        assertThat(taken(report).state()).isEqualTo(BackupState.Stored);
    }

    @Test
    void anotherServerThatIsNotKnownIsSaidToBeThatForCopies() {
        RunReport report = Runner.with(Map.of(
                        "STILLHOUSE_DATABASE_URL",
                        database.url(),
                        "STILLHOUSE_COPIES_DATABASE_HOST",
                        "copies.databases.svc",
                        "STILLHOUSE_COPIES_DATABASE_NAME",
                        "postgres"))
                .run(request().copying(ELSEWHERE));

        assertThat(report.reason()).isEqualTo(Reason.InvalidUrl);
        assertThat(report.message()).contains("spec.copies.database.user").doesNotContain("spec.database");
        assertThat(database.query("SELECT count(id) FROM a1")).containsExactly("100");
    }
}
