package dev.stillhouse.runner.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.runner.catalog.Catalog;
import dev.stillhouse.runner.catalog.CatalogReader;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.sql.SqlParser;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** PostgreSQL itself converts values of many types to each other and back. */
class ConversionTest {
    /** The types, each with values that another type may not be able to hold. */
    private static final Map<String, List<String>> VALUES = Map.ofEntries(
            Map.entry("int2", List.of("-32768", "7")),
            Map.entry("int4", List.of("-2147483648", "16777217")),
            Map.entry("int8", List.of("-9223372036854775808", "9007199254740993")),
            Map.entry("float4", List.of("0.1", "3e38")),
            Map.entry("float8", List.of("0.1", "1e300")),
            Map.entry("numeric", List.of("1.50", "12345678901234567890.123456789")),
            Map.entry("numeric(5,2)", List.of("999.99", "1.50")),
            Map.entry("numeric(7,2)", List.of("99999.99")),
            Map.entry("numeric(7,4)", List.of("999.9999")),
            Map.entry("numeric(19)", List.of("9999999999999999999")),
            Map.entry("numeric(21,2)", List.of("9223372036854775807.25")),
            Map.entry("varchar(3)", List.of("a ", "abc")),
            Map.entry("varchar(5)", List.of("a  ", "abcde")),
            Map.entry("varchar(36)", List.of("a  ", "abcde")),
            Map.entry("varchar", List.of("a  ", "abcde", "{\"b\":1,  \"a\":2}")),
            Map.entry("text", List.of("a  ", "abcde", "{\"b\":1,  \"a\":2}")),
            Map.entry("char(3)", List.of("a", "abc")),
            Map.entry("char(5)", List.of("a", "abcde")),
            Map.entry("date", List.of("2024-02-29", "infinity")),
            Map.entry("timestamp", List.of("2024-03-31 02:30:00.123456", "infinity")),
            Map.entry("timestamp(0)", List.of("2024-03-31 02:30:00")),
            Map.entry("timestamp(3)", List.of("2024-03-31 02:30:00.123")),
            Map.entry("timestamptz", List.of("2024-10-27 01:30:00.123456+00", "2024-10-27 00:30:00+00")),
            Map.entry("time", List.of("02:30:00.123456")),
            Map.entry("time(2)", List.of("02:30:00.12")),
            Map.entry("interval", List.of("1 day 00:00:01.234567")),
            Map.entry("bool", List.of("true", "false")),
            Map.entry("uuid", List.of("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11")),
            Map.entry("json", List.of("{\"b\":1,  \"a\":2, \"a\": 3}")),
            Map.entry("jsonb", List.of("{\"b\":1, \"a\":2}")),
            Map.entry("inet", List.of("10.0.0.1/8")),
            Map.entry("cidr", List.of("10.0.0.0/8")),
            Map.entry("bit(3)", List.of("101")),
            Map.entry("varbit(3)", List.of("10", "101")),
            Map.entry("varbit(5)", List.of("10", "10101")),
            Map.entry("mood", List.of("sad", "happy")));

    private static final SqlParser PARSER = new SqlParser();

    private final Postgres.Database database = Postgres.create();

    @Test
    void whatIsNotFoundComesBackAsItWas() throws SQLException {
        database.execute("ALTER DATABASE " + database.name() + " SET timezone TO 'Europe/Berlin'");
        database.execute("CREATE TYPE mood AS ENUM ('sad', 'happy')");
        TreeSet<String> kept = new TreeSet<>();
        for (String from : VALUES.keySet()) {
            database.execute("DROP TABLE IF EXISTS t");
            database.execute("CREATE TABLE t (id serial, c " + from + ")");
            database.execute("INSERT INTO t (c) SELECT v::" + from + " FROM (VALUES "
                    + VALUES.get(from).stream()
                            .map(value -> "('" + value + "')")
                            .collect(Collectors.joining(","))
                    + ") AS v (v) WHERE v IS NOT NULL");
            for (String to : harmless(from)) {
                kept.add(from + " -> " + to);
                assertThat(thereAndBack(from, to)).as(from + " to " + to).isEmpty();
            }
        }

        assertThat(kept)
                .contains(
                        "int4 -> int8",
                        "int4 -> numeric(21,2)",
                        "varchar(3) -> varchar(5)",
                        "varchar(3) -> text",
                        "char(3) -> varchar(5)",
                        "numeric(5,2) -> numeric(7,2)",
                        "numeric(5,2) -> numeric(7,4)",
                        "timestamp(3) -> timestamp",
                        "uuid -> varchar(36)",
                        "date -> timestamp",
                        "jsonb -> json")
                .doesNotContain(
                        "int8 -> float8",
                        "json -> jsonb",
                        "varchar(3) -> char(5)",
                        "text -> varchar(36)",
                        "timestamp -> timestamptz",
                        "timestamp -> timestamp(3)",
                        "numeric(7,2) -> numeric(7,4)");
    }

    /** To which of the types the column may be converted without a finding. */
    private List<String> harmless(String from) throws SQLException {
        DestructiveReview review = new DestructiveReview(PARSER);
        List<String> harmless = new ArrayList<>();
        List<RenderedStep> all =
                VALUES.keySet().stream().map(ConversionTest::step).toList();
        Catalog catalog;
        try (var session = database.connectAsRunner("review")) {
            catalog = session.looking(null, Duration.ofSeconds(10))
                    .at(connection -> new CatalogReader(connection)
                            .read(review.of(all, Catalog.UNKNOWN).questions()));
        }
        for (String to : VALUES.keySet()) {
            if (!to.equals(from)
                    && review.of(List.of(step(to)), catalog).findings().isEmpty()) {
                harmless.add(to);
            }
        }
        return harmless;
    }

    private static RenderedStep step(String to) {
        return new RenderedStep("ae10", List.of("ALTER TABLE t ALTER c TYPE " + to), null, List.of());
    }

    /** The values that are others afterwards; none if PostgreSQL refuses to convert them. */
    private List<String> thereAndBack(String from, String to) {
        try (var connection = database.connect("conversion")) {
            connection.setAutoCommit(false);
            Postgres.Database.execute(connection, "CREATE TEMP TABLE old AS SELECT id, c::text FROM t");
            Postgres.Database.execute(connection, "SAVEPOINT s");
            try {
                Postgres.Database.execute(connection, "ALTER TABLE t ALTER c TYPE " + to);
            } catch (IllegalStateException e) {
                return List.of();
            }
            Postgres.Database.execute(connection, "ALTER TABLE t ALTER c TYPE " + from + " USING c::" + from);
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery(
                            "SELECT old.c, t.c FROM old JOIN t USING (id) WHERE old.c IS DISTINCT FROM t.c::text")) {
                List<String> others = new ArrayList<>();
                while (rows.next()) {
                    others.add(rows.getString(1) + " became " + rows.getString(2));
                }
                return others;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
