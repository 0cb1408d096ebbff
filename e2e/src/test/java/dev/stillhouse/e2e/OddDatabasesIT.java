package dev.stillhouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.e2e.cluster.Cluster;
import dev.stillhouse.e2e.cluster.ImageNames;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.Reason;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Databases for which other people's backups, restores or locks have failed: each loses a column, with a verified backup before,
 * in the first run.
 */
@ExtendWith(TestCluster.class)
class OddDatabasesIT {
    private static final String WITH_NOTES = "91b7e3d5f02c";

    private final Stillhouse stillhouse;

    OddDatabasesIT(Cluster cluster, ImageNames images) {
        stillhouse = new Stillhouse(cluster, images);
    }

    /** 63 bytes, as many as a name can have. */
    @Test
    void a_name_with_all_that_has_a_meaning_elsewhere() {
        var database = "Shop=Prod %41 'x' düse 123456789012345678901234567890123456789";
        stillhouse.postgres().kept("Shop=Prod.*").forEach(this::drop);
        drop(database);
        stillhouse.sql("postgres", "CREATE DATABASE \"%s\"".formatted(database));
        var migration = migration("odd-name");
        stillhouse.secret("odd-name", stillhouse.postgres().url(encoded(database)));
        migration.target(WITH_NOTES).awaitReady();
        var connection = "dbname='%s'".formatted(database.replace("'", "\\'"));
        stillhouse.sql(connection, "INSERT INTO customers (id, name, notes) VALUES (1, 'a', 'b')");

        losesItsNotes(migration);

        assertThat(migration.status().database().name()).isEqualTo(database);
        var backup = migration.status().lastBackup().name();
        var restore = migration
                .ask("odd-name-restore", """
                        operation: Restore
                        restore: {backup: "%s", confirm: "%s"}
                        """.formatted(backup, database))
                .awaitSuccess();
        assertThat(restore.getStatus().reason()).isEqualTo(Reason.Restored);
        migration.awaitCondition("Stalled", Reason.Restored);
        assertThat(migration.status().revision()).isEqualTo(WITH_NOTES);
        assertThat(stillhouse.postgres().kept("Shop=.*")).hasSize(1);
    }

    @Test
    void sessions_that_end_when_they_are_idle() {
        var migration = migration("impatient").target(WITH_NOTES).awaitReady();
        stillhouse.sql(
                "impatient",
                "INSERT INTO customers (id, name, notes) SELECT i, md5(i::text), repeat(md5(i::text), 4)"
                        + " FROM generate_series(1, 250000) i");
        stillhouse.sql("impatient", "ALTER DATABASE impatient SET idle_session_timeout = '2s'");
        stillhouse.sql("impatient", "ALTER DATABASE impatient SET idle_in_transaction_session_timeout = '2s'");

        losesItsNotes(migration);
    }

    /** 'Bob' stands between 'a' and 'zz' there, and before 'a' in the order of bytes. */
    @Test
    void an_order_of_letters_by_icu() {
        var migration = migration("icu");
        drop("icu");
        stillhouse.sql(
                "postgres",
                "CREATE DATABASE icu TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US'"
                        + " LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'");
        migration.target(WITH_NOTES).awaitReady();
        stillhouse.sql("icu", """
                INSERT INTO customers (id, name, notes) VALUES (1, 'Bob', 'x'), (2, 'alice', 'y');
                ALTER TABLE customers ADD CHECK (name >= 'a' AND name < 'zz');
                CREATE TABLE people (surname text NOT NULL) PARTITION BY RANGE (surname);
                CREATE TABLE people_a_m PARTITION OF people FOR VALUES FROM ('a') TO ('n');
                CREATE TABLE people_n_z PARTITION OF people FOR VALUES FROM ('n') TO ('zz');
                INSERT INTO people VALUES ('Ada'), ('berta'), ('Nora'), ('zoe');
                """);

        losesItsNotes(migration);
    }

    @Test
    void a_role_that_only_a_value_names() {
        var migration = migration("caretakers").target(WITH_NOTES).awaitReady();
        stillhouse.sql("caretakers", """
                DO $$ BEGIN CREATE ROLE caretaker; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
                CREATE TABLE houses (id integer PRIMARY KEY, caretaker regrole);
                INSERT INTO houses VALUES (1, 'caretaker'), (2, NULL);
                INSERT INTO customers (id, name, notes) VALUES (1, 'a', 'b');
                """);

        losesItsNotes(migration);
    }

    /** As on a hosted server: its customer is no superuser, has no BYPASSRLS, and is not told which server it is. */
    @Test
    void a_user_who_may_only_what_a_provider_lets_its_customers() {
        var migration = migration("hosted");
        stillhouse.sql("hosted", """
                DO $$ BEGIN
                    CREATE ROLE customer LOGIN CREATEDB CREATEROLE PASSWORD 'only-for-tests'
                        IN ROLE pg_monitor, pg_signal_backend, pg_read_all_data;
                    CREATE ROLE provider SUPERUSER;
                EXCEPTION WHEN duplicate_object THEN NULL; END $$;
                ALTER DATABASE hosted OWNER TO customer;
                REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC;
                SET ROLE provider;
                CREATE EXTENSION pgcrypto;
                CREATE SCHEMA provider;
                GRANT USAGE ON SCHEMA provider TO PUBLIC;
                CREATE TABLE provider.definitions (tag text);
                CREATE FUNCTION provider.note() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS
                    'BEGIN INSERT INTO provider.definitions VALUES (tg_tag); END';
                CREATE EVENT TRIGGER note ON ddl_command_end EXECUTE FUNCTION provider.note();
                """);
        stillhouse.secret(
                "hosted",
                stillhouse.postgres().url("hosted").replace("postgres:only-for-tests@", "customer:only-for-tests@"));
        migration.target(WITH_NOTES).awaitReady();
        stillhouse.sql("hosted", """
                SET ROLE customer;
                INSERT INTO customers (id, name, notes) VALUES (1, 'a', 'b');
                CREATE TABLE tenants (owner text);
                INSERT INTO tenants VALUES ('a'), ('b');
                ALTER TABLE tenants ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
                """);

        migration.target("head").awaitCondition("Stalled", Reason.RowSecurity);
        assertThat(stillhouse.sql("hosted", "SELECT notes FROM customers")).isEqualTo("b");
        stillhouse.sql("hosted", "ALTER TABLE tenants NO FORCE ROW LEVEL SECURITY");
        migration.annotated("stillhouse.dev/retry", "1").apply().awaitReady();

        assertThat(migration.newestRun().getStatus().backup().state()).isEqualTo(BackupState.Verified);
        var backup = migration.status().lastBackup().name();
        var refused = migration
                .ask("hosted-swap", "operation: Restore\nrestore: {backup: \"%s\", confirm: hosted}".formatted(backup))
                .awaitEnd();
        assertThat(refused.getStatus().reason()).isEqualTo(Reason.BackupNotPermitted);
        var beside = migration.ask("hosted-beside", """
                        operation: Restore
                        restore: {backup: "%s", confirm: hosted, mode: NewDatabase}
                        """.formatted(backup)).awaitSuccess();
        assertThat(beside.getStatus().message()).contains("CREATE EVENT TRIGGER", "provider");
    }

    private Migration migration(String name) {
        return stillhouse
                .customers(name)
                .with("backup: {storage: {persistentVolumeClaim: {claimName: %s}}}"
                        .formatted(stillhouse.claim("backups").name()));
    }

    private void losesItsNotes(Migration migration) {
        migration.target("head").awaitReady();

        var run = migration.newestRun();
        assertThat(run.getSpec().attempt()).as("in the first try").isEqualTo(1);
        assertThat(run.getStatus().backup().state()).isEqualTo(BackupState.Verified);
    }

    private void drop(String database) {
        stillhouse.sql("postgres", "DROP DATABASE IF EXISTS \"%s\" WITH (FORCE)".formatted(database));
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
