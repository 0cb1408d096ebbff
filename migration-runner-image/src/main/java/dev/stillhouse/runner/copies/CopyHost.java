package dev.stillhouse.runner.copies;

import dev.stillhouse.runner.url.DatabaseUrl;
import org.jspecify.annotations.Nullable;

/** Where copies are made. */
public sealed interface CopyHost {

    /** In a PostgreSQL of the runner's own. */
    record OfRunner() implements CopyHost {}

    /**
     * In a database beside others on a server that is there anyway.
     *
     * @param url a database of that server, and who makes the copy
     * @param role the role for {@code SET ROLE}: all in the copy is its own
     * @param same whether it is the server of the database that is copied
     */
    record OnServer(DatabaseUrl url, @Nullable String role, boolean same) implements CopyHost {}
}
