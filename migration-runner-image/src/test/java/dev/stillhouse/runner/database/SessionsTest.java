package dev.stillhouse.runner.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillhouse.runner.database.Backends.Backend;
import dev.stillhouse.runner.fixture.InThread;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.model.Blockage;
import dev.stillhouse.runner.model.LockHolder;
import dev.stillhouse.runner.model.LockKey;
import dev.stillhouse.runner.model.RunLocks;
import dev.stillhouse.runner.url.UrlParser;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose session is whose, and who keeps whom out. */
class SessionsTest {
    private final Postgres.Database server = Postgres.create();
    private final RunLocks locks = RunLocks.draw(new SecureRandom());
    private final Database database = connect("stillhouse shop/orders-1", locks);

    private Database connect(String name, RunLocks of) {
        return UrlParser.parse(server.url())
                .then(url -> Database.connect(url, name, of))
                .fold(connected -> connected, trouble -> {
                    throw new AssertionError(trouble.message());
                });
    }

    @AfterEach
    void disconnect() {
        database.close();
    }

    /** A session as the project of a run has it. */
    private Connection project(RunLocks of) {
        Connection connection = server.connect("project");
        call(connection, "pg_advisory_lock_shared", of.sessions());
        return connection;
    }

    private static void call(Connection connection, String function, LockKey key) {
        Postgres.Database.execute(connection, "SELECT " + function + "(" + key.classId() + ", " + key.objectId() + ")");
    }

    @Test
    void onlySessionsOfTheProjectAreItsBackends() throws SQLException {
        try (Connection project = project(locks);
                Connection ofAnotherRun = project(RunLocks.draw(new SecureRandom()));
                Connection bystander = server.connect("project")) {
            assertThat(database.backends().find())
                    .extracting(Backend::pid)
                    .containsExactly(Sql.backendPid(project))
                    .doesNotContain(Sql.backendPid(ofAnotherRun), Sql.backendPid(bystander), database.backendPid());
        }
    }

    @Test
    void theSameLockInAnotherDatabaseMeansNothing() throws SQLException {
        try (Connection elsewhere = Postgres.create().connect("project")) {
            call(elsewhere, "pg_advisory_lock_shared", locks.sessions());

            assertThat(database.backends().find()).isEmpty();
        }
    }

    @Test
    void aBystanderIsNotEndedForANumber() throws SQLException {
        server.execute("CREATE ROLE " + server.name() + "_signals LOGIN PASSWORD 'signals';"
                + " GRANT pg_signal_backend TO " + server.name() + "_signals;"
                + " CREATE ROLE " + server.name() + "_app LOGIN PASSWORD 'app'");
        try (Connection bystander = DriverManager.getConnection(server.jdbcUrl(), server.name() + "_app", "app");
                Connection watching =
                        DriverManager.getConnection(server.jdbcUrl(), server.name() + "_signals", "signals")) {
            // Of others this user sees no start, so that the number is all that there is.
            Backend number = new Backend(Sql.backendPid(bystander), null);
            Backends backends = new Backends(watching, locks);

            backends.cancel(List.of(number));
            backends.terminate(List.of(number));

            assertThat(bystander.isValid(10)).isTrue();
            call(bystander, "pg_advisory_lock_shared", locks.sessions());
            assertThat(backends.find()).containsExactly(number);
        }
    }

    @Test
    void whoIsInTheWayIsAskedOnlyOfWhoWaits() throws Exception {
        server.execute("CREATE SCHEMA counting; CREATE SEQUENCE counting.calls; CREATE TABLE t (id int);"
                + " CREATE FUNCTION counting.pg_blocking_pids(int) RETURNS int[] LANGUAGE sql AS"
                + " $$SELECT nextval('counting.calls'); SELECT pg_catalog.pg_blocking_pids($1)$$;"
                + " ALTER DATABASE " + server.name() + " SET search_path = counting, pg_catalog, public");
        try (Connection project = project(locks);
                Connection blocker = server.connect("blocker")) {
            Backends backends = new Backends(server.connect("runner"), locks);
            List<Backend> found = backends.find();

            assertThat(backends.blockages(found)).isEmpty();
            assertThat(server.query("SELECT is_called FROM counting.calls")).containsExactly("f");

            blocker.setAutoCommit(false);
            Postgres.Database.execute(blocker, "LOCK TABLE t");
            var waiting = InThread.supply(() -> {
                Postgres.Database.execute(project, "SELECT * FROM t");
                return true;
            });
            await().untilAsserted(() -> assertThat(backends.blockages(found))
                    .extracting(Blockage::pid)
                    .containsExactly(Sql.backendPid(blocker)));
            blocker.rollback();
            assertThat(waiting.join()).isTrue();
        }
    }

    @Test
    void theLockIsNotFreeWhileAnotherRunsProjectWorks() throws SQLException {
        try (Connection work = project(RunLocks.draw(new SecureRandom()))) {
            call(work, "pg_advisory_lock", RunLocks.WORK);
            int pid = Sql.backendPid(work);

            assertThat(database.lock().tryTake()).isFalse();
            assertThat(database.lock().isHeldHere()).isFalse();
            assertThat(database.lock().holder()).map(LockHolder::pid).hasValue(pid);
        }
        await().untilAsserted(() -> assertThat(database.lock().tryTake()).isTrue());
    }

    @Test
    void aRunsOwnProjectIsNotInItsWay() throws SQLException {
        try (Connection work = project(locks)) {
            call(work, "pg_advisory_lock", RunLocks.WORK);

            assertThat(database.lock().tryTake()).isTrue();
        }
    }
}
