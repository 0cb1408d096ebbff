package dev.stillhouse.runner.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RestoreMode;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.fixture.OtherPostgres;
import dev.stillhouse.runner.fixture.Postgres;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what in a restored database, and what else is so of it beside its contents. */
class CircumstancesTest {
    /** Up to PostgreSQL 14 the schema public belongs to the bootstrap superuser, whoever owns the database. */
    private static final String HARDENED = """
            CREATE ROLE boss LOGIN CREATEDB; CREATE ROLE app LOGIN;
            ALTER DATABASE postgres OWNER TO boss;
            REVOKE ALL ON SCHEMA public FROM PUBLIC;
            GRANT ALL ON SCHEMA public TO boss;
            GRANT USAGE ON SCHEMA public TO app;
            SET ROLE boss;
            CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY);
            INSERT INTO alembic_version VALUES ('a1');
            CREATE TABLE orders (id int PRIMARY KEY, note text);
            GRANT SELECT ON orders TO app""";

    private static final String EXPECT_HARDENED = """
            DO $$ BEGIN
                IF (SELECT nspacl::text FROM pg_namespace WHERE nspname = 'public') <> '{postgres=UC/postgres,boss=UC/postgres,app=U/postgres}'
                THEN RAISE EXCEPTION '%', (SELECT nspacl::text FROM pg_namespace WHERE nspname = 'public'); END IF;
            END $$""";

    @TempDir
    private Path folder;

    @Test
    void aSwapThatWouldLetMorePeopleInIsRefused() {
        try (OtherPostgres server = OtherPostgres.start("oldest")) {
            server.execute(HARDENED);
            String url = server.url().replace("//postgres@", "//boss@");
            Restoring restoring = new Restoring(folder);
            restoring.backUp(url);

            RunReport report = restoring.restore(url, RestoreMode.Swap);

            assertThat(report.reason()).as(report.message()).isEqualTo(Reason.BackupNotPermitted);
            assertThat(report.message())
                    .contains(
                            "PUBLIC may CREATE, USAGE on SCHEMA public",
                            "the user boss cannot",
                            "Connected to postgres_restore_",
                            "REVOKE CREATE, USAGE ON SCHEMA public FROM PUBLIC",
                            "GRANT USAGE ON SCHEMA public TO app",
                            "is what it was",
                            "RENAME TO");
            server.execute(EXPECT_HARDENED);
        }
    }

    @Test
    void aNewDatabaseStaysAndSaysWhatIsNotAsItWas() {
        try (OtherPostgres server = OtherPostgres.start("oldest")) {
            server.execute(HARDENED);
            String url = server.url().replace("//postgres@", "//boss@");
            Restoring restoring = new Restoring(folder);
            restoring.backUp(url);

            RunReport report = restoring.restore(url, RestoreMode.NewDatabase);

            assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Restored);
            assertThat(report.message())
                    .contains(
                            "Not as in the backup: ",
                            "app may not USAGE on SCHEMA public",
                            "REVOKE CREATE, USAGE ON SCHEMA public FROM PUBLIC");
        }
    }

    @Test
    void asASuperuserItIsAsItWas() {
        try (OtherPostgres server = OtherPostgres.start("oldest")) {
            server.execute(HARDENED);
            Restoring restoring = new Restoring(folder);
            restoring.backUp(server.url());

            RunReport report = restoring.restore(server.url(), RestoreMode.Swap);

            assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Restored);
            assertThat(report.message()).doesNotContain("Not as in the backup", "changed since");
            server.execute(EXPECT_HARDENED);
        }
    }

    @Test
    void whatTheUserMayPutRightIsPutRight() {
        Postgres.Database database = Shop.create();
        String role = Shop.roleOf(Shop.role(database, ""));
        database.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC; GRANT SELECT ON orders TO " + role
                + " WITH GRANT OPTION; CREATE FUNCTION pay() RETURNS int LANGUAGE sql AS 'SELECT 1';"
                + " REVOKE ALL ON FUNCTION pay() FROM PUBLIC; COMMENT ON SCHEMA public IS 'the shop''s'");
        Restoring restoring = new Restoring(folder);
        restoring.backUp(database.url());
        // As if pg_restore had not been able to.
        restoring.witnessed(message -> {
            if (message.startsWith("Gathering statistics")) {
                new Postgres.Database(
                                Shop.databases(database.name() + "_restore_").getFirst())
                        .execute(
                                "GRANT CREATE ON SCHEMA public TO PUBLIC; REVOKE GRANT OPTION FOR SELECT ON orders FROM "
                                        + role + "; GRANT EXECUTE ON FUNCTION pay() TO PUBLIC");
            }
        });

        RunReport report = restoring.swap(database);

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Restored);
        assertThat(report.message()).doesNotContain("Not as in the backup");
        assertThat(database.query("SELECT has_schema_privilege('" + role + "', 'public', 'CREATE')::text"
                        + " || has_table_privilege('" + role + "', 'orders', 'SELECT WITH GRANT OPTION')"
                        + " || has_function_privilege('" + role + "', 'pay()', 'EXECUTE')"
                        + " || obj_description('public'::regnamespace, 'pg_namespace')"))
                .containsExactly("falsetruefalsethe shop's");
    }

    /** As where the server has another version of the extension by now. */
    @Test
    void aMemberThatTheExtensionHasNoMoreIsNoDifference() {
        Postgres.Database database = Shop.create();
        database.execute("CREATE EXTENSION pgcrypto; REVOKE ALL ON FUNCTION gen_salt(text) FROM PUBLIC");
        Restoring restoring = new Restoring(folder);
        restoring.backUp(database.url());
        restoring.witnessed(message -> {
            if (message.startsWith("Gathering statistics")) {
                new Postgres.Database(
                                Shop.databases(database.name() + "_restore_").getFirst())
                        .execute("ALTER EXTENSION pgcrypto DROP FUNCTION gen_salt(text); DROP FUNCTION gen_salt(text)");
            }
        });

        RunReport report = restoring.swap(database);

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Restored);
        assertThat(report.message()).doesNotContain("Not as in the backup", "gen_salt");
    }

    /** Whoever is no superuser cannot read any more who may do what in one of the databases. */
    private RunReport unreadable(Postgres.Database database, String url, RestoreMode mode, boolean restored) {
        Restoring restoring = new Restoring(folder.resolve(mode + "-" + restored));
        restoring.backUp(url);
        restoring.witnessed(message -> {
            if (message.startsWith("Gathering statistics")) {
                Postgres.Database which = restored && mode != RestoreMode.InPlace
                        ? new Postgres.Database(
                                Shop.databases(database.name() + "_restore_").getLast())
                        : database;
                which.execute("REVOKE SELECT ON pg_user_mappings FROM PUBLIC");
            }
        });
        RunReport report = restoring.restore(url, mode);
        database.execute("GRANT SELECT ON pg_user_mappings TO PUBLIC");
        return report;
    }

    @Test
    void aRestoreIsKeptIfWhatIsBesideItCannotBeRead() {
        Postgres.Database database = Shop.create();
        String url = Shop.role(database, "CREATEDB");
        String role = Shop.roleOf(url);
        database.execute("ALTER DATABASE " + database.name() + " OWNER TO " + role + "; DO $$ DECLARE t text; BEGIN"
                + " FOR t IN SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'public'"
                + " LOOP EXECUTE 'ALTER TABLE ' || t || ' OWNER TO " + role + "'; END LOOP; END $$");

        RunReport beside = unreadable(database, url, RestoreMode.NewDatabase, true);
        assertThat(beside.reason()).as(beside.message()).isEqualTo(Reason.Restored);
        assertThat(beside.message()).contains("could not be compared", "pg_user_mappings");
        RunReport swap = unreadable(database, url, RestoreMode.Swap, true);
        assertThat(swap.reason()).as(swap.message()).isEqualTo(Reason.RestoreFailed);
        assertThat(swap.message()).contains("is not known", "is complete and stays beside it", "RENAME TO");
        assertThat(Shop.databases(database.name() + "_restore_")).hasSize(2);
        RunReport since = unreadable(database, url, RestoreMode.Swap, false);
        assertThat(since.reason()).as(since.message()).isEqualTo(Reason.Restored);
        assertThat(since.message()).contains("changed beside the contents since the backup could not be compared");
        RunReport inPlace = unreadable(database, url, RestoreMode.InPlace, true);
        assertThat(inPlace.reason()).as(inPlace.message()).isEqualTo(Reason.Restored);
        assertThat(inPlace.message()).contains("could not be compared", "pg_user_mappings");
    }

    @Test
    void whatWasGrantedAndTakenSinceTheBackupIsTold() {
        Postgres.Database database = Shop.create();
        String role = Shop.roleOf(Shop.role(database, ""));
        database.execute("GRANT UPDATE (note) ON orders TO " + role);
        Restoring restoring = new Restoring(folder);
        restoring.backUp(database.url());
        database.execute("REVOKE UPDATE (note) ON orders FROM " + role + "; GRANT SELECT ON orders TO " + role
                + "; CREATE FUNCTION later() RETURNS int LANGUAGE sql AS 'SELECT 1'");

        RunReport report = restoring.swap(database);

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Restored);
        assertThat(report.message())
                .contains("changed since: " + role + " may UPDATE (note) and may not SELECT on TABLE public.orders.")
                .doesNotContain("Not as in the backup", "later()");
    }

    @Test
    void whatADumpCannotHoldIsToldWhenItIsTakenAndWhenItIsRestored() {
        Postgres.Database database = Shop.create();
        String url = Shop.role(database, "CREATEDB");
        String role = Shop.roleOf(url);
        database.execute("CREATE SUBSCRIPTION feed CONNECTION 'host=elsewhere' PUBLICATION p"
                + " WITH (connect = false, slot_name = NONE)");
        database.execute("CREATE FOREIGN DATA WRAPPER odd; CREATE SERVER far FOREIGN DATA WRAPPER odd;"
                + " CREATE USER MAPPING FOR postgres SERVER far OPTIONS (password 'their-secret');"
                + " ALTER FOREIGN DATA WRAPPER odd OWNER TO postgres; GRANT " + role + " TO postgres;"
                + " GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + role);
        Restoring restoring = new Restoring(folder);

        RunReport.Backup backup = restoring.backUp(url);

        assertThat(backup.notes())
                .anySatisfy(note -> assertThat(note).contains("pg_dump warned", "subscriptions not dumped"))
                .anySatisfy(note -> assertThat(note).contains("user mapping of postgres for the server far"));
        assertThat(restoring.manifest().notes()).isEqualTo(backup.notes());
        assertThat(restoring.manifest().circumstances().toString()).doesNotContain("their-secret");
        RunReport report = restoring.restore(database.url(), RestoreMode.NewDatabase);
        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Restored);
        assertThat(report.message())
                .contains("subscription feed is missing", "user mapping of postgres for the server far");
        database.execute("ALTER SUBSCRIPTION feed SET (slot_name = NONE); DROP SUBSCRIPTION feed");
    }
}
