package dev.stillhouse.runner.rows;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.database.SqlWords;
import dev.stillhouse.runner.json.MalformedJson;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.NeutralSession;
import dev.stillhouse.runner.rows.PutBack.Outcome;
import dev.stillhouse.runner.store.BackupStore;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts saved rows back into the live tables, in one transaction: those of the last statement first, so that what several
 * statements have changed comes to what it was before the first of them.
 */
public final class RowRestore {
    private static final String UNTOUCHED = " Nothing was changed.";

    private final Consumer<String> messages;
    private final Cancellation cancellation;

    /**
     * Makes ready.
     *
     * @param messages takes whole sentences for people
     * @param cancellation ends it
     */
    public RowRestore(Consumer<String> messages, Cancellation cancellation) {
        this.messages = messages;
        this.cancellation = cancellation;
    }

    /**
     * What to put back, and where.
     *
     * @param role the role for {@code SET ROLE}
     * @param applicationName as {@code pg_stat_activity} shows the session
     * @param digest what the digest of the manifest has to be, if that is known
     * @param scratch a folder for what has to be downloaded
     */
    public record Order(
            DatabaseUrl url,
            @Nullable String role,
            String applicationName,
            String location,
            @Nullable String digest,
            Path scratch) {}

    /** What was put back, and what is to be told of that. */
    public record Finished(RowsManifest backup, String message) {}

    /** If it fails nothing was changed, unless it says otherwise. */
    public Result<Finished> carryOut(BackupStore store, Order order) {
        return StoredRows.read(store, order.location(), order.digest())
                .then(stored -> stored.fetch(store, order.location(), order.scratch(), messages)
                        .then(folder -> Result.ok(new Fetched(stored.manifest(), folder))))
                .fold(
                        fetched -> put(fetched.backup(), fetched.folder(), order),
                        trouble -> Result.failed(trouble.saying(UNTOUCHED.strip())));
    }

    private record Fetched(RowsManifest backup, Path folder) {}

    private Result<Finished> put(RowsManifest backup, Path folder, Order order) {
        return NeutralSession.open(order.url(), order.role(), order.applicationName(), cancellation)
                .then(session -> {
                    try (session) {
                        return put(session, backup, folder);
                    } catch (SQLException e) {
                        return Result.failed(
                                cancellation.requested() ? Reason.Cancelled : Reason.RestoreFailed,
                                "The rows could not be put back: " + SqlWords.of(e) + "." + UNTOUCHED);
                    } catch (IOException | MalformedJson e) {
                        return Result.failed(
                                Reason.BackupCorrupt,
                                "The saved rows cannot be read: " + e.getMessage() + "." + UNTOUCHED);
                    }
                });
    }

    private Result<Finished> put(NeutralSession session, RowsManifest backup, Path folder)
            throws SQLException, IOException, MalformedJson {
        session.execute("BEGIN");
        List<String> obstacles = new ArrayList<>();
        for (SavedStatement statement : backup.statements()) {
            obstacles.addAll(PutBack.obstacles(session, statement));
        }
        if (obstacles.isEmpty()) {
            // Nobody changes them from here on; so it is looked at once more.
            PutBack.lock(session, backup.statements());
            for (SavedStatement statement : backup.statements()) {
                obstacles.addAll(PutBack.obstacles(session, statement));
            }
        }
        if (!obstacles.isEmpty()) {
            return Result.failed(
                    Reason.RestoreFailed,
                    "The rows do not fit into the tables as they are now: "
                            + String.join(
                                    " ", obstacles.stream().distinct().limit(5).toList()) + UNTOUCHED
                            + " Bring the tables back to the form they had (a downgrade does that, if the revision that"
                            + " changed them has one), and ask again.");
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (int at = backup.statements().size() - 1; at >= 0; at--) {
            SavedStatement statement = backup.statements().get(at);
            Outcome outcome = new PutBack(session, statement, at).run(folder.resolve(statement.file()));
            messages.accept(RowWords.of(outcome));
            outcomes.add(outcome);
        }
        return committed(session, backup, outcomes);
    }

    private static Result<Finished> committed(NeutralSession session, RowsManifest backup, List<Outcome> outcomes)
            throws SQLException {
        try {
            session.execute("COMMIT");
        } catch (SQLException e) {
            if (e.getSQLState() == null
                    || e.getSQLState().startsWith("08")
                    || e.getSQLState().startsWith("57")) {
                return Result.failed(
                        Reason.ConnectionFailed,
                        "The connection was lost while the rows that were put back were committed (" + SqlWords.of(e)
                                + "): they were all put back, or nothing was changed. Ask again: what is back already"
                                + " is only told.");
            }
            throw e;
        }
        return Result.ok(new Finished(backup, RowWords.of(backup, outcomes)));
    }
}
