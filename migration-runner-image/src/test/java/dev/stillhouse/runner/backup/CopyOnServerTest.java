package dev.stillhouse.runner.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.copies.CopyHost;
import dev.stillhouse.runner.fixture.MadeUpExtension;
import dev.stillhouse.runner.fixture.OtherPostgres;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.model.Result;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup that is verified in a database beside its own, by somebody who is no superuser. */
class CopyOnServerTest {
    private static final Postgres.Database SERVER = new Postgres.Database("postgres");

    @TempDir
    Path folder;

    private final OwnedDatabase owned = new OwnedDatabase();
    private final Postgres.Database database = owned.database;
    private final String user = owned.user;
    private final String url = owned.url;

    @AfterEach
    void noCopyIsLeft() {
        assertThat(SERVER.query("SELECT datname FROM pg_database WHERE datname LIKE 'stillhouse_copy%'"))
                .isEmpty();
    }

    private Backed backed() {
        return backed(null);
    }

    private Backed backed(@Nullable String role) {
        return new Backed(folder).as(role).copiedTo(new CopyHost.OnServer(Backed.parsed(url), role, true));
    }

    @Test
    void anExtensionThatThePodLacksIsThere() {
        owned.asUser("CREATE EXTENSION pgcrypto; CREATE TABLE secrets AS SELECT digest('a', 'sha256') AS secret");
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
        owned.asUser("CREATE SCHEMA shop; CREATE EXTENSION pgcrypto SCHEMA shop");
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
        owned.asUser("CREATE EXTENSION pg_cron; CREATE EXTENSION far_places");
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
        database.execute(
                "SET ROLE " + role + "; CREATE FUNCTION nobody(int) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN"
                        + " IF current_database() LIKE 'stillhouse%' AND has_database_privilege('guest_of_" + user
                        + "', current_database(), 'CONNECT') THEN RAISE EXCEPTION 'a guest gets in'; END IF; RETURN true; END $$;"
                        + " ALTER TABLE orders ADD CHECK (nobody(id))");

        assertThat(backed(role).taken(url, BackupVerification.Restore).state()).isEqualTo(BackupState.Verified);
    }

    @Test
    void anotherServerHasTheCopy() {
        owned.asUser("CREATE EXTENSION pgcrypto; CREATE TABLE secrets AS SELECT digest('a', 'sha256') AS secret");
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
