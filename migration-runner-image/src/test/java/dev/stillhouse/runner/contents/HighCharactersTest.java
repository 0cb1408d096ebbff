package dev.stillhouse.runner.contents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.runner.fixture.OtherPostgres;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.url.UrlParser;
import org.junit.jupiter.api.Test;

/** A byte of the type "char" that is no letter is written by old servers as it is, and by new ones as a number. */
class HighCharactersTest {
    private static final String CHARACTERS = "CREATE TABLE characters (a \"char\"); INSERT INTO characters VALUES"
            + " ((-56)::\"char\"), ((-1)::\"char\"), ((-128)::\"char\"), ('x'), (0::\"char\"), (NULL)";

    @Test
    void theyAreTheSameOnEveryServer() {
        Postgres.Database database = Postgres.create();
        database.execute(CHARACTERS);
        try (OtherPostgres old = OtherPostgres.start("oldest")) {
            old.execute(CHARACTERS);

            assertThat(hash(old.url(), "characters")).isEqualTo(hash(database.url(), "characters"));
        }
        assertThat(hash(database.url(), "characters"))
                .isEqualTo(database.query(
                                "SELECT sum(hashtextextended(ROW(a)::text COLLATE \"C\", 0))::text FROM characters")
                        .getFirst());
    }

    private static String hash(String url, String table) {
        return UrlParser.parse(url)
                .then(parsed -> Snapshot.open(parsed, null, "test", 99, Exclusion.NONE, new Cancellation()))
                .then(snapshot -> {
                    try (snapshot) {
                        return ContentReader.read(snapshot, null, 1, line -> {});
                    }
                })
                .fold(
                        contents -> contents.tables().stream()
                                .filter(content -> content.table().name().equals(table))
                                .findFirst()
                                .orElseThrow()
                                .hash(),
                        trouble -> {
                            throw new AssertionError(trouble.message());
                        });
    }
}
