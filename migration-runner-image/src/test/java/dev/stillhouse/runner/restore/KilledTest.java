package dev.stillhouse.runner.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.fixture.ClientTools;
import dev.stillhouse.runner.fixture.CommandProcess;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.postgres.PgTools;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A runner that is killed leaves the database what it was, and the next restore tells what else it left. */
class KilledTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    private Path folder;

    private final Postgres.Database database = Shop.create();
    private final List<String> rows = Shop.orders(database);
    private List<String> damaged = List.of();
    private Restoring restoring;

    @BeforeEach
    void backUp() {
        Slow.make(database);
        restoring = new Restoring(folder);
        restoring.backUp(database.url());
        Shop.damage(database);
        damaged = Shop.orders(database);
    }

    private CommandProcess restore() {
        return CommandProcess.start(
                Map.of(
                        "STILLHOUSE_DATABASE_URL",
                        database.url(),
                        PgTools.VARIABLE,
                        ClientTools.newest().bin().toString()),
                "restore",
                "--from",
                restoring.root().toString(),
                "--location",
                Restoring.LOCATION,
                "--confirm",
                database.name());
    }

    private void assertThatTheNextOneSucceedsAndTells(String leftover) {
        RunReport report = restoring.swap(database);

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Restored);
        assertThat(report.message()).contains("earlier restore", "DROP DATABASE \"" + leftover + "\";");
        assertThat(Shop.orders(database)).isEqualTo(rows);
    }

    @Test
    void duringPgRestore() {
        try (CommandProcess process = restore()) {
            await().atMost(PATIENCE).until(() -> Slow.isUnderWay(database));
            process.kill();
        }
        Slow.end(database);
        assertThat(Shop.orders(database)).isEqualTo(damaged);
        List<String> left = Shop.databases(database.name() + "_");
        assertThat(left).hasSize(1).first().asString().startsWith(database.name() + "_restore_");

        assertThatTheNextOneSucceedsAndTells(left.getFirst());
    }

    @Test
    void betweenVerificationAndSwap() throws SQLException {
        Slow.end(database);
        try (Connection blocker = new Postgres.Database("postgres").connect("blocker")) {
            blocker.setAutoCommit(false);
            Postgres.Database.execute(blocker, "COMMENT ON DATABASE " + database.name() + " IS 'blocked'");
            try (CommandProcess process = restore()) {
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(process.told()).contains("is equal to the backup", "Putting "));
                process.kill();
            }
            blocker.rollback();
        }
        // What the server was asked to do it may still do, and then takes back.
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(database.query(
                                "SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'stillhouse%'"))
                        .isEmpty());
        assertThat(Shop.orders(database)).isEqualTo(damaged);
        List<String> left = Shop.databases(database.name() + "_");
        assertThat(left).hasSize(1).first().asString().startsWith(database.name() + "_restore_");

        assertThatTheNextOneSucceedsAndTells(left.getFirst());
    }

    @Test
    void toldToStopItCleansUp() {
        try (CommandProcess process = restore()) {
            await().atMost(PATIENCE).until(() -> Slow.isUnderWay(database));
            process.terminate();

            assertThat(process.exitCode()).isEqualTo(1);
            assertThat(process.told()).contains("Failed (Cancelled)", "is what it was", "was dropped");
        }
        assertThat(Shop.orders(database)).isEqualTo(damaged);
        assertThat(Shop.databases(database.name() + "_")).isEmpty();
    }
}
