package dev.stillhouse.runner.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.database.Database;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.model.Trouble;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lock of a restore whose connection was lost. */
class LockHeldTest {
    private final Postgres.Database server = Postgres.create();
    private final List<String> said = new ArrayList<>();
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

    private void loseConnection() throws SQLException {
        int backend = database.backendPid();
        server.query("SELECT pg_terminate_backend(" + backend + ")");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(server.query("SELECT count(*) FROM pg_stat_activity WHERE pid = " + backend))
                                .containsExactly("0"));
    }

    @Test
    void ofOneThatIsHeldNothingIsSaid() {
        assertThat(LockHeld.check(database, said::add)).isEmpty();
        assertThat(said).isEmpty();
    }

    @Test
    void thatItWasLostIsSaidThoughItIsHeldAgain() throws SQLException {
        loseConnection();

        assertThat(LockHeld.check(database, said::add)).isEmpty();
        assertThat(database.lock().isHeldHere()).isTrue();
        assertThat(said).singleElement().asString().contains("taken again; another run may have had the database");
    }

    @Test
    void oneThatSomebodyElseHasIsNotTaken() throws SQLException {
        loseConnection();
        try (Database other = server.connectAsRunner("stillhouse shop/orders-2")) {
            assertThat(other.lock().tryTake()).isTrue();

            assertThat(LockHeld.check(database, said::add).map(Trouble::reason)).contains(Reason.DatabaseBusy);
        }
        assertThat(said).isEmpty();
    }
}
