package dev.stillhouse.runner.contents;

import dev.stillhouse.runner.fingerprint.Rewording;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.NeutralSession;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads what is in a restored copy, so that it can be compared with what was read of the database. */
public final class CopyReader {
    private CopyReader() {}

    /**
     * Reads everything.
     *
     * @param url of the copy
     * @param database what was read of the database
     * @param sessions how many tables are read at the same time
     * @param progress takes a sentence for each table
     */
    public static Result<Contents> read(
            DatabaseUrl url,
            @Nullable String role,
            String applicationName,
            Contents database,
            int sessions,
            Consumer<String> progress,
            Cancellation cancellation) {
        return Snapshot.open(url, role, applicationName, Integer.MAX_VALUE, cancellation)
                .then(snapshot -> {
                    try (snapshot) {
                        return ContentReader.read(snapshot, sessions, progress);
                    }
                })
                .then(copy -> NeutralSession.open(url, role, applicationName, cancellation)
                        .then(session -> {
                            try (session) {
                                return Result.ok(copy.with(
                                        Rewording.of(session, database.definitions(), copy.definitions())));
                            } catch (SQLException e) {
                                return cancellation.requested()
                                        ? Result.failed(Cancellation.trouble())
                                        : NeutralSession.failed(e);
                            }
                        }));
    }
}
