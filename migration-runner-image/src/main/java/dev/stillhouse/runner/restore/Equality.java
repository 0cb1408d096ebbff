package dev.stillhouse.runner.restore;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.contents.ContentDifference;
import dev.stillhouse.runner.contents.ContentReader;
import dev.stillhouse.runner.contents.Contents;
import dev.stillhouse.runner.contents.ExcludedNames;
import dev.stillhouse.runner.contents.Exclusion;
import dev.stillhouse.runner.contents.Snapshot;
import dev.stillhouse.runner.fingerprint.SchemaDifference;
import dev.stillhouse.runner.fingerprint.SchemaReader;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.NeutralSession;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads what is in a restored database, and compares it with what the manifest says. */
final class Equality {
    private static final int SESSIONS = 2;
    private static final int DIFFERENCES_TOLD = 5;

    private final Consumer<String> messages;
    private final Cancellation cancellation;

    Equality(Consumer<String> messages, Cancellation cancellation) {
        this.messages = messages;
        this.cancellation = cancellation;
    }

    /**
     * Compares all of it.
     *
     * @param excluded what is not read, as the backup has not its rows; null if that is nothing
     * @param comparable what of it the backup says something about
     * @return what is there; a failure where it is not what the backup had
     */
    Result<Contents> check(
            DatabaseUrl url,
            RestoreOrder order,
            Contents backup,
            @Nullable ExcludedNames excluded,
            UnaryOperator<Contents> comparable) {
        return read(url, order, excluded)
                .then(found -> differences(ContentDifference.differences(backup, comparable.apply(found)))
                        .<Result<Contents>>map(Result::failed)
                        .orElseGet(() -> Result.ok(found)));
    }

    /** The schema alone, or what is comparable of it. */
    Result<List<String>> checkSchema(
            DatabaseUrl url, RestoreOrder order, List<String> backup, UnaryOperator<List<String>> comparable) {
        return NeutralSession.open(url, order.role(), order.applicationName(), cancellation)
                .then(session -> {
                    try (session) {
                        List<String> found = comparable.apply(SchemaReader.read(session));
                        return differences(SchemaDifference.between(backup, found))
                                .<Result<List<String>>>map(Result::failed)
                                .orElseGet(() -> Result.ok(found));
                    } catch (SQLException e) {
                        return cancellation.requested()
                                ? Result.failed(Cancellation.trouble())
                                : NeutralSession.failed(e);
                    }
                });
    }

    Result<Contents> read(DatabaseUrl url, RestoreOrder order, @Nullable ExcludedNames excluded) {
        return Snapshot.open(
                        url,
                        order.role(),
                        order.applicationName(),
                        Integer.MAX_VALUE,
                        excluded == null ? Exclusion.NONE : excluded.again(),
                        cancellation)
                .then(snapshot -> {
                    try (snapshot) {
                        // No restore fails because a server has other words for an expression.
                        return ContentReader.read(snapshot, null, Math.max(SESSIONS, order.jobs()), messages);
                    }
                });
    }

    static Optional<Trouble> differences(List<String> differences) {
        if (differences.isEmpty()) {
            return Optional.empty();
        }
        int more = differences.size() - DIFFERENCES_TOLD;
        return Optional.of(new Trouble(
                Reason.RestoreFailed,
                "What was restored (the copy) is not equal to the backup: "
                        + String.join("; ", differences.subList(0, Math.min(DIFFERENCES_TOLD, differences.size())))
                        + (more > 0 ? "; and " + more + " more differences" : "") + "."));
    }
}
