package dev.stillhouse.runner.copies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.postgres.Maintenance;
import dev.stillhouse.runner.url.DatabaseUrl;
import dev.stillhouse.runner.url.UrlParser;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** On a server that others use, by a user who does not see what they do. */
class FreeConnectionsTest {
    private static final Pattern FREE = Pattern.compile("has (\\d+) connections to spare");

    private final Postgres.Database database = Postgres.create();
    private final String user = "counter_in_" + database.name();

    @Test
    void thoseOfOthersAreCounted() throws SQLException {
        database.execute("CREATE ROLE " + user + " LOGIN PASSWORD 'secret-word'");
        int before = free();
        List<Connection> others = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                others.add(database.connect("other"));
            }

            // Sessions of other tests may end meanwhile.
            assertThat(free()).isLessThanOrEqualTo(before - 5);
        } finally {
            for (Connection other : others) {
                other.close();
            }
        }
    }

    /** A copy that takes more than there are is refused with their number. */
    private int free() {
        DatabaseUrl url = UrlParser.parse(database.url().replace("postgres:only-for-tests", user + ":secret-word"))
                .fold(parsed -> parsed, trouble -> {
                    throw new AssertionError(trouble.message());
                });
        String said = Maintenance.inside(url, "test")
                .then(server -> {
                    try (server) {
                        return FreeConnections.check(server, new CopyHost.OnServer(url, null, true), 1_000_000);
                    }
                })
                .fold(server -> "enough", trouble -> trouble.message());
        Matcher found = FREE.matcher(said);
        assertThat(found.find()).as(said).isTrue();
        return Integer.parseInt(found.group(1));
    }
}
