package dev.stillhouse.runner.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.database.Database;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.model.StopCause;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lock during a backup. */
class LockVigilTest {
    private static final Duration NEVER = Duration.ofMinutes(5);

    private final Postgres.Database server = Postgres.create();
    private final Stop stop = new Stop();
    private Database database;

    @BeforeEach
    void takeTheLock() throws SQLException {
        database = server.connectAsRunner("stillhouse shop/orders-1");
        assertThat(database.lock().tryTake()).isTrue();
    }

    @AfterEach
    void disconnect() {
        database.close();
    }

    private LockVigil vigil(Duration interval) {
        return LockVigil.begin(
                LockKeeping.of(database, new Journal(line -> {}, Clock.systemUTC()))
                        .fold(lock -> lock, trouble -> {
                            throw new AssertionError(trouble.message());
                        }),
                stop,
                interval);
    }

    @Test
    void isHeldToTheEnd() throws SQLException {
        assertThat(vigil(NEVER).end()).isEmpty();
        assertThat(stop.isRequested()).isFalse();
        assertThat(database.lock().isHeldHere()).isTrue();
    }

    @Test
    void isNotTakenAgain() throws SQLException {
        LockVigil vigil = vigil(NEVER);
        server.execute("SELECT pg_terminate_backend(" + database.backendPid() + ")");

        assertThat(vigil.end())
                .hasValueSatisfying(trouble -> assertThat(trouble.reason()).isEqualTo(Reason.ConnectionFailed))
                .hasValueSatisfying(trouble -> assertThat(trouble.message()).contains("Nothing was applied"));
        assertThat(stop.cause()).contains(StopCause.CONNECTION_LOST);
    }

    @Test
    void stopsTheBackupAtOnce() throws SQLException {
        int backend = database.backendPid();
        LockVigil vigil = vigil(Duration.ofMillis(10));
        server.execute("SELECT pg_terminate_backend(" + backend + ")");

        await().atMost(Duration.ofSeconds(60)).until(stop::isRequested);
        assertThat(vigil.end()).isPresent();
    }
}
