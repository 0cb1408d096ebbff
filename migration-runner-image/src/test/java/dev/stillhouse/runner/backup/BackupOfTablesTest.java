package dev.stillhouse.runner.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.contents.ForeignKey;
import dev.stillhouse.runner.contents.PartialContents;
import dev.stillhouse.runner.fixture.OtherPostgres;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.fixture.Resources;
import dev.stillhouse.runner.model.Losses;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.TableLoss;
import dev.stillhouse.runner.model.TableLoss.By;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A backup of the tables that lose something has their rows, and everybody's schema. */
class BackupOfTablesTest {
    private static final String ALEMBIC = "CREATE TABLE alembic_version (version_num text PRIMARY KEY);"
            + " INSERT INTO alembic_version VALUES ('a1');";

    private final Postgres.Database database = Postgres.create();

    @TempDir
    private Path folder;

    private static TableLoss loss(String name, By by) {
        return new TableLoss(null, name, by);
    }

    private RunReport.Backup taken(Backed backed) {
        RunReport.Backup backup = backed.taken(database.url(), BackupVerification.Restore);
        assertThat(backup.state()).isEqualTo(BackupState.Verified);
        return backup;
    }

    private RunReport.Backup taken(TableLoss... losses) {
        return taken(new Backed(folder).ofTables(losses));
    }

    private static PartialContents partial(Backed backed) {
        return Objects.requireNonNull(backed.manifest().partial());
    }

    @Test
    void aSmallTableBesideALargeOneIsAllThatIsRead() {
        database.execute(ALEMBIC + """
                CREATE TABLE small (id int PRIMARY KEY, note text);
                INSERT INTO small SELECT n, 'note' FROM generate_series(1, 100) n;
                CREATE TABLE large AS SELECT n AS id, md5(n::text) AS text FROM generate_series(1, 200000) n;
                CREATE INDEX ON large (text);
                CREATE MATERIALIZED VIEW counted AS SELECT count(*) FROM large;
                CREATE SEQUENCE numbers START 7;
                SELECT nextval('numbers'), lo_from_bytea(4242, 'x');
                """);
        Backed backed = new Backed(folder).ofTables(loss("small", By.DEFINITION));

        RunReport.Backup backup = taken(backed);

        assertThat(backup.scope()).isEqualTo(BackupScope.Tables);
        assertThat(backup.rowsOf()).containsExactly("public.alembic_version", "public.small");
        assertThat(backup.tables()).isEqualTo(2);
        assertThat(backup.rows()).isEqualTo(101);
        assertThat(backup.revisions()).containsExactly("a1");
        assertThat(backup.sizeBytes()).isLessThan(100_000);
        Manifest manifest = backed.manifest();
        assertThat(manifest.scope()).isEqualTo(BackupScope.Tables);
        assertThat(manifest.contents().schema())
                .anyMatch(line -> line.startsWith("table public.large"))
                .anyMatch(line -> line.startsWith("materialized view public.counted"));
        assertThat(manifest.contents().sequences()).hasSize(1);
        assertThat(partial(backed).bytes()).isLessThan(200_000);
        assertThat(backed.verify()).isInstanceOf(Result.Ok.class);
    }

    @Test
    void foreignKeysToRowsThatAreNotThereAreLeftOutAndNoOthers() {
        database.execute(ALEMBIC + """
                CREATE TABLE customers (id int PRIMARY KEY);
                CREATE TABLE orders (id int PRIMARY KEY, parent int REFERENCES orders, customer int
                    CONSTRAINT "the customer" REFERENCES customers, other int);
                COMMENT ON CONSTRAINT "the customer" ON orders IS 'who pays';
                CREATE TABLE lines (id int PRIMARY KEY, "order" int CONSTRAINT of_order REFERENCES orders);
                CREATE TABLE notes (line int CONSTRAINT of_line REFERENCES lines);
                INSERT INTO customers VALUES (1);
                INSERT INTO orders VALUES (1, NULL, 1, 99), (2, 1, 1, NULL);
                INSERT INTO lines VALUES (1, 2);
                INSERT INTO notes VALUES (1);
                ALTER TABLE orders ADD CONSTRAINT unchecked FOREIGN KEY (other) REFERENCES customers NOT VALID;
                """);
        Backed backed = new Backed(folder).ofTables(loss("orders", By.DEFINITION));

        taken(backed);

        assertThat(partial(backed).foreignKeys()).extracting(ForeignKey::name).containsExactly("the customer");
        assertThat(backed.manifest().contents().schema())
                .anyMatch(line -> line.startsWith("constraint \"the customer\" on public.orders"));
        assertThat(backed.manifest().notes())
                .anySatisfy(note -> assertThat(note).contains("the customer of public.orders"));
        assertThat(backed.verify()).isInstanceOf(Result.Ok.class);
    }

    @Test
    void whatADeleteTakesAlongIsInItToo() {
        database.execute(ALEMBIC + """
                CREATE TABLE customers (id int PRIMARY KEY);
                CREATE TABLE orders (id int PRIMARY KEY, customer int REFERENCES customers ON DELETE CASCADE);
                CREATE TABLE lines ("order" int REFERENCES orders ON DELETE SET NULL);
                CREATE TABLE other (customer int REFERENCES customers);
                INSERT INTO customers VALUES (1), (2); INSERT INTO orders VALUES (1, 1); INSERT INTO lines VALUES (1);
                INSERT INTO other VALUES (2);
                """);

        assertThat(taken(loss("customers", By.DELETE)).rowsOf())
                .containsExactly("public.alembic_version", "public.customers", "public.lines", "public.orders");
    }

    @Test
    void partitionsGoWithTheirTableOrAlone() {
        database.execute(ALEMBIC + """
                CREATE TABLE days (day int PRIMARY KEY);
                CREATE TABLE events (day int REFERENCES days, text text, PRIMARY KEY (day)) PARTITION BY RANGE (day);
                CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (10);
                CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM (10) TO (20);
                CREATE TABLE remarks (day int REFERENCES events);
                INSERT INTO days SELECT generate_series(0, 19);
                INSERT INTO events SELECT n, 'x' FROM generate_series(0, 19) n;
                INSERT INTO remarks VALUES (3);
                """);

        assertThat(taken(loss("events", By.DEFINITION)).rowsOf())
                .containsExactly("public.alembic_version", "public.events_1", "public.events_2");
        Backed alone = new Backed(folder.resolve("alone"))
                .ofTables(loss("events_2", By.DEFINITION), loss("remarks", By.DEFINITION));
        assertThat(taken(alone).rowsOf())
                .containsExactly("public.alembic_version", "public.events_2", "public.remarks");
        assertThat(partial(alone).foreignKeys())
                .extracting(ForeignKey::name)
                .containsExactlyInAnyOrder("events_day_fkey", "remarks_day_fkey");
    }

    @Test
    void ofATableThatIsPartitionedByHashAllPartitionsAreInIt() {
        database.execute(ALEMBIC + """
                CREATE TYPE mood AS ENUM ('sad', 'glad');
                CREATE TABLE by_mood (mood mood, n int) PARTITION BY HASH (mood);
                CREATE TABLE by_mood_0 PARTITION OF by_mood FOR VALUES WITH (MODULUS 2, REMAINDER 0);
                CREATE TABLE by_mood_1 PARTITION OF by_mood FOR VALUES WITH (MODULUS 2, REMAINDER 1);
                INSERT INTO by_mood SELECT (ARRAY['sad', 'glad'])[n % 2 + 1]::mood, n FROM generate_series(1, 100) n;
                """);

        RunReport.Backup backup = taken(loss("by_mood_1", By.DEFINITION));

        assertThat(backup.rowsOf()).containsExactly("public.alembic_version", "public.by_mood");
        assertThat(backup.rows()).isEqualTo(101);
    }

    @Test
    void namesCanBeAnything() {
        database.execute(ALEMBIC + """
                CREATE SCHEMA "a.b *";
                CREATE TABLE "a.b *"."Ta""ble $1 ?" (id int PRIMARY KEY);
                INSERT INTO "a.b *"."Ta""ble $1 ?" VALUES (1);
                CREATE TABLE "a.b *"."Other *" ("the id" int CONSTRAINT "k ey" REFERENCES "a.b *"."Ta""ble $1 ?");
                INSERT INTO "a.b *"."Other *" VALUES (1);
                COMMENT ON CONSTRAINT "k ey" ON "a.b *"."Other *" IS 'x';
                CREATE TABLE "line\nfeed" AS SELECT 1 AS one;
                """);

        assertThat(taken(loss("Other *", By.DEFINITION)).rowsOf())
                .containsExactly("a.b *.Other *", "public.alembic_version");
    }

    @Test
    void everySortOfTableCanBeMissing() {
        database.execute(Resources.text("backup/every-sort.sql"));

        RunReport.Backup backup = taken(loss("customers", By.DEFINITION));

        assertThat(backup.scope()).isEqualTo(BackupScope.Tables);
        assertThat(backup.rowsOf()).anyMatch(name -> name.endsWith(".customers"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"oldest", "newest"})
    void serversFromTheOldestToTheNewestHaveTheSameCatalogs(String which) {
        try (OtherPostgres server = OtherPostgres.start(which)) {
            server.execute(ALEMBIC + """
                    CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a int REFERENCES a ON DELETE CASCADE);
                    CREATE TABLE c (a int REFERENCES a);
                    INSERT INTO a VALUES (1); INSERT INTO b VALUES (1); INSERT INTO c VALUES (1);
                    """);

            RunReport.Backup backup =
                    new Backed(folder).ofTables(loss("a", By.DELETE)).taken(server.url(), BackupVerification.Restore);

            assertThat(backup.state()).isEqualTo(BackupState.Verified);
            assertThat(backup.rowsOf()).containsExactly("public.a", "public.alembic_version", "public.b");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"oldest", "newest"})
    void aPartitionHasTheRowTriggersOfItsParent(String which) {
        try (OtherPostgres server = OtherPostgres.start(which)) {
            server.execute(ALEMBIC + """
                    CREATE TABLE days (day int PRIMARY KEY);
                    CREATE TABLE plain (day int REFERENCES days, note text, UNIQUE (day) DEFERRABLE)
                        PARTITION BY RANGE (day);
                    CREATE TABLE plain_1 PARTITION OF plain FOR VALUES FROM (0) TO (10);
                    CREATE TABLE events (day int, note text) PARTITION BY RANGE (day);
                    CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (10);
                    CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN DELETE FROM days; RETURN NULL; END';
                    CREATE TRIGGER t AFTER DELETE ON events FOR EACH ROW EXECUTE FUNCTION f();
                    """);

            Backed plain = new Backed(folder.resolve("plain")).ofTables(loss("plain_1", By.DELETE));
            Backed events = new Backed(folder.resolve("events")).ofTables(loss("events_1", By.DELETE));

            assertThat(plain.taken(server.url(), BackupVerification.Digest).scopeReason())
                    .isNull();
            assertThat(events.taken(server.url(), BackupVerification.Digest).scopeReason())
                    .contains("a trigger of public.events_1");
        }
    }

    @Test
    void whatAnInsertSetsOffMakesItWholeAndItsTableIsNotInItOtherwise() {
        database.execute(ALEMBIC + """
                CREATE TABLE small (id int); CREATE TABLE filled (id int); CREATE TABLE watched (id int);
                CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
                CREATE TRIGGER t BEFORE INSERT ON watched FOR EACH ROW EXECUTE FUNCTION f();
                """);

        assertThat(taken(loss("small", By.DEFINITION), loss("filled", By.INSERT), loss("new", By.INSERT))
                        .rowsOf())
                .containsExactly("public.alembic_version", "public.small");
        Backed watched = new Backed(folder.resolve("watched"))
                .ofTables(loss("small", By.DEFINITION), loss("watched", By.INSERT));
        assertThat(taken(watched).scopeReason()).contains("a trigger of public.watched");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE other (a address)",
                "CREATE TABLE other (a address[])",
                "CREATE TYPE pair AS (a address, b address); CREATE TABLE other (p pair)",
                "CREATE DOMAIN local AS address CHECK (true); CREATE TABLE other (l local)",
            })
    void aColumnThatIsDroppedIsAlsoInTheRowsThatAreValuesElsewhere(String use) {
        database.execute(ALEMBIC + "CREATE TABLE address (street text, city text);" + use);

        assertThat(taken(loss("address", By.DEFINITION)).scopeReason()).contains("can hold rows of public.address");
        assertThat(taken(new Backed(folder.resolve("rows")).ofTables(loss("address", By.DELETE)))
                        .scopeReason())
                .isNull();
    }

    @Test
    void whereItCanBeAnyTableAllAreInItAndItIsSaidWhy() {
        database.execute(ALEMBIC + """
                CREATE TABLE a (id int); INSERT INTO a VALUES (1);
                CREATE VIEW v AS SELECT * FROM a;
                """);

        for (TableLoss loss : List.of(loss("gone", By.DEFINITION), loss("v", By.DELETE), loss("pg_class", By.DELETE))) {
            RunReport.Backup backup = taken(new Backed(folder.resolve(loss.name())).ofTables(loss));
            assertThat(backup.scope()).isEqualTo(BackupScope.Database);
            assertThat(backup.scopeReason()).contains(loss.name());
            assertThat(backup.rows()).isEqualTo(2);
        }
        Backed unknown = new Backed(folder).of(new Losses.Unknown("b2 does anything"));
        assertThat(taken(unknown).scopeReason()).isEqualTo("b2 does anything");
        assertThat(unknown.manifest().partial()).isNull();
    }
}
