package dev.stillhouse.runner.restore;

import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RestoreMode;
import dev.stillhouse.runner.backup.Manifest;
import dev.stillhouse.runner.backup.StoredManifest;
import dev.stillhouse.runner.database.Database;
import dev.stillhouse.runner.database.Sql;
import dev.stillhouse.runner.database.SqlWords;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.Maintenance;
import dev.stillhouse.runner.postgres.PgTools;
import dev.stillhouse.runner.store.BackupStore;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Brings databases back from backups. */
public final class Restores {
    private final PgTools tools;
    private final Clock clock;
    private final Consumer<String> messages;
    private final Cancellation cancellation;

    /**
     * Makes ready.
     *
     * @param messages takes whole sentences for people
     * @param cancellation ends it
     */
    public Restores(PgTools tools, Clock clock, Consumer<String> messages, Cancellation cancellation) {
        this.tools = tools;
        this.clock = clock;
        this.messages = messages;
        this.cancellation = cancellation;
    }

    /**
     * Carries out a restore. If it fails, the database of the URL is what it was, but for the one case of
     * {@link RestoreMode#InPlace} in which the message says otherwise.
     *
     * @param locked the session that holds the advisory lock of the database; closed by a swap
     */
    public Result<FinishedRestore> carryOut(Database locked, BackupStore store, RestoreOrder order) {
        return source(store, order)
                .then(backup -> (order.mode() == RestoreMode.InPlace
                                ? Maintenance.inside(order.url(), order.applicationName())
                                : Maintenance.beside(order.url(), order.applicationName()))
                        .then(server -> {
                            try (server) {
                                return carryOut(server, locked, store, order, backup);
                            } catch (SQLException e) {
                                return Result.failed(
                                        Reason.RestoreFailed,
                                        "The server could not be asked what a restore has to know: " + SqlWords.of(e)
                                                + ". Nothing was touched.");
                            }
                        }));
    }

    private static Result<Manifest> source(BackupStore store, RestoreOrder order) {
        return StoredManifest.read(store, order.location(), order.digest())
                .fold(
                        stored -> Result.ok(stored.manifest()),
                        trouble -> Result.failed(
                                new Trouble(trouble.reason(), trouble.message() + " Nothing was touched.")));
    }

    private Result<FinishedRestore> carryOut(
            Maintenance server, Database locked, BackupStore store, RestoreOrder order, Manifest backup)
            throws SQLException {
        Target target = new TargetReader(server.connection(), order.url().database())
                .read(backup.origin().roles(), order.role());
        DatabaseNames names = DatabaseNames.at(order.url().database(), clock.instant(), target.databases());
        Optional<Trouble> refusal = Refusals.check(
                order.mode(),
                backup,
                order.verifiedSince(),
                target,
                Objects.requireNonNullElse(order.role(), target.user()),
                names,
                tools.major());
        if (refusal.isPresent()) {
            return Result.failed(refusal.get());
        }
        Remarks.beforehand(order, backup, target, identifier(locked)).forEach(messages);
        messages.accept(room(server, backup));
        return store.fetch(order.location(), backup.files(), order.scratch(), messages)
                .then(dump -> cancellation.requested()
                        ? Result.failed(Reason.Cancelled, "The restore was stopped. Nothing was touched.")
                        : switch (order.mode()) {
                            case InPlace -> new InPlace(tools, messages, cancellation).run(order, backup, dump);
                            case Swap, NewDatabase ->
                                new SideBySide(tools, messages, cancellation, server, target, names)
                                        .run(order, backup, dump, locked);
                            case Rows ->
                                Result.failed(
                                        Reason.BackupPartial,
                                        "A dump cannot be restored with the mode Rows, which is for rows that were saved one"
                                                + " by one. Nothing was touched. Choose another mode.");
                            case Unknown ->
                                Result.failed(
                                        Reason.ProtocolMismatch,
                                        "The way to restore is one that this runner does not know. Nothing was touched.");
                        });
    }

    private static @Nullable String identifier(Database locked) {
        return locked.identity().<@Nullable String>fold(it -> it.systemIdentifier(), it -> null);
    }

    private static String room(Maintenance server, Manifest backup) throws SQLException {
        String size = Sql.one(
                server.connection(), "SELECT pg_size_pretty(?::bigint)", row -> row.getString(1), backup.copyBytes());
        return "The backup has " + backup.contents().rows() + " rows in "
                + backup.contents().tables().size() + " tables; "
                + (backup.scope() == BackupScope.Tables ? "these took " : "the database was ") + size
                + " when it was taken. The server needs about as much free space, which cannot be seen from here.";
    }

    static String list(List<String> names) {
        return String.join(", ", names);
    }
}
