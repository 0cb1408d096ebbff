package dev.stillhouse.runner.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.NeutralSession;
import dev.stillhouse.runner.url.UrlParser;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of hundreds of thousands of partitions the defaults are read some at a time: their texts need more memory than there is. */
class ManyExpressionsTest {
    private static final int PARTITIONS = 2_000;

    private final Postgres.Database database = Postgres.create();
    private NeutralSession session;

    @BeforeEach
    void aTransaction() throws SQLException {
        session = UrlParser.parse(database.url())
                .then(url -> NeutralSession.open(url, null, "many expressions", new Cancellation()))
                .fold(opened -> opened, trouble -> {
                    throw new AssertionError(trouble.message());
                });
        session.execute("BEGIN");
    }

    @AfterEach
    void itIsLeft() {
        session.close();
    }

    @Test
    void theServerHasNotMadeAllRowsWhenTheFirstIsTaken() throws SQLException {
        database.execute("CREATE SEQUENCE made");
        List<Integer> taken = new ArrayList<>();
        List<Long> made = new ArrayList<>();

        session.each(
                "SELECT nextval('public.made') FROM generate_series(1, length(?))",
                row -> {
                    taken.add(row.getInt(1));
                    if (taken.size() % 500 == 1) {
                        made.add(Long.valueOf(
                                database.query("SELECT last_value FROM made").getFirst()));
                    }
                },
                "x".repeat(1_200));

        assertThat(taken).hasSize(1_200).last().isEqualTo(1_200);
        assertThat(made).containsExactly(500L, 1_000L, 1_200L);
    }

    @Test
    void defaultsOfPartitionsAreReadSomeAtATime() throws SQLException {
        database.execute("CREATE TABLE parts (id int, kind int DEFAULT 7) PARTITION BY LIST (id)");
        // One statement would lock them all, for which a server has no room.
        for (int first = 0; first < PARTITIONS; first += 500) {
            database.execute("DO $$ BEGIN FOR i IN " + first + ".." + (first + 499) + " LOOP"
                    + " EXECUTE format('CREATE TABLE part_%s PARTITION OF parts FOR VALUES IN (%s)', i, i);"
                    + " END LOOP; END $$");
        }
        Set<String> statements = new HashSet<>();
        int[] seen = {0};

        Expressions read = ExpressionReader.read(session, Set.of(), true, (relation, key) -> {
            if (seen[0]++ % 250 == 0) {
                statements.addAll(
                        database.query("SELECT query_start FROM pg_stat_activity WHERE datname = current_database()"
                                + " AND application_name LIKE '%many expressions%'"));
            }
            return true;
        });

        assertThat(read.lines()).hasSize(PARTITIONS + 1).allMatch(line -> line.matches(".*\tdefault\t[0-9a-f]{16}"));
        assertThat(statements).as("the times at which rows were asked for").hasSizeGreaterThanOrEqualTo(4);
    }
}
