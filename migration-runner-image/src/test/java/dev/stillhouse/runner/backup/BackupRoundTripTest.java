package dev.stillhouse.runner.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.contents.TableContent;
import dev.stillhouse.runner.fixture.OtherPostgres;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.fixture.Resources;
import dev.stillhouse.runner.model.Result;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is dumped comes back equal. */
class BackupRoundTripTest {
    private static final String EVERY_SORT = Resources.text("backup/every-sort.sql");
    private static final String SINCE_18 = Resources.text("backup/every-sort-18.sql");

    @TempDir
    Path folder;

    @Test
    void everySortOfDataComesBackEqual() {
        Postgres.Database database = Postgres.create();
        database.execute(EVERY_SORT);
        Backed backed = new Backed(folder);

        RunReport.Backup backup = backed.taken(database.url(), BackupVerification.Restore);

        assertThat(backup.state()).isEqualTo(BackupState.Verified);
        assertThat(backup.revisions()).containsExactly("0f1e2d3c");
        assertThat(backup.digest()).startsWith("sha256:");
        assertThat(backed.standings.getFirst().state()).isEqualTo(BackupState.Running);
        assertThat(backed.standings.getLast()).isEqualTo(backup);
        Manifest manifest = backed.manifest();
        assertThat(manifest.verification()).isEqualTo(BackupVerification.Restore);
        assertThat(rows(manifest, "customers"))
                .isEqualTo(Long.valueOf(
                        database.query("SELECT count(*) FROM customers").getFirst()));
        assertThat(rows(manifest, "no_columns")).isEqualTo(2);
        assertThat(rows(manifest, "parent")).isEqualTo(1);
        assertThat(rows(manifest, "by_mood")).isEqualTo(100);
        assertThat(manifest.contents().largeObjects().count()).isEqualTo(3);
        assertThat(manifest.origin().roles()).contains("care \"taker\"", "deputy");
        assertThat(manifest.sizeBytes()).isEqualTo(backup.sizeBytes());
        assertThat(Manifest.FORMAT).isEqualTo(1);
        assertThat(backed.verify()).isInstanceOf(Result.Ok.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"oldest", "13", "14", "16", "newest"})
    void serversFromTheOldestToTheNewestAreBackedUp(String which) {
        try (OtherPostgres server = OtherPostgres.start(which)) {
            server.execute(EVERY_SORT);
            if (which.equals("newest")) {
                server.execute(SINCE_18);
            }

            assertThat(new Backed(folder)
                            .taken(server.url(), BackupVerification.Restore)
                            .state())
                    .isEqualTo(BackupState.Verified);
        }
    }

    @Test
    void bytesThatAreNoLettersComeBackEqualFromAnOldServer() {
        try (OtherPostgres server = OtherPostgres.start("oldest")) {
            server.execute("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'");
            server.execute(
                    "latin",
                    "CREATE DOMAIN sign AS \"char\"; CREATE TABLE characters (a \"char\", b sign, c int);"
                            + " INSERT INTO characters SELECT n::\"char\", n::\"char\", n FROM generate_series(-128, 127) AS n");

            assertThat(new Backed(folder)
                            .taken(server.url("latin"), BackupVerification.Restore)
                            .state())
                    .isEqualTo(BackupState.Verified);
        }
    }

    @Test
    void aDroppedPublicSchemaAndForeignRolesAndCollationsComeBackEqual() {
        Postgres.Database database = Postgres.create();
        String role = "owner \"of\" " + database.name();
        String quoted = "\"" + role.replace("\"", "\"\"") + "\"";
        database.execute("DROP SCHEMA public; CREATE ROLE " + quoted + "; CREATE SCHEMA own AUTHORIZATION " + quoted
                + "; CREATE COLLATION pg_catalog.\"xx_XX.utf8\" (LOCALE = 'C')"
                + "; CREATE TABLE own.words (word text COLLATE \"xx_XX.utf8\")"
                + "; ALTER TABLE own.words OWNER TO " + quoted + "; INSERT INTO own.words VALUES ('a')");
        Backed backed = new Backed(folder);

        assertThat(backed.taken(database.url(), BackupVerification.Restore).state())
                .isEqualTo(BackupState.Verified);
        assertThat(backed.manifest().origin().roles()).contains(role);
        assertThat(backed.manifest().origin().collations()).contains("xx_XX.utf8");
    }

    @Test
    void rowsThatAreWrittenDuringTheDumpDoNotUpsetIt() throws InterruptedException {
        Postgres.Database database = Postgres.create();
        database.execute(EVERY_SORT);
        Backed backed = new Backed(folder);
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger written = new AtomicInteger();
        Thread writer = Thread.ofPlatform().start(() -> {
            try (var connection = database.connect("writer")) {
                while (!done.get()) {
                    Postgres.Database.execute(
                            connection,
                            "INSERT INTO customers (name) VALUES ('new ' || " + written.incrementAndGet() + ");"
                                    + " UPDATE customers SET note = note || 'x' WHERE id % 7 = 1;"
                                    + " DELETE FROM events WHERE at = (SELECT min(at) FROM events);"
                                    + " SELECT nextval('set_by_hand'), nextval('downwards'),"
                                    + " lo_put(4242, 0, '\\x00')");
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });

        RunReport.Backup backup = backed.taken(database.url(), BackupVerification.Restore);
        done.set(true);
        writer.join();

        assertThat(backup.state()).isEqualTo(BackupState.Verified);
        assertThat(rows(backed.manifest(), "customers"))
                .isLessThan(Long.parseLong(
                        database.query("SELECT count(*) FROM customers").getFirst()));
    }

    @Test
    void aDigestShowsLessAndSaysSo() {
        Postgres.Database database = Postgres.create();
        Backed backed = new Backed(folder);

        RunReport.Backup backup = backed.taken(database.url(), BackupVerification.Digest);

        assertThat(backup.state()).isEqualTo(BackupState.Stored);
        assertThat(backup.tables()).isZero();
        assertThat(backup.revisions()).isEmpty();
        assertThat(backed.manifest().verification()).isEqualTo(BackupVerification.Digest);
    }

    private static long rows(Manifest manifest, String table) {
        List<TableContent> tables = manifest.contents().tables();
        return tables.stream()
                .filter(content -> content.table().name().equals(table))
                .findFirst()
                .orElseThrow()
                .rows();
    }

    /** As the minor releases of November 2026 write them; pg_dump of before dumps them, and no server of before takes them. */
    @Test
    void whatAPatchedServerNotesOfItsColumnsIsNotDumped() {
        Postgres.Database database = Postgres.create();
        database.execute(
                "CREATE TABLE \"ünïcødé\" (a int, b text); CREATE VIEW v AS SELECT 1 AS a; CREATE TABLE plain (a int)"
                        + "; INSERT INTO plain VALUES (1); ALTER TABLE plain ALTER a SET (n_distinct = 5)"
                        + "; UPDATE pg_attribute SET attoptions = array_append(attoptions, 'pg_attver=26462808')"
                        + " WHERE attnum > 0 AND attrelid IN ('\"ünïcødé\"'::regclass, 'plain'::regclass)");

        assertThat(new Backed(folder)
                        .taken(database.url(), BackupVerification.Restore)
                        .state())
                .isEqualTo(BackupState.Verified);
    }

    /** The index of the small table asks for rows of the large one, which several jobs restore at the same time. */
    @Test
    void whatOnlyOneJobCanRestoreIsRestoredByOne() {
        Postgres.Database database = Postgres.create();
        database.execute("""
                CREATE TABLE large AS SELECT i, repeat(md5(i::text), 20) AS t FROM generate_series(1, 60000) i;
                CREATE FUNCTION of_large(int) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
                  DECLARE found text;
                  BEGIN
                    SELECT t INTO STRICT found FROM public.large WHERE i = 60000;
                    RETURN found;
                  END $$;
                CREATE TABLE small (a int);
                INSERT INTO small VALUES (1);
                CREATE INDEX ON small (of_large(a));
                """);
        Backed backed = new Backed(folder);

        assertThat(backed.taken(database.url(), BackupVerification.Restore).state())
                .isEqualTo(BackupState.Verified);
        assertThat(backed.messages).anyMatch(message -> message.contains("Trying again with one"));
    }

    /** Numbers that name nothing in the original, and would name the first things of a new server. */
    @Test
    void valuesOfTypesOfNamesWhoseThingsAreGoneStayNumbers() {
        Postgres.Database database = Postgres.create();
        database.execute("CREATE TABLE audit AS SELECT i::oid::regclass AS what FROM generate_series(16384, 16484) i"
                + " WHERE NOT EXISTS (SELECT FROM pg_class WHERE oid = i)");

        assertThat(new Backed(folder)
                        .taken(database.url(), BackupVerification.Restore)
                        .state())
                .isEqualTo(BackupState.Verified);
    }

    /** No server of 18 takes from a dump that an heir may be null. */
    @Test
    void anHeirMayBeNullWhereItsParentMayNot() {
        try (OtherPostgres server = OtherPostgres.start("oldest")) {
            server.execute("CREATE TABLE parent (id int); CREATE TABLE heir () INHERITS (parent);"
                    + " INSERT INTO heir VALUES (1); ALTER TABLE ONLY parent ADD PRIMARY KEY (id)");

            assertThat(new Backed(folder)
                            .taken(server.url(), BackupVerification.Restore)
                            .state())
                    .isEqualTo(BackupState.Verified);
        }
    }
}
