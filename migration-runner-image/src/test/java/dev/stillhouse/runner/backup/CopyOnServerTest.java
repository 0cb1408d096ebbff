package dev.stillhouse.runner.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.copies.CopyHost;
import dev.stillhouse.runner.fixture.InThread;
import dev.stillhouse.runner.fixture.MadeUpExtension;
import dev.stillhouse.runner.fixture.OtherPostgres;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup that is verified in a database beside its own, by somebody who is no superuser. */
class CopyOnServerTest {
    private static final Postgres.Database SERVER = new Postgres.Database("postgres");

    @TempDir
    Path folder;

    private final Postgres.Database database = Postgres.create();
    private final String user = "owner_of_" + database.name();
    private final String url = database.url().replace("postgres:only-for-tests", user + ":secret-word");

    @BeforeEach
    void ownedByAUserWhoMayCreateDatabases() {
        database.execute("CREATE ROLE " + user + " LOGIN CREATEDB PASSWORD 'secret-word'; ALTER DATABASE "
                + database.name() + " OWNER TO " + user);
        asUser("CREATE TABLE orders AS SELECT n AS id, md5(n::text) AS note FROM generate_series(1, 500) n;"
                + " CREATE INDEX ON orders (note); CREATE SEQUENCE numbers; SELECT nextval('numbers')");
    }

    @AfterEach
    void noCopyIsLeft() {
        assertThat(SERVER.query("SELECT datname FROM pg_database WHERE datname LIKE 'stillhouse_copy%'"))
                .isEmpty();
    }

    private void asUser(String sql) {
        database.execute("SET ROLE " + user + ";" + sql);
    }

    private Backed backed() {
        return backed(null);
    }

    private Backed backed(@Nullable String role) {
        return new Backed(folder).as(role).copiedTo(new CopyHost.OnServer(Backed.parsed(url), role, true));
    }

    @Test
    void anExtensionThatThePodLacksIsThere() {
        asUser("CREATE EXTENSION pgcrypto; CREATE TABLE secrets AS SELECT digest('a', 'sha256') AS secret");
        Backed backed = backed();

        RunReport.Backup backup = backed.taken(url, BackupVerification.Restore);

        assertThat(backup.state()).isEqualTo(BackupState.Verified);
        assertThat(backed.messages)
                .anyMatch(message -> message.contains("into the database stillhouse_copy_")
                        && message.contains("of the same server"));
        assertThat(backed.verify()).isInstanceOf(Result.Ok.class);
    }

    /** An empty copy has not the schemas that it names. */
    @Test
    void aSearchPathOfTheUserIsNoObstacle() {
        asUser("CREATE SCHEMA shop; CREATE EXTENSION pgcrypto SCHEMA shop");
        database.execute("ALTER ROLE " + user + " SET search_path = shop");

        assertThat(backed().taken(url, BackupVerification.Restore).state()).isEqualTo(BackupState.Verified);
    }

    @Test
    void whatWouldActByItselfIsLeftOutAndTold() {
        database.execute("CREATE FUNCTION tell() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " IF current_database() LIKE 'stillhouse%' THEN RAISE EXCEPTION 'it fires'; END IF; END $$;"
                + " CREATE EVENT TRIGGER told ON ddl_command_end EXECUTE FUNCTION tell();"
                + " CREATE PUBLICATION everything FOR ALL TABLES;"
                + " COMMENT ON EXTENSION plpgsql IS 'not the owner''s'");
        Backed backed = backed();

        assertThat(backed.taken(url, BackupVerification.Restore).state()).isEqualTo(BackupState.Verified);
        assertThat(backed.manifest().notes())
                .anyMatch(note -> note.contains("1 event trigger, 1 publication") && note.contains("by themselves"));
    }

    @Test
    void anExtensionOfOneDatabaseIsLeftOutAndOneWhoseRowsAreNotTheUsersIsNotFilled() {
        MadeUpExtension.install("pg_cron", """
                DO $$ BEGIN IF current_database() LIKE 'stillhouse%' THEN RAISE EXCEPTION 'only in one'; END IF; END $$;
                CREATE SCHEMA cron;
                CREATE TABLE cron.job (jobid bigserial, command text);
                GRANT USAGE ON SCHEMA cron TO PUBLIC;
                GRANT SELECT ON ALL TABLES IN SCHEMA cron TO PUBLIC;
                GRANT SELECT ON ALL SEQUENCES IN SCHEMA cron TO PUBLIC;
                SELECT pg_extension_config_dump('cron.job', '');
                SELECT pg_extension_config_dump('cron.job_jobid_seq', '');
                """);
        MadeUpExtension.install("far_places", """
                CREATE TABLE places (name text);
                SELECT pg_extension_config_dump('places', '');
                """);
        asUser("CREATE EXTENSION pg_cron; CREATE EXTENSION far_places");
        database.execute("INSERT INTO cron.job (command) VALUES ('VACUUM'); INSERT INTO places VALUES ('Ultima Thule');"
                + " GRANT SELECT ON places TO " + user);
        Backed backed = backed();

        assertThat(backed.taken(url, BackupVerification.Restore).state()).isEqualTo(BackupState.Verified);
        assertThat(backed.manifest().notes())
                .anyMatch(note -> note.contains("the extension pg_cron") && note.contains("schema cron"))
                .anyMatch(note -> note.contains("public.places"));
    }

    @Test
    void ownersThatTheUserCannotBecomeAreNoObstacle() {
        database.execute("CREATE ROLE stranger_to_" + user + "; CREATE TABLE theirs AS SELECT 1 AS a;"
                + " ALTER TABLE theirs OWNER TO stranger_to_" + user + "; GRANT SELECT ON theirs TO " + user
                + "; GRANT EXECUTE ON FUNCTION pg_catalog.pg_ls_dir(text) TO " + user);

        assertThat(backed().taken(url, BackupVerification.Restore).state()).isEqualTo(BackupState.Verified);
    }

    @Test
    void aRoleThatTheUserHasToChangeToOwnsIt() {
        String role = "role_of_" + user;
        database.execute("CREATE ROLE " + role + "; REASSIGN OWNED BY " + user + " TO " + role + "; ALTER DATABASE "
                + database.name() + " OWNER TO " + role + "; ALTER ROLE " + user + " NOINHERIT; GRANT " + role + " TO "
                + user + (majorOfServer() >= 16 ? " WITH INHERIT FALSE" : ""));
        database.execute(
                "SET ROLE " + role + "; CREATE EXTENSION pgcrypto; CREATE SCHEMA more; CREATE TABLE more.t (a int)");

        assertThat(backed(role).taken(url, BackupVerification.Restore).state()).isEqualTo(BackupState.Verified);
    }

    private static int majorOfServer() {
        return Integer.parseInt(SERVER.query("SHOW server_version_num").getFirst()) / 10000;
    }

    /** Writers may be fenced off; a copy has to be written. */
    @Test
    void aDatabaseThatIsReadOnlyHasACopyAllTheSame() {
        database.execute("ALTER DATABASE " + database.name() + " SET default_transaction_read_only = on; ALTER ROLE "
                + user + " SET default_transaction_read_only = on");

        assertThat(backed().taken(url, BackupVerification.Restore).state()).isEqualTo(BackupState.Verified);
    }

    @Test
    void aUserWhoMayNotCreateDatabasesIsToldHowBeforeTheDump() {
        database.execute("ALTER ROLE " + user + " NOCREATEDB");
        Backed backed = backed();

        Trouble trouble = backed.refused(url, BackupVerification.Restore);

        assertThat(trouble.reason()).isEqualTo(Reason.BackupNotPermitted);
        assertThat(trouble.message())
                .contains("ALTER ROLE \"" + user + "\" CREATEDB", "spec.copies.where")
                .doesNotContain("secret-word");
        assertThat(backed.messages).noneMatch(message -> message.contains("Dumping"));
    }

    @Test
    void anExtensionThatTheUserMayNotCreateIsNamedBeforeTheDump() {
        database.execute("CREATE EXTENSION pageinspect; CREATE EXTENSION pgcrypto");
        Backed backed = backed();

        Trouble trouble = backed.refused(url, BackupVerification.Restore);

        assertThat(trouble.reason()).isEqualTo(Reason.BackupNotVerifiable);
        assertThat(trouble.message())
                .contains("pageinspect", "permission denied")
                .doesNotContain("pgcrypto");
        assertThat(backed.messages).noneMatch(message -> message.contains("Dumping"));
    }

    @Test
    void tooFewConnectionsAreToldBeforeTheDump() {
        database.execute("ALTER ROLE " + user + " CONNECTION LIMIT 4");
        Backed backed = backed();

        Trouble trouble = backed.refused(url, BackupVerification.Restore);

        assertThat(trouble.reason()).isEqualTo(Reason.ConnectionFailed);
        assertThat(trouble.message()).contains("CONNECTION LIMIT", "spec.backup.jobs");
        assertThat(backed.messages).noneMatch(message -> message.contains("Dumping"));
    }

    @Test
    void aCopyThatCannotBeFilledIsDropped() {
        asUser("CREATE FUNCTION here(int) RETURNS boolean IMMUTABLE LANGUAGE sql"
                + " RETURN current_database() NOT LIKE 'stillhouse%' OR $1 < 50;"
                + " ALTER TABLE orders ADD CONSTRAINT only_here CHECK (here(id))");

        Trouble trouble = backed().refused(url, BackupVerification.Restore);

        assertThat(trouble.reason()).isEqualTo(Reason.BackupNotVerifiable);
        assertThat(trouble.message()).contains("only_here", "\"" + user + "\"");
    }

    /** Words that a full disk has; the next attempt would fill it again, and one by one job does too. */
    @Test
    void aServerWhoseDiskIsFullIsNotFilledAgain() {
        failingInTheCopy("RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'");
        Backed backed = backed();

        Trouble trouble = backed.refused(url, BackupVerification.Restore);

        assertThat(trouble.reason()).isEqualTo(Reason.BackupNotVerifiable);
        assertThat(trouble.message()).contains("disk became full");
        assertThat(backed.messages).noneMatch(message -> message.contains("Trying again"));
    }

    /** As when the server is restarted meanwhile: no fault of the backup. */
    @Test
    void aServerThatEndsTheSessionsIsTriedAgainLater() {
        database.execute("CREATE FUNCTION end_sessions() RETURNS void SECURITY DEFINER LANGUAGE sql BEGIN ATOMIC"
                + " SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '" + user
                + "' AND pid <> pg_backend_pid(); END; GRANT pg_signal_backend TO " + user);
        failingInTheCopy("PERFORM public.end_sessions(); RAISE EXCEPTION 'it broke'");
        Backed backed = backed();

        Trouble trouble = backed.refused(url, BackupVerification.Restore);

        assertThat(trouble.reason()).as(trouble.message()).isEqualTo(Reason.ConnectionFailed);
        assertThat(backed.messages).noneMatch(message -> message.contains("Trying again"));
    }

    private void failingInTheCopy(String statements) {
        asUser("CREATE FUNCTION fails(int) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN"
                + " IF current_database() LIKE 'stillhouse%' THEN " + statements + "; END IF; RETURN true; END $$;"
                + " ALTER TABLE orders ADD CHECK (fails(id))");
    }

    @Test
    void aSuperusersCopyIsTold() {
        Backed backed = new Backed(folder).copiedTo(new CopyHost.OnServer(Backed.parsed(database.url()), null, true));

        assertThat(backed.taken(url, BackupVerification.Restore).state()).isEqualTo(BackupState.Verified);
        assertThat(backed.manifest().notes()).anyMatch(note -> note.contains("a superuser of the server"));
    }

    @Test
    void aRoleLetsNobodyIn() {
        String role = "members_of_" + user;
        database.execute("CREATE ROLE " + role + "; GRANT " + role + " TO " + user
                + "; CREATE ROLE guest_of_" + user + " LOGIN IN ROLE " + role + "; REASSIGN OWNED BY " + user + " TO "
                + role + "; ALTER DATABASE " + database.name() + " OWNER TO " + role);
        database.execute("SET ROLE " + role + "; CREATE FUNCTION nobody(int) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN"
                + " IF current_database() LIKE 'stillhouse%' AND has_database_privilege('guest_of_" + user
                + "', current_database(), 'CONNECT') THEN RAISE EXCEPTION 'a guest gets in'; END IF; RETURN true; END $$;"
                + " ALTER TABLE orders ADD CHECK (nobody(id))");

        assertThat(backed(role).taken(url, BackupVerification.Restore).state()).isEqualTo(BackupState.Verified);
    }

    @Test
    void aCopyInWhichSomethingHangsIsDroppedWhenTheRunIsStopped() {
        asUser("CREATE FUNCTION slow(int) RETURNS boolean VOLATILE LANGUAGE sql"
                + " RETURN current_database() NOT LIKE 'stillhouse%' OR pg_sleep(5) IS NOT NULL;"
                + " ALTER TABLE orders ADD CHECK (slow(id))");
        Backed backed = backed();

        CompletableFuture<Result<RunReport.Backup>> taking =
                InThread.supply(() -> backed.take(url, BackupVerification.Restore));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !SERVER.query("SELECT pid FROM pg_stat_activity"
                                + " WHERE datname LIKE 'stillhouse_copy%' AND wait_event = 'PgSleep'")
                        .isEmpty());
        backed.cancellation.now();

        assertThat(taking.join())
                .isInstanceOfSatisfying(
                        Result.Failed.class,
                        failed -> assertThat(
                                        ((Result.Failed<?>) failed).trouble().reason())
                                .isEqualTo(Reason.Cancelled));
    }

    @Test
    void anotherServerHasTheCopy() {
        asUser("CREATE EXTENSION pgcrypto; CREATE TABLE secrets AS SELECT digest('a', 'sha256') AS secret");
        try (OtherPostgres server = OtherPostgres.start("newest")) {
            Backed backed =
                    new Backed(folder).copiedTo(new CopyHost.OnServer(Backed.parsed(server.url()), null, false));

            assertThat(backed.taken(url, BackupVerification.Restore).state()).isEqualTo(BackupState.Verified);
            assertThat(backed.messages).anyMatch(message -> message.contains("of the server localhost:"));
            server.execute("DO $$ BEGIN IF EXISTS (SELECT FROM pg_database WHERE datname LIKE 'stillhouse%')"
                    + " THEN RAISE EXCEPTION 'one is left'; END IF; END $$");
        }
    }

    @Test
    void anOlderServerIsRefusedBeforeTheDump() {
        try (OtherPostgres server = OtherPostgres.start("oldest")) {
            Backed backed =
                    new Backed(folder).copiedTo(new CopyHost.OnServer(Backed.parsed(server.url()), null, false));

            Trouble trouble = backed.refused(url, BackupVerification.Restore);

            assertThat(trouble.reason()).isEqualTo(Reason.BackupNotVerifiable);
            assertThat(trouble.message()).contains("PostgreSQL 12", "PostgreSQL 17", "spec.copies.database");
            assertThat(backed.messages).noneMatch(message -> message.contains("Dumping"));
        }
    }

    @Test
    void anOldServerHasTheCopyOfItsOwn() {
        try (OtherPostgres server = OtherPostgres.start("oldest")) {
            server.execute("CREATE DATABASE shop");
            server.execute("shop", "DROP SCHEMA public; CREATE SCHEMA shop; CREATE TABLE shop.t AS SELECT 1 AS a");
            Backed backed =
                    new Backed(folder).copiedTo(new CopyHost.OnServer(Backed.parsed(server.url("shop")), null, true));

            assertThat(backed.taken(server.url("shop"), BackupVerification.Restore)
                            .state())
                    .isEqualTo(BackupState.Verified);
        }
    }
}
