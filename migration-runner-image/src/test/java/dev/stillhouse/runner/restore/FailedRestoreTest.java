package dev.stillhouse.runner.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RestoreMode;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.model.StopCause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restore that fails leaves the database what it was. */
class FailedRestoreTest {
    @TempDir
    private Path folder;

    private final Postgres.Database database = Shop.create();

    @Test
    void aCopyThatIsNotEqualIsDropped() throws IOException {
        Restoring restoring = new Restoring(folder);
        restoring.backUp(database.url());
        Path manifest = restoring.root().resolve(Restoring.LOCATION).resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replaceFirst("\"rows\":100", "\"rows\":101"));
        List<String> rows = Shop.orders(database);

        RunReport report = restoring.swap(database);

        assertThat(report.reason()).isEqualTo(Reason.RestoreFailed);
        assertThat(report.message()).contains("table public.orders", "not equal", "is what it was", "was dropped");
        assertThat(Shop.orders(database)).isEqualTo(rows);
        assertThat(Shop.databases(database.name() + "_")).isEmpty();
    }

    @Test
    void aDumpThatCannotBeRestoredIsNamed() {
        database.execute("CREATE FUNCTION small(int) RETURNS boolean IMMUTABLE LANGUAGE sql"
                + " RETURN current_database() NOT LIKE '%restore%' OR $1 < 50");
        database.execute("ALTER TABLE orders ADD CONSTRAINT only_small CHECK (small(id))");
        Restoring restoring = new Restoring(folder);
        restoring.backUp(database.url());

        RunReport report = restoring.swap(database);

        assertThat(report.reason()).isEqualTo(Reason.RestoreFailed);
        assertThat(report.message()).contains("only_small", "is what it was", "was dropped");
        assertThat(Shop.databases(database.name() + "_")).isEmpty();
    }

    /** The index of the small table asks for rows of the large one, which several jobs restore at the same time. */
    @Test
    void whatOnlyOneJobCanRestoreIsRestoredByOne() {
        database.execute("""
                CREATE TABLE large AS SELECT i, repeat(md5(i::text), 20) AS t FROM generate_series(1, 60000) i;
                CREATE FUNCTION of_large(int) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
                  DECLARE found text;
                  BEGIN
                    SELECT t INTO STRICT found FROM public.large WHERE i = 60000;
                    RETURN found;
                  END $$;
                CREATE TABLE small (a int);
                INSERT INTO small VALUES (1);
                CREATE INDEX ON small (of_large(a));
                """);
        Restoring restoring = new Restoring(folder);
        restoring.backUp(database.url());

        RunReport report = restoring.restore(database.url(), RestoreMode.NewDatabase);

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Restored);
        assertThat(restoring.messages()).anyMatch(message -> message.contains("Trying again with one"));
        assertThat(Shop.databases(database.name() + "_")).hasSize(1);
    }

    @Test
    void aDatabaseThatCannotBeRenamedStaysAndTheRestoredOneIsKept() throws SQLException {
        Restoring restoring = new Restoring(folder);
        restoring.backUp(database.url());
        Shop.damage(database);
        List<String> rows = Shop.orders(database);
        RunReport report;
        try (Connection session = database.connect("web");
                Connection blocker = new Postgres.Database("postgres").connect("blocker")) {
            blocker.setAutoCommit(false);
            Postgres.Database.execute(blocker, "COMMENT ON DATABASE " + database.name() + " IS 'blocked'");

            report = restoring.swap(database);

            // Nobody was sent away for nothing.
            Postgres.Database.execute(session, "SELECT 1");
        }
        assertThat(report.reason()).isEqualTo(Reason.RestoreFailed);
        assertThat(Shop.orders(database)).isEqualTo(rows);
        List<String> databases = Shop.databases(database.name() + "_");
        assertThat(databases).hasSize(1);
        assertThat(report.message())
                .contains(
                        "lock timeout",
                        "is what it was",
                        "ALTER DATABASE \"" + databases.getFirst() + "\" RENAME TO \"" + database.name() + "\";",
                        "DROP DATABASE \"" + databases.getFirst() + "\";");

        RunReport next = restoring.swap(database);

        assertThat(next.reason()).as(next.message()).isEqualTo(Reason.Restored);
        assertThat(next.message())
                .as("what somebody was asked to put in the place by hand is called no leftover")
                .doesNotContain("earlier restore");
    }

    @Test
    void sessionsThatMayNotBeEndedAreNamed() throws SQLException {
        Restoring restoring = new Restoring(folder);
        String url = Shop.role(database, "CREATEDB");
        String role = Shop.roleOf(url);
        database.execute("ALTER DATABASE " + database.name() + " OWNER TO " + role);
        database.execute("ALTER TABLE orders OWNER TO " + role + "; ALTER TABLE alembic_version OWNER TO " + role);
        restoring.backUp(url);
        RunReport report;
        try (Connection session = database.connect("superuser-at-work")) {
            report = restoring.restore(url, RestoreMode.Swap);
            Postgres.Database.execute(session, "SELECT 1");
        }
        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.BackupNotPermitted);
        assertThat(report.message())
                .contains("superuser-at-work", "pg_signal_backend", "Nothing was touched", "NewDatabase");
        assertThat(restoring.messages()).noneMatch(line -> line.startsWith("Restoring into"));
        assertThat(Shop.databases(database.name() + "_")).isEmpty();
    }

    @Test
    void aRestoreThatIsStoppedCleansUp() {
        Slow.make(database);
        Restoring restoring = new Restoring(folder);
        restoring.backUp(database.url());
        Shop.damage(database);
        List<String> rows = Shop.orders(database);
        CompletableFuture<RunReport> run = restoring.beginSwap(database);
        await().atMost(Duration.ofSeconds(120)).until(() -> Slow.isUnderWay(database));

        restoring.stop.request(StopCause.DEADLINE);

        RunReport report = run.join();
        assertThat(report.reason()).isEqualTo(Reason.DeadlineExceeded);
        assertThat(report.message()).contains("deadline", "is what it was", "was dropped");
        assertThat(Shop.orders(database)).isEqualTo(rows);
        assertThat(Shop.databases(database.name() + "_")).isEmpty();
    }
}
