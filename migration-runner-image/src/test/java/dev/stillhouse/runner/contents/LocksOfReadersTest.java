package dev.stillhouse.runner.contents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.url.UrlParser;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Locks are a server's, not a session's: a backup of many tables must not use up those of the application. */
class LocksOfReadersTest {
    private static final int TABLES = 40;
    private static final String HELD = """
            SELECT count(*) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
            WHERE l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                AND c.relkind IN ('i', 'S') AND c.relnamespace = 'public'::regnamespace""";

    @Test
    void noneIsHeldOnAnIndexOrASequenceThatWasRead() {
        Postgres.Database database = Postgres.create();
        database.execute(IntStream.range(0, TABLES)
                .mapToObj(n -> "CREATE TABLE t" + n + " (id serial PRIMARY KEY, a int); CREATE INDEX ON t" + n + " (a)")
                .collect(Collectors.joining(";")));
        List<Integer> held = new ArrayList<>();

        Snapshot.open(
                        UrlParser.parse(database.url()).fold(url -> url, trouble -> {
                            throw new AssertionError(trouble.message());
                        }),
                        null,
                        "test",
                        Integer.MAX_VALUE,
                        Exclusion.NONE,
                        new Cancellation())
                .then(snapshot -> {
                    try (snapshot) {
                        return ContentReader.read(
                                snapshot,
                                null,
                                1,
                                message -> held.add(
                                        Integer.valueOf(database.query(HELD).getFirst())));
                    }
                })
                .fold(contents -> contents, trouble -> {
                    throw new AssertionError(trouble.message());
                });

        assertThat(held).hasSize(TABLES).containsOnly(0);
    }
}
