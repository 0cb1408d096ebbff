package dev.stillhouse.runner.command;

import dev.stillhouse.runner.url.DatabaseUrl;
import java.util.List;
import java.util.Map;

/** What the project is opened with where nobody asks the database. Nothing listens there, should env.py connect. */
final class NoDatabase {
    static final DatabaseUrl URL = new DatabaseUrl(
            DatabaseUrl.Form.LIBPQ,
            null,
            List.of(new DatabaseUrl.Host("localhost", 1)),
            "nobody",
            null,
            "no-database-was-named",
            Map.of(),
            null,
            null);

    private NoDatabase() {}
}
