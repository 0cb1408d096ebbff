package dev.stillhouse.runner.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.stillhouse.report.Outcome;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RestoreMode;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.fixture.AlembicProject;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.fixture.Requests;
import dev.stillhouse.runner.fixture.Runner;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The restored database takes the place of the one that was there. */
class SwapTest {
    @TempDir
    private Path folder;

    private static AlembicProject project(Path folder) {
        return AlembicProject.in(folder.resolve("project"))
                .revision(
                        "a1",
                        "op.execute('CREATE TABLE orders (id int PRIMARY KEY, note text)')",
                        "op.execute('DROP TABLE orders')")
                .revision(
                        "b2",
                        "op.execute('ALTER TABLE orders DROP COLUMN note')",
                        "op.execute('ALTER TABLE orders ADD COLUMN note text')");
    }

    @ParameterizedTest
    @ValueSource(strings = {"b2", "base"})
    void bringsBackWhatAMigrationLost(String target) {
        Postgres.Database database = Postgres.create();
        AlembicProject project = project(folder);
        Runner.on(database).run(Requests.migrate(project).to("a1"));
        database.execute("INSERT INTO orders SELECT n, 'note ' || n FROM generate_series(1, 500) n");
        List<String> rows = Shop.orders(database);
        Restoring restoring = new Restoring(folder);
        restoring.backUp(database.url());
        assertThat(Runner.on(database).run(Requests.migrate(project).to(target)).outcome())
                .isEqualTo(Outcome.Succeeded);

        RunReport report = restoring.swap(database);

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Restored);
        assertThat(report.after()).containsExactly("a1");
        assertThat(Shop.orders(database)).isEqualTo(rows);
        List<String> databases = Shop.databases(database.name() + "_");
        assertThat(databases).hasSize(1).first().asString().startsWith(database.name() + "_before_");
        assertThat(report.message())
                .contains(databases.getFirst(), "DROP DATABASE \"" + databases.getFirst() + "\";", "is at a1");
        assertThat(Runner.on(database).run(Requests.migrate(project).to("b2")).outcome())
                .isEqualTo(Outcome.Succeeded);
    }

    @Test
    void keepsTheOldDatabaseWithWhatWasWrittenSince() {
        Postgres.Database database = Shop.create();
        Restoring restoring = new Restoring(folder);
        restoring.backUp(database.url());
        Shop.damage(database);

        restoring.swap(database);

        Postgres.Database kept = new Postgres.Database(
                Shop.databases(database.name() + "_before_").getFirst());
        assertThat(kept.query("SELECT id FROM orders WHERE id = 1000")).containsExactly("1000");
        assertThat(kept.query("SELECT version_num FROM alembic_version")).containsExactly("b2");
    }

    @Test
    void endsTheSessionsThatAreThereAndLetsNewOnesIntoTheRestoredDatabase() throws SQLException {
        Postgres.Database database = Shop.create();
        Restoring restoring = new Restoring(folder);
        restoring.backUp(database.url());
        Shop.damage(database);
        try (Connection idle = database.connect("web");
                Connection writing = database.connect("worker")) {
            writing.setAutoCommit(false);
            Postgres.Database.execute(writing, "INSERT INTO orders VALUES (2000)");

            RunReport report = restoring.swap(database);

            assertThat(report.message()).contains("2 sessions were ended");
            assertThat(restoring.messages())
                    .anySatisfy(line ->
                            assertThat(line).contains("application web", "application worker", "user postgres"));
            assertThatThrownBy(() -> Postgres.Database.execute(idle, "SELECT 1"))
                    .isInstanceOf(Exception.class);
        }
        assertThat(database.query("SELECT count(note) FROM orders")).containsExactly("100");
    }

    @Test
    void aClientThatReconnectsAllTheTimeIsInTheRestoredDatabaseAfterwards() {
        Postgres.Database database = Shop.create();
        Restoring restoring = new Restoring(folder);
        restoring.backUp(database.url());
        Shop.damage(database);
        try (Reconnecting clients = Reconnecting.to(database, 4)) {
            assertThat(restoring.swap(database).reason()).isEqualTo(Reason.Restored);

            await().atMost(Duration.ofSeconds(120))
                    .untilAsserted(
                            () -> assertThat(clients.everybodySees("note")).isTrue());
        }
    }

    @Test
    void anotherRunThatWaitsForTheLockDoesNotWorkOnWhatIsReplaced() throws SQLException {
        Postgres.Database database = Shop.create();
        Restoring restoring = new Restoring(folder);
        restoring.backUp(database.url());
        Shop.damage(database);
        AlembicProject project = AlembicProject.in(folder.resolve("project"))
                .table("a1")
                .table("b2")
                .table("c3");
        CompletableFuture<RunReport> other;
        CompletableFuture<RunReport> swap;
        try (Connection blocker = new Postgres.Database("postgres").connect("blocker")) {
            blocker.setAutoCommit(false);
            // Nobody creates a database while this is open.
            Postgres.Database.execute(blocker, "COMMENT ON DATABASE template0 IS 'blocked'");
            swap = restoring.beginSwap(database);
            await().atMost(Duration.ofSeconds(120))
                    .untilAsserted(() -> assertThat(restoring.messages())
                            .anySatisfy(line -> assertThat(line).startsWith("Restoring into ")));
            Runner runner = Runner.on(database);
            other = runner.begin(Requests.migrate(project));
            await().atMost(Duration.ofSeconds(120))
                    .untilAsserted(() -> assertThat(runner.messages())
                            .anySatisfy(line -> assertThat(line).contains("waiting for")));
            blocker.rollback();
        }

        assertThat(swap.join().reason()).as(swap.join().message()).isEqualTo(Reason.Restored);
        assertThat(other.join().reason()).isEqualTo(Reason.ConnectionFailed);
        Postgres.Database kept = new Postgres.Database(
                Shop.databases(database.name() + "_before_").getFirst());
        assertThat(kept.tables()).doesNotContain("c3");
    }

    @Test
    void takesOverSettingsPrivilegesCommentAndLimit() {
        Postgres.Database database = Shop.create();
        String role = Shop.roleOf(Shop.role(database, ""));
        String name = database.name();
        database.execute("ALTER DATABASE " + name + " SET search_path TO \"$user\", public, \"Odd, one\"");
        database.execute("ALTER DATABASE " + name + " SET statement_timeout TO '77s'");
        database.execute("ALTER DATABASE " + name + " SET app.tenant TO 'it''s \\ 1'");
        database.execute("ALTER ROLE " + role + " IN DATABASE " + name + " SET work_mem TO '5MB'");
        database.execute("REVOKE ALL ON DATABASE " + name + " FROM PUBLIC");
        database.execute("GRANT CONNECT ON DATABASE " + name + " TO " + role + " WITH GRANT OPTION");
        database.execute("ALTER DATABASE " + name + " CONNECTION LIMIT 42");
        database.execute("COMMENT ON DATABASE " + name + " IS 'the shop''s'");
        database.execute("ALTER DATABASE " + name + " IS_TEMPLATE true");
        database.execute("ALTER DATABASE " + name + " SET default_transaction_read_only TO on");
        List<String> before = settings(name);
        assertThat(before).isNotEmpty();
        Restoring restoring = new Restoring(folder);
        restoring.backUp(database.url());

        RunReport report = restoring.swap(database);

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Restored);
        assertThat(settings(name)).isEqualTo(before);
    }

    private static List<String> settings(String name) {
        return new Postgres.Database("postgres").query("""
                SELECT 'setting ' || setrole || ' ' || c FROM pg_db_role_setting, unnest(setconfig) c
                 WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = '%1$s')
                UNION ALL SELECT 'grant ' || grantee || ' ' || privilege_type || is_grantable
                  FROM pg_database, aclexplode(datacl) WHERE datname = '%1$s'
                UNION ALL SELECT concat_ws(' ', datdba, encoding, datcollate, datctype, datconnlimit, datallowconn, datistemplate,
                    shobj_description(oid, 'pg_database')) FROM pg_database WHERE datname = '%1$s' ORDER BY 1""".formatted(name));
    }

    @Test
    void keepsOwnersAndPrivilegesOfObjects() {
        Postgres.Database database = Shop.create();
        String role = Shop.roleOf(Shop.role(database, ""));
        database.execute("ALTER TABLE orders OWNER TO " + role);
        database.execute("GRANT SELECT ON alembic_version TO " + role);
        String standing = "SELECT relname || pg_get_userbyid(relowner) || coalesce(relacl::text, '') FROM pg_class"
                + " WHERE relname IN ('orders', 'alembic_version') ORDER BY 1";
        List<String> before = database.query(standing);
        Restoring restoring = new Restoring(folder);
        restoring.backUp(database.url());
        Shop.damage(database);

        restoring.swap(database);

        assertThat(database.query(standing)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Upper Case",
                "it's \"quoted\" \\ 100%",
                "sixty-three-bytes-sixty-three-bytes-sixty-three-bytes-sixty-thr",
                "grün-grün-grün-grün-grün-grün-grün-grün-grün-grün-x"
            })
    void knowsOddNames(String name) {
        Postgres.Database database = Shop.named(name);
        List<String> rows = Shop.orders(database);
        Restoring restoring = new Restoring(folder);
        restoring.backUp(database.url());
        Shop.damage(database);

        RunReport report = restoring.swap(database);

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Restored);
        assertThat(Shop.orders(database)).isEqualTo(rows);
        assertThat(report.database()).isNotNull();
        assertThat(report.database().name()).isEqualTo(name);
    }

    @Test
    void aUserWhoOwnsTheDatabaseAndMayCreateOthersNeedsNothingMore() {
        Postgres.Database database = Postgres.create();
        String url = Shop.role(database, "CREATEDB");
        database.execute("ALTER DATABASE " + database.name() + " OWNER TO " + Shop.roleOf(url));
        database.execute("SET ROLE " + Shop.roleOf(url) + "; CREATE TABLE orders (id int PRIMARY KEY, note text);"
                + " INSERT INTO orders VALUES (1, 'x')");
        Restoring restoring = new Restoring(folder);
        restoring.backUp(url);
        database.execute("DROP TABLE orders");

        RunReport report = restoring.restore(url, RestoreMode.Swap);

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Restored);
        assertThat(Shop.orders(database)).containsExactly("(1,x)");
    }

    @Test
    void aSettingThatOnlyASuperuserMayMakeIsNamed() {
        Postgres.Database database = Shop.create();
        String url = Shop.role(database, "CREATEDB");
        String role = Shop.roleOf(url);
        String name = database.name();
        database.execute("ALTER DATABASE " + name + " OWNER TO " + role + "; ALTER TABLE orders OWNER TO " + role
                + "; ALTER TABLE alembic_version OWNER TO " + role);
        database.execute("ALTER DATABASE " + name + " SET log_statement TO 'all'");
        database.execute("ALTER DATABASE " + name + " SET work_mem TO '5MB'");
        Restoring restoring = new Restoring(folder);
        restoring.backUp(url);

        RunReport report = restoring.restore(url, RestoreMode.Swap);

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Restored);
        assertThat(report.message())
                .contains("superuser: ALTER DATABASE \"" + name + "\" SET \"log_statement\" TO 'all'");
        assertThat(database.query("SHOW work_mem")).containsExactly("5MB");
        assertThat(database.query("SELECT relname FROM pg_stat_user_tables WHERE last_analyze IS NULL"))
                .isEmpty();
    }
}
