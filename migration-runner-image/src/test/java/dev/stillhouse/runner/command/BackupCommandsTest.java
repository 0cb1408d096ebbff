package dev.stillhouse.runner.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.Outcome;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.fixture.ClientTools;
import dev.stillhouse.runner.fixture.CommandRun;
import dev.stillhouse.runner.fixture.ObjectServer;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.fixture.Runner;
import dev.stillhouse.runner.postgres.PgTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** backup, verify, restore and delete-backup, without a cluster. */
class BackupCommandsTest {
    private static final String LOCATION = "local/orders";

    @TempDir
    private Path folder;

    private final Postgres.Database database = Postgres.create();

    @BeforeEach
    void fill() {
        database.execute("CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY)");
        database.execute("INSERT INTO alembic_version VALUES ('a1')");
        database.execute("CREATE TABLE orders AS SELECT n AS id FROM generate_series(1, 100) n");
    }

    private CommandRun stillhouse(String... arguments) {
        return CommandRun.with(
                Map.of(
                        "DATABASE_URL",
                        database.url(),
                        PgTools.VARIABLE,
                        ClientTools.newest().bin().toString()),
                arguments);
    }

    private CommandRun backup(String... more) {
        String[] arguments = new String[5 + more.length];
        System.arraycopy(
                new String[] {"backup", "--to", folder.toString(), "--location", LOCATION}, 0, arguments, 0, 5);
        System.arraycopy(more, 0, arguments, 5, more.length);
        return stillhouse(arguments);
    }

    @Test
    void aBackupIsTakenVerifiedAndRestored() {
        CommandRun backup = backup("--output", "json");
        assertThat(backup.code()).as(backup.err()).isZero();
        assertThat(backup.json().path("state").asText()).isEqualTo("Verified");

        CommandRun verified = stillhouse("verify", "--from", folder.toString(), "--location", LOCATION);
        assertThat(verified.code()).as(verified.err()).isZero();
        assertThat(verified.out()).contains("101 rows in 2 tables", "at a1");

        database.execute("DROP TABLE orders");
        CommandRun restored = stillhouse(
                "restore",
                "--from",
                folder.toString(),
                "--location",
                LOCATION,
                "--digest",
                backup.json().path("digest").asText(),
                "--confirm",
                database.name(),
                "--output",
                "json");
        assertThat(restored.code()).as(restored.err()).isZero();
        assertThat(restored.json().path("reason").asText()).isEqualTo("Restored");
        assertThat(restored.json().path("after").path(0).asText()).isEqualTo("a1");
        assertThat(database.query("SELECT count(*) FROM orders")).containsExactly("100");
    }

    @Test
    void whatIsLeftOutIsSaidWithTheWayToBringTheRestBack() {
        database.execute(
                "CREATE SCHEMA audit; CREATE TABLE audit.log AS SELECT 1 AS a; CREATE TABLE audit.more (a int)");

        CommandRun backup = backup("--exclude-table", "audit.log", "--exclude-table", "audit.more");

        assertThat(backup.code()).as(backup.err()).isZero();
        assertThat(backup.err()).contains("the rows of audit.log, audit.more");
        assertThat(backup.out()).contains("101 rows in 2 tables", "--mode new-database");
    }

    @Test
    void aBucketIsAPlaceToo() throws IOException {
        try (ObjectServer server = ObjectServer.start(folder)) {
            server.bucket("backups");
            String[] place = {"s3://backups/some/prefix", "--s3-endpoint", server.endpoint(), "--s3-path-style"};
            CommandRun backup = inBucket("backup", "--to", place, "--location", LOCATION, "--verify", "digest");
            assertThat(backup.code()).as(backup.err()).isZero();
            assertThat(backup.out()).contains("--from s3://backups/some/prefix");
            database.execute("DROP TABLE orders");

            CommandRun restored =
                    inBucket("restore", "--from", place, "--location", LOCATION, "--confirm", database.name());

            assertThat(restored.code()).as(restored.err()).isZero();
            assertThat(database.query("SELECT count(*) FROM orders")).containsExactly("100");
        }
    }

    private CommandRun inBucket(String command, String option, String[] place, String... more) {
        Map<String, String> environment = new HashMap<>(ObjectServer.CREDENTIALS);
        environment.put("DATABASE_URL", database.url());
        environment.put(PgTools.VARIABLE, ClientTools.newest().bin().toString());
        List<String> arguments = new ArrayList<>(List.of(command, option));
        arguments.addAll(List.of(place));
        arguments.addAll(List.of(more));
        return CommandRun.with(environment, arguments.toArray(String[]::new));
    }

    @Test
    void tellsAPersonHowToBringItBack() {
        CommandRun backup = backup("--verify", "digest");

        assertThat(backup.code()).as(backup.err()).isZero();
        assertThat(backup.out())
                .contains(
                        "is Stored",
                        "stillhouse restore --from " + folder + " --location " + LOCATION + " --confirm "
                                + database.name());
    }

    @Test
    void aRestoreThatNamesAnotherDatabaseIsRefused() {
        backup("--verify", "digest");

        CommandRun restored =
                stillhouse("restore", "--from", folder.toString(), "--location", LOCATION, "--confirm", "production");

        assertThat(restored.code()).isEqualTo(1);
        assertThat(restored.err()).contains("RestoreNotConfirmed", "\"production\"", "\"" + database.name() + "\"");
    }

    @Test
    void aModeThatDoesNotExistIsWrongUse() {
        CommandRun restored =
                stillhouse("restore", "--from", "/x", "--location", LOCATION, "--confirm", "x", "--mode", "somehow");

        assertThat(restored.code()).isEqualTo(2);
        assertThat(restored.err()).contains("swap, new-database, in-place and rows");
    }

    @Test
    void namesALocationAfterTheDatabase() {
        assertThat(BackupCommand.location("My \"Shop\"_1", Instant.parse("2026-11-20T18:15:30Z")))
                .isEqualTo("local/my-shop-1-20261120-181530");
        assertThat(BackupCommand.location("Ü", Instant.parse("2026-11-20T18:15:30Z")))
                .isEqualTo("local/database-20261120-181530");
    }

    @Test
    void deletesABackupAndIsContentWithNone() throws IOException {
        backup("--verify", "digest");
        assertThat(delete(1).outcome()).isEqualTo(Outcome.Succeeded);
        assertThat(folder.resolve(LOCATION)).doesNotExist();

        RunReport again = delete(1);

        assertThat(again.outcome()).isEqualTo(Outcome.Succeeded);
        assertThat(again.message()).contains("nothing");
    }

    @Test
    void aDeletionThatIsNotUnderstoodFails() throws IOException {
        RunReport report = delete(99);

        assertThat(report.outcome()).isEqualTo(Outcome.Failed);
        assertThat(report.reason()).isEqualTo(Reason.ProtocolMismatch);
    }

    private RunReport delete(int version) throws IOException {
        Path log = Files.createTempFile("stillhouse", ".json");
        CommandRun run = CommandRun.with(
                Map.of("STILLHOUSE_TERMINATION_LOG", log.toString(), "STILLHOUSE_REQUEST", """
                        {"version":%d,"location":"%s","storage":{"folder":"%s","scratch":"/tmp"}}""".formatted(
                                version, LOCATION, folder)),
                "delete-backup");
        RunReport report = Runner.report(log);
        assertThat(run.code()).isEqualTo(report.outcome() == Outcome.Succeeded ? 0 : 1);
        return report;
    }
}
