package dev.stillhouse.runner.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillhouse.runner.database.Database;
import dev.stillhouse.runner.fixture.Postgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lock after the connection was lost. */
class LockKeepingTest {
    private final Postgres.Database server = Postgres.create();
    private Database database;
    private LockKeeping lock;
    private int backend;

    @BeforeEach
    void takeTheLock() throws SQLException {
        database = server.connectAsRunner("stillhouse shop/orders-1");
        assertThat(database.lock().tryTake()).isTrue();
        lock = LockKeeping.of(database, new Journal(line -> {}, Clock.systemUTC()))
                .fold(held -> held, trouble -> {
                    throw new AssertionError(trouble.message());
                });
        backend = database.backendPid();
    }

    @AfterEach
    void disconnect() {
        database.close();
    }

    private void loseConnection() {
        assertThat(lock.recover(new SQLException("cut")))
                .as("nobody else has it")
                .isTrue();
    }

    private void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Integer.toString(backend)).start();
        assertThat(kill.waitFor()).isZero();
    }

    @Test
    void isTakenAgainOnceTheOldBackendHasEnded() throws Exception {
        signal("STOP");
        try {
            loseConnection();

            assertThat(database.lock().isHeldHere()).isFalse();
        } finally {
            signal("CONT");
        }
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(lock.keep()).isTrue();
            assertThat(database.lock().isHeldHere()).isTrue();
        });
    }

    @Test
    void isBrokenForGoodOnceItsSessionWasLost() throws Exception {
        assertThat(lock.isUnbroken()).isTrue();

        loseConnection();
        await().atMost(Duration.ofSeconds(60)).until(() -> lock.keep() && lock.isHeld());

        assertThat(lock.isUnbroken()).isFalse();
    }

    /** By whoever read the version rows, for example, and knows nothing of the lock. */
    @Test
    void isBrokenOnASessionThatSomebodyElseMade() {
        database.reconnect();

        assertThat(lock.isUnbroken()).isFalse();
    }

    @Test
    void isLostWhenAnotherRunHasTakenItSince() throws SQLException {
        database.close();
        try (Connection other = server.connect("other")) {
            Postgres.Database.execute(other, "SELECT pg_advisory_lock(1398032716, 1213158739)");

            assertThat(lock.recover(new SQLException("cut"))).isFalse();
        }
    }
}
