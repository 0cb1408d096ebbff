package dev.stillhouse.runner.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.fixture.InThread;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup that is ended on its way leaves nothing behind. A catalog that nobody else reads is locked and holds pg_dump. */
class BackupBrokenOffTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    private final Postgres.Database database = Postgres.create();
    private Connection blocker;
    private Backed backed;

    @BeforeEach
    void blockTheDump() throws SQLException {
        database.execute("CREATE TABLE orders (id serial, note text);"
                + " INSERT INTO orders (note) SELECT repeat('x', 100) FROM generate_series(1, 1000)");
        blocker = database.connect("blocker");
        blocker.setAutoCommit(false);
        Postgres.Database.execute(blocker, "LOCK TABLE pg_catalog.pg_init_privs");
        backed = new Backed(folder);
    }

    @AfterEach
    void unblock() throws SQLException {
        blocker.rollback();
        blocker.close();
    }

    @Test
    void aDumpThatIsKilledHasFailed() {
        CompletableFuture<Result<RunReport.Backup>> backup = begin();
        dumps().forEach(ProcessHandle::destroyForcibly);

        Trouble trouble = failure(backup);

        assertThat(trouble.reason()).isEqualTo(Reason.DumpFailed);
        assertThat(trouble.message()).contains("signal 9", "The unfinished backup was deleted.");
        nothingIsLeft();
    }

    @Test
    void aDumpThatLosesItsConnectionHasFailed() {
        CompletableFuture<Result<RunReport.Backup>> backup = begin();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(database.query(
                                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'test backup'"
                                        + " AND datname = current_database() AND wait_event_type = 'Lock'"))
                        .isNotEmpty());

        assertThat(failure(backup).reason()).isEqualTo(Reason.DumpFailed);
        nothingIsLeft();
    }

    @Test
    void aStopEndsItAtOnce() {
        CompletableFuture<Result<RunReport.Backup>> backup = begin();
        backed.cancellation.now();

        assertThat(failure(backup).reason()).isEqualTo(Reason.Cancelled);
        nothingIsLeft();
    }

    @Test
    void anInterruptEndsItToo() {
        CompletableFuture<Result<RunReport.Backup>> backup = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform()
                .start(() -> backup.complete(backed.take(database.url(), BackupVerification.Restore)));
        awaitDump();
        thread.interrupt();

        assertThat(failure(backup).reason()).isEqualTo(Reason.Cancelled);
        nothingIsLeft();
    }

    private CompletableFuture<Result<RunReport.Backup>> begin() {
        CompletableFuture<Result<RunReport.Backup>> backup =
                InThread.supply(() -> backed.take(database.url(), BackupVerification.Restore));
        awaitDump();
        return backup;
    }

    private void awaitDump() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(backed.messages).anyMatch(message -> message.startsWith("pg_dump: ")));
    }

    private static Trouble failure(CompletableFuture<Result<RunReport.Backup>> backup) {
        return backup.join()
                .fold(
                        taken -> {
                            throw new AssertionError("it was taken: " + taken);
                        },
                        trouble -> trouble);
    }

    private void nothingIsLeft() {
        assertThat(backed.standings.getLast().state()).isEqualTo(BackupState.Failed);
        assertThat(backed.remains()).isEmpty();
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(dumps()).isEmpty();
            assertThat(database.query("SELECT query FROM pg_stat_activity WHERE application_name = 'test backup'"
                            + " AND datname = current_database()"))
                    .isEmpty();
        });
    }

    private static Stream<ProcessHandle> dumps() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").endsWith("/pg_dump"));
    }
}
