package dev.stillhouse.runner.restore;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.backup.Manifest;
import dev.stillhouse.runner.database.SqlWords;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.postgres.Archive;
import dev.stillhouse.runner.postgres.ArchiveEntry;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.LeftOut;
import dev.stillhouse.runner.postgres.NeutralSession;
import dev.stillhouse.runner.postgres.PgRestore;
import dev.stillhouse.runner.postgres.PgTools;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** Fills a new database from a dump, and compares it with the backup. */
final class Filling {
    private final PgTools tools;
    private final Consumer<String> messages;
    private final Cancellation cancellation;
    private final RestoreOrder order;
    private final Manifest backup;
    private final Path dump;
    private final DatabaseUrl url;
    private final List<String> outOfReach;

    /**
     * Makes ready.
     *
     * @param url the new database
     * @param outOfReach roles that the user cannot give anything to
     */
    Filling(
            PgTools tools,
            Consumer<String> messages,
            Cancellation cancellation,
            RestoreOrder order,
            Manifest backup,
            Path dump,
            DatabaseUrl url,
            List<String> outOfReach) {
        this.tools = tools;
        this.messages = messages;
        this.cancellation = cancellation;
        this.order = order;
        this.backup = backup;
        this.dump = dump;
        this.url = url;
        this.outOfReach = outOfReach;
    }

    /** @return statements that the user may not run, of things that nothing else depends on; all others have been */
    Result<List<String>> run() {
        return EmptyDatabase.prepare(url, order.applicationName(), backup.origin())
                .then(ready -> Archive.entries(tools, dump, cancellation))
                .then(entries -> filled(LeavesLast.of(possible(LeftOut.without(backup.leftOut(), entries)))))
                .then(refused -> {
                    messages.accept(url.database() + " is equal to the backup: the same schema"
                            + (refused.isEmpty() ? "" : " but for what the user may not create") + ", and the same "
                            + backup.contents().rows() + " rows.");
                    return cancellation.requested() ? Result.failed(Cancellation.trouble()) : Result.ok(refused);
                });
    }

    /**
     * Without the comment on the schema public. It is in each dump, as identifiers are quoted there, and only the schema's
     * owner may say even the same again; up to PostgreSQL 14 that is not the database's. It is compared with the rest.
     */
    private List<ArchiveEntry> possible(List<ArchiveEntry> entries) {
        return backup.circumstances().isEmpty()
                ? entries
                : entries.stream().filter(entry -> !entry.isCommentOfPublic()).toList();
    }

    private Result<List<String>> filled(LeavesLast entries) {
        Equality equality = new Equality(messages, cancellation);
        List<ArchiveEntry> schemas =
                entries.others().stream().filter(ArchiveEntry::isSchema).toList();
        List<ArchiveEntry> rest =
                entries.others().stream().filter(entry -> !entry.isSchema()).toList();
        return restored(schemas)
                .then(done -> ownersMayCreate())
                .then(done -> restored(rest))
                .then(done -> {
                    messages.accept("Comparing " + url.database() + " with the backup.");
                    return equality.check(
                            url,
                            order,
                            LeavesLast.without(backup.expected()),
                            backup.excluded(),
                            copy -> backup.comparable(LeavesLast.without(copy)));
                })
                .then(equal -> {
                    Statistics.gather(url, order.applicationName(), messages, cancellation);
                    return leaves(entries.leaves());
                })
                .then(refused -> entries.leaves().isEmpty()
                        ? Result.ok(refused)
                        : compared(equality, refused).then(same -> Result.ok(refused)));
    }

    /** Where that cannot be granted, it may not be needed; if it is, pg_restore says so. A superuser gives to anybody. */
    private Result<Path> ownersMayCreate() {
        return NeutralSession.open(url, order.role(), order.applicationName(), cancellation)
                .then(session -> {
                    try (session) {
                        if (!isSuperuser(session)) {
                            CreateRights.grants(backup.circumstances(), user(), outOfReach)
                                    .forEach(grant -> attempt(session, grant));
                        }
                        return Result.ok(dump);
                    } catch (SQLException e) {
                        return cancellation.requested()
                                ? Result.failed(Cancellation.trouble())
                                : Result.failed(
                                        Reason.RestoreFailed,
                                        "What the user may do cannot be asked: " + SqlWords.of(e) + ".");
                    }
                });
    }

    private static boolean isSuperuser(NeutralSession session) throws SQLException {
        return session.one(
                "SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user", row -> row.getBoolean(1));
    }

    private String user() {
        return Objects.requireNonNullElse(order.role(), order.url().user());
    }

    private void attempt(NeutralSession session, String grant) {
        try {
            session.execute(grant);
        } catch (SQLException e) {
            messages.accept(grant + ": " + SqlWords.of(e) + ".");
        }
    }

    private Result<List<String>> compared(Equality equality, List<String> refused) {
        return refused.isEmpty()
                ? equality.checkSchema(url, order, backup.expected().schema(), schema -> schema)
                : equality.checkSchema(
                        url, order, LeavesLast.without(backup.expected().schema()), LeavesLast::without);
    }

    /** Each by itself, and once: some of them may be the user's to create. */
    private Result<List<String>> leaves(List<ArchiveEntry> leaves) {
        List<String> refused = new ArrayList<>();
        for (ArchiveEntry leaf : leaves) {
            if (restored(List.of(leaf)) instanceof Result.Failed<Path>(Trouble trouble)) {
                if (cancellation.requested()) {
                    return Result.failed(Cancellation.trouble());
                }
                List<String> missing = lacking(leaf, !refused.isEmpty());
                if (missing.isEmpty()) {
                    return Result.failed(trouble);
                }
                messages.accept(trouble.message());
                refused.addAll(missing);
            }
        }
        refused.forEach(statement -> messages.accept("The user may not: " + statement));
        return Result.ok(refused);
    }

    private List<String> lacking(ArchiveEntry leaf, boolean afterAnother) {
        return PgRestore.statements(tools, dump, List.of(leaf), cancellation)
                .fold(
                        statements -> Permission.lacking(
                                NeutralSession.open(url, order.role(), order.applicationName(), cancellation),
                                statements,
                                afterAnother),
                        trouble -> List.of());
    }

    private Result<Path> restored(List<ArchiveEntry> entries) {
        Result<Path> result = Result.ok(dump);
        for (OwnerStages.Stage stage :
                OwnerStages.of(entries, backup.origin().roles(), outOfReach).stages()) {
            result = result.then(done -> pgRestore(stage));
        }
        return result;
    }

    private Result<Path> pgRestore(OwnerStages.Stage stage) {
        List<String> options = new ArrayList<>(PgRestore.options(order.role()));
        if (!stage.given()) {
            options.add("--no-owner");
        }
        return PgRestore.runOnAnyServer(
                tools,
                new PgRestore.Order(url, order.applicationName(), dump, order.jobs(), options, stage.entries()),
                line -> {},
                cancellation);
    }

    /** Why a database without these must not take another's place: something that watches over it, or is read from it, would be gone. */
    static Trouble refusal(List<String> refused, String restored, String user) {
        return new Trouble(
                Reason.BackupNotPermitted,
                "In the restored database is missing what the user " + user + " may not create. Connected to "
                        + restored + ", as a superuser: " + CircumstanceWords.some(refused, " ")
                        + " Do not swap them before that.");
    }
}
