package dev.stillhouse.runner.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RestoreMode;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.fixture.Postgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The modes that have to be asked for by name. */
class InPlaceTest {
    @TempDir
    private Path folder;

    private final Postgres.Database database = Shop.create();
    private final List<String> rows = Shop.orders(database);
    private Restoring restoring;

    @BeforeEach
    void backUp() {
        restoring = new Restoring(folder);
        restoring.backUp(database.url());
        Shop.damage(database);
    }

    @Test
    void replacesTheObjectsAndLeavesWhatTheBackupDoesNotKnow() {
        database.execute("CREATE TABLE younger AS SELECT 1 AS x");

        RunReport report = restoring.restore(database.url(), RestoreMode.InPlace);

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Restored);
        assertThat(report.after()).containsExactly("a1");
        assertThat(report.message()).contains("table public.younger", "is gone");
        assertThat(Shop.orders(database)).isEqualTo(rows);
        assertThat(database.query("SELECT x FROM younger")).containsExactly("1");
        assertThat(Shop.databases(database.name() + "_")).isEmpty();
    }

    @Test
    void takesEverythingBackIfAnObjectCannotBeReplaced() {
        database.execute("CREATE VIEW younger AS SELECT id FROM orders");
        List<String> damaged = Shop.orders(database);

        RunReport report = restoring.restore(database.url(), RestoreMode.InPlace);

        assertThat(report.reason()).isEqualTo(Reason.RestoreFailed);
        assertThat(report.message()).contains("younger", "Everything was taken back");
        assertThat(Shop.orders(database)).isEqualTo(damaged);
    }

    @Test
    void tellsWhoIsInTheWay() throws SQLException {
        CompletableFuture<RunReport> run;
        try (Connection blocker = database.connect("reporting")) {
            blocker.setAutoCommit(false);
            Postgres.Database.execute(blocker, "SELECT * FROM orders");
            run = restoring.begin(database.url(), RestoreMode.InPlace);
            await().atMost(Duration.ofSeconds(120))
                    .untilAsserted(() -> assertThat(restoring.messages())
                            .anySatisfy(
                                    line -> assertThat(line).contains("waits for a lock", "application reporting")));
        }
        assertThat(run.join().reason()).isEqualTo(Reason.Restored);
    }

    @Test
    void aNewDatabaseIsLeftBesideTheOldOne() {
        List<String> damaged = Shop.orders(database);

        RunReport report = restoring.restore(database.url(), RestoreMode.NewDatabase);

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Restored);
        assertThat(Shop.orders(database)).isEqualTo(damaged);
        String restored = Shop.databases(database.name() + "_restore_").getFirst();
        assertThat(report.message()).contains(restored, "was not touched", "at a1");
        assertThat(Shop.orders(new Postgres.Database(restored))).isEqualTo(rows);
    }

    @Test
    void aBackupOfAnotherDatabaseIsRestoredAndNamed() {
        Postgres.Database staging = Postgres.create();

        RunReport report = restoring.swap(staging);

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Restored);
        assertThat(report.message()).contains("the database " + database.name());
        assertThat(restoring.messages()).anySatisfy(line -> assertThat(line).contains("another database"));
        assertThat(Shop.orders(staging)).isEqualTo(rows);
    }

    @Test
    void ownersWhoMayNotCreateInASchemaThatIsMadeAnewAreKnownBeforehand() {
        String url = Shop.role(database, "CREATEDB");
        String user = Shop.roleOf(url);
        String app = Shop.roleOf(Shop.role(database, ""));
        database.execute("GRANT " + app + " TO " + user + "; ALTER DATABASE " + database.name() + " OWNER TO " + user
                + "; ALTER TABLE orders OWNER TO " + user + "; ALTER TABLE alembic_version OWNER TO " + user
                + "; CREATE SCHEMA shop AUTHORIZATION " + user + "; CREATE TABLE shop.carts (id int);"
                + " GRANT CREATE, USAGE ON SCHEMA shop TO " + app + "; ALTER TABLE shop.carts OWNER TO " + app);
        Restoring other = new Restoring(folder.resolve("other"));
        other.backUp(url);

        RunReport refused = other.restore(url, RestoreMode.InPlace);

        assertThat(refused.reason()).as(refused.message()).isEqualTo(Reason.BackupNotPermitted);
        assertThat(refused.message()).contains("GRANT CREATE ON SCHEMA shop TO " + app, "Nothing was touched", "Swap");
        assertThat(other.restore(url, RestoreMode.Swap).reason()).isEqualTo(Reason.Restored);
    }
}
