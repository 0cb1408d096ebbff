package dev.stillhouse.runner.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.runner.database.Sql;
import dev.stillhouse.runner.fixture.OtherPostgres;
import dev.stillhouse.runner.fixture.Postgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of a real database, and what stays unknown. */
class CatalogReaderTest {
    private final Postgres.Database database = Postgres.create();

    private Catalog read(@Nullable String role, Map<String, Set<String>> names) {
        try (var session = database.connectAsRunner("catalog")) {
            return session.looking(role, Duration.ofSeconds(2))
                    .at(connection -> new CatalogReader(connection).read(new Questions(names, false)));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private Relation only(@Nullable String role, String name, String... columns) {
        List<Relation> found = read(role, Map.of(name, Set.of(columns))).named(name);
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private static ColumnType type(Relation relation, String column) {
        return Objects.requireNonNull(relation.columns().get(column)).type();
    }

    @Test
    void columnsHaveTypesAsTheyAreWritten() {
        database.execute("CREATE TYPE mood AS ENUM ('sad')");
        database.execute(
                "CREATE TABLE t (a int, b varchar(20), c numeric(10, 2), d timestamp(3), e mood, f text, g bit(3))");

        Relation table = only(null, "public.t");

        assertThat(type(table, "a")).isEqualTo(new ColumnType("int4", List.of(), false));
        assertThat(type(table, "b")).isEqualTo(new ColumnType("varchar", List.of(20), false));
        assertThat(type(table, "c")).isEqualTo(new ColumnType("numeric", List.of(10, 2), false));
        assertThat(type(table, "d")).isEqualTo(new ColumnType("timestamp", List.of(3), false));
        assertThat(type(table, "e")).isEqualTo(new ColumnType("public.mood", List.of(), true));
        assertThat(type(table, "f")).isEqualTo(new ColumnType("text", List.of(), false));
        assertThat(type(table, "g")).isEqualTo(new ColumnType("bit", List.of(3), false));
    }

    @Test
    void onlyTheColumnsThatMatterAreLookedInto() {
        database.execute("CREATE TABLE t AS SELECT 1 AS a, NULL::text AS b, NULL::text AS c");

        Relation table = only(null, "t", "a", "b", "missing");

        assertThat(table.contents()).isEqualTo(Contents.SOMETHING);
        assertThat(Objects.requireNonNull(table.columns().get("a")).contents()).isEqualTo(Contents.SOMETHING);
        assertThat(Objects.requireNonNull(table.columns().get("b")).contents()).isEqualTo(Contents.NOTHING);
        assertThat(Objects.requireNonNull(table.columns().get("c")).contents()).isEqualTo(Contents.UNKNOWN);
    }

    @Test
    void whatWasAskedForAndIsNotThereIsNoRelation() {
        assertThat(read(null, Map.of("t", Set.of())).named("t")).isEmpty();
    }

    @Test
    void aRoleThatSeesNoRowsDoesNotKnowWhetherThereAreAny() {
        database.execute("CREATE TABLE t AS SELECT 1 AS a");
        database.execute("ALTER TABLE t ENABLE ROW LEVEL SECURITY");
        database.execute("CREATE TABLE secret AS SELECT 1 AS a");
        database.execute("CREATE ROLE reader_" + database.name());
        database.execute("GRANT SELECT ON t TO reader_" + database.name());

        Catalog catalog = read("reader_" + database.name(), Map.of("t", Set.of("a"), "secret", Set.of("a")));

        assertThat(catalog.named("t")).extracting(Relation::contents).containsExactly(Contents.UNKNOWN);
        assertThat(catalog.named("secret")).extracting(Relation::contents).containsExactly(Contents.UNKNOWN);
        assertThat(only(null, "t").contents()).isEqualTo(Contents.SOMETHING);
    }

    @Test
    void aTableThatSomebodyIsWritingToIsNotEmpty() throws SQLException {
        database.execute("CREATE TABLE t (a int)");
        try (var writer = database.connect("writer")) {
            writer.setAutoCommit(false);
            Postgres.Database.execute(writer, "INSERT INTO t VALUES (1)");

            assertThat(only(null, "t").contents()).isEqualTo(Contents.UNKNOWN);
            writer.rollback();
        }
        assertThat(only(null, "t").contents()).isEqualTo(Contents.NOTHING);
    }

    @Test
    void nobodyIsWaitedForLong() throws SQLException {
        database.execute("CREATE TABLE t (a int)");
        database.execute("CREATE TABLE u (a int)");
        try (var writer = database.connect("writer")) {
            writer.setAutoCommit(false);
            Postgres.Database.execute(writer, "LOCK TABLE t IN ACCESS EXCLUSIVE MODE");

            Catalog catalog = read(null, Map.of("t", Set.of(), "u", Set.of()));

            assertThat(catalog.named("t")).extracting(Relation::contents).containsExactly(Contents.UNKNOWN);
            assertThat(catalog.named("u")).extracting(Relation::contents).containsExactly(Contents.NOTHING);
        }
    }

    @Test
    void aLargeTableIsNotLookedInto() throws SQLException {
        database.execute("CREATE TABLE t (a int, b text)");
        // Rows that are gone take their room until somebody vacuums.
        database.execute("ALTER TABLE t ALTER b SET STORAGE PLAIN, SET (autovacuum_enabled = off)");
        database.execute("INSERT INTO t SELECT 1, repeat('x', 8000) FROM generate_series(1, 33000)");
        database.execute("DELETE FROM t");

        assertThat(only(null, "t", "a").contents()).isEqualTo(Contents.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"oldest", "newest"})
    void aPartitionHasTheRowTriggersOfItsParent(String which) throws SQLException {
        try (OtherPostgres server = OtherPostgres.start(which)) {
            server.execute("""
                    CREATE TABLE days (day int PRIMARY KEY);
                    CREATE TABLE plain (day int REFERENCES days, UNIQUE (day) DEFERRABLE) PARTITION BY RANGE (day);
                    CREATE TABLE plain_1 PARTITION OF plain FOR VALUES FROM (0) TO (10);
                    CREATE TABLE events (day int) PARTITION BY RANGE (day);
                    CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (10);
                    CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
                    CREATE TRIGGER t AFTER UPDATE ON events FOR EACH ROW EXECUTE FUNCTION f();
                    """);
            try (Connection connection =
                    DriverManager.getConnection("jdbc:" + server.url().replace("postgres@", ""), "postgres", "")) {
                Catalog catalog = new CatalogReader(connection)
                        .read(new Questions(Map.of("plain_1", Set.of(), "events_1", Set.of()), false));

                assertThat(catalog.named("plain_1"))
                        .extracting(Relation::reactsToUpdates)
                        .containsExactly(false);
                assertThat(catalog.named("events_1"))
                        .extracting(Relation::reactsToUpdates)
                        .containsExactly(true);
            }
        }
    }

    @Test
    void nothingIsLeftOfTheLook() throws SQLException {
        database.execute("CREATE TABLE t (a int)");
        try (var session = database.connectAsRunner("catalog")) {
            String before = session.looking(null, Duration.ofSeconds(2)).at(CatalogReaderTest::settings);
            session.looking("pg_monitor", Duration.ofSeconds(9))
                    .at(connection -> new CatalogReader(connection).read(new Questions(Map.of("t", Set.of()), false)));

            assertThat(session.looking(null, Duration.ofSeconds(2)).at(CatalogReaderTest::settings))
                    .isEqualTo(before);
        }
    }

    private static String settings(Connection connection) throws SQLException {
        return Sql.one(
                connection,
                "SELECT concat_ws(' ', current_setting('statement_timeout'), current_setting('lock_timeout'), current_user)",
                row -> row.getString(1));
    }

    private Contents anything(@Nullable String role) {
        try (var session = database.connectAsRunner("catalog")) {
            return session.looking(role, Duration.ofSeconds(2))
                    .at(connection -> new CatalogReader(connection).read(new Questions(Map.of(), true)))
                    .contents();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void nothingIsInADatabaseOnlyIfThatIsSeen() throws SQLException {
        assertThat(anything(null)).isEqualTo(Contents.NOTHING);

        database.execute("CREATE ROLE reader_" + database.name());
        database.execute("CREATE TABLE t (a int)");
        try (var writer = database.connect("writer")) {
            writer.setAutoCommit(false);
            Postgres.Database.execute(writer, "INSERT INTO t VALUES (1)");

            assertThat(anything(null)).isEqualTo(Contents.UNKNOWN);
            writer.rollback();
        }
        assertThat(anything(null)).isEqualTo(Contents.NOTHING);
        assertThat(anything("reader_" + database.name())).isEqualTo(Contents.UNKNOWN);

        database.execute("INSERT INTO t VALUES (1)");
        assertThat(anything(null)).isEqualTo(Contents.SOMETHING);
    }
}
