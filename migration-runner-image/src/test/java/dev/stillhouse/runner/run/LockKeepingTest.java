package dev.stillhouse.runner.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillhouse.runner.database.Database;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.url.UrlParser;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
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
        database = UrlParser.parse(server.url())
                .then(url -> Database.connect(url, "stillhouse shop/orders-1"))
                .fold(connected -> connected, trouble -> {
                    throw new AssertionError(trouble.message());
                });
        assertThat(database.lock().tryTake()).isTrue();
        lock = new LockKeeping(database);
        lock.remember();
        backend = database.backendPid();
    }

    @AfterEach
    void disconnect() {
        database.close();
    }

    private void reconnect() {
        assertThat(database.reconnect()).isTrue();
        lock.reconnected();
    }

    private void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Integer.toString(backend)).start();
        assertThat(kill.waitFor()).isZero();
    }

    @Test
    void isTakenAgainOnceTheOldBackendHasEnded() throws Exception {
        signal("STOP");
        try {
            reconnect();

            assertThat(lock.keep()).as("nobody else has it").isTrue();
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
    void isLostWhenAnotherRunHasTakenItSince() throws SQLException {
        database.close();
        try (Connection other = server.connect("other")) {
            Postgres.Database.execute(other, "SELECT pg_advisory_lock(1398032716, 1213158739)");
            reconnect();

            assertThat(lock.keep()).isFalse();
        }
    }
}
