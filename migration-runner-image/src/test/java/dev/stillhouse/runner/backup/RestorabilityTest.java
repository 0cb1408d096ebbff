package dev.stillhouse.runner.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.fixture.OtherPostgres;
import dev.stillhouse.runner.fixture.Postgres;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether the user could bring a backup back on its server is told when it is taken. */
class RestorabilityTest {
    @TempDir
    Path folder;

    private final Postgres.Database database = Postgres.create();
    private final String user = "user_of_" + database.name();
    private final String url = database.url().replace("postgres:only-for-tests", user + ":secret-word");

    private RunReport.Backup taken(String by) {
        return new Backed(folder).taken(by, BackupVerification.Digest);
    }

    @Test
    void nothingHindersTheOwnerOfEverything() {
        database.execute(
                "CREATE ROLE " + user + " LOGIN CREATEDB PASSWORD 'secret-word'; ALTER DATABASE "
                        + database.name() + " OWNER TO " + user + "; CREATE EXTENSION pgcrypto;"
                        + " SET ROLE " + user + "; CREATE TABLE notes (id serial, owner text); CREATE SCHEMA more;"
                        + " CREATE TYPE span AS RANGE (subtype = float8); CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'");

        assertThat(taken(url).notes()).isNull();
    }

    @Test
    void nothingHindersASuperuser() {
        database.execute("CREATE ROLE " + user + "; CREATE TABLE notes (id int); ALTER TABLE notes OWNER TO " + user
                + "; CREATE PUBLICATION everything FOR ALL TABLES");

        assertThat(taken(database.url()).notes()).isNull();
    }

    @Test
    void whatIsInTheWayOfAUserIsNamed() {
        database.execute("CREATE ROLE " + user + " LOGIN PASSWORD 'secret-word'; CREATE ROLE other_" + user
                + "; CREATE TABLE notes (id int); CREATE TABLE theirs (id int); ALTER TABLE theirs OWNER TO other_"
                + user
                + "; GRANT SELECT ON notes, theirs TO " + user + "; CREATE PUBLICATION everything FOR ALL TABLES;"
                + " CREATE EXTENSION dblink; CREATE FUNCTION ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';"
                + " CREATE EVENT TRIGGER watch ON ddl_command_end EXECUTE FUNCTION ddl();"
                + " CREATE FUNCTION fast(internal) RETURNS int LANGUAGE internal AS 'int4in'");
        Backed backed = new Backed(folder);

        RunReport.Backup backup = backed.taken(url, BackupVerification.Digest);

        assertThat(backup.notes())
                .satisfiesExactly(
                        note -> assertThat(note).contains("ALTER ROLE " + user + " CREATEDB"),
                        note -> assertThat(note).contains("which belongs to postgres"),
                        note -> assertThat(note).contains("what belongs to other_" + user + ", postgres, which"),
                        note -> assertThat(note).contains("the extensions dblink, unless"),
                        note -> assertThat(note)
                                .contains(
                                        "the event trigger watch",
                                        "the function public.fast in internal",
                                        "the publication everything for all tables"));
        assertThat(backed.manifest().notes()).isEqualTo(backup.notes());
        assertThat(backed.messages).containsAll(backup.notes());
    }

    /** As on a server on which one of the extensions' control files is faulty. */
    @Test
    void whatCannotBeAskedHindersNoBackup() {
        database.execute("CREATE ROLE " + user + " LOGIN CREATEDB PASSWORD 'secret-word'; ALTER DATABASE "
                + database.name() + " OWNER TO " + user
                + "; REVOKE EXECUTE ON FUNCTION pg_available_extensions() FROM PUBLIC;"
                + " REVOKE SELECT ON pg_user_mappings FROM PUBLIC");

        assertThat(taken(url).notes())
                .satisfiesExactly(
                        note -> assertThat(note)
                                .contains("Who may do what in the database could not be asked", "pg_user_mappings"),
                        note -> assertThat(note)
                                .contains("What would hinder a restore could not be asked", "pg_available_extensions"));
    }

    @Test
    void aSchemaPublicThatNobodyButASuperuserCanShutIsNamed() {
        try (OtherPostgres server = OtherPostgres.start("oldest")) {
            server.execute(
                    "CREATE ROLE boss LOGIN CREATEDB; ALTER DATABASE postgres OWNER TO boss;"
                            + " CREATE TABLE alembic_version (version_num varchar(32)); ALTER TABLE alembic_version OWNER TO boss");
            String boss = server.url().replace("//postgres@", "//boss@");
            assertThat(new Backed(folder.resolve("open"))
                            .taken(boss, BackupVerification.Digest)
                            .notes())
                    .isNull();
            server.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC");

            assertThat(new Backed(folder.resolve("shut"))
                            .taken(boss, BackupVerification.Digest)
                            .notes())
                    .satisfiesExactly(note -> assertThat(note).contains("everybody may create", "only postgres"));
        }
    }
}
