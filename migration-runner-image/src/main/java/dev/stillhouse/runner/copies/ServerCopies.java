package dev.stillhouse.runner.copies;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.contents.QualifiedName;
import dev.stillhouse.runner.database.Connector;
import dev.stillhouse.runner.database.Sql;
import dev.stillhouse.runner.database.SqlWords;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.CopyPurpose;
import dev.stillhouse.runner.postgres.FullDisk;
import dev.stillhouse.runner.postgres.GuestRestore;
import dev.stillhouse.runner.postgres.Maintenance;
import dev.stillhouse.runner.postgres.Origin;
import dev.stillhouse.runner.postgres.PgTools;
import dev.stillhouse.runner.postgres.SeveralJobs;
import dev.stillhouse.runner.postgres.WorkingUrl;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Copies in databases of their own on a server that is there anyway. */
final class ServerCopies implements Copies {
    private final PgTools tools;
    private final CopyHost.OnServer host;
    private final CopyPurpose purpose;
    private final Consumer<String> messages;
    private final Cancellation cancellation;

    ServerCopies(
            PgTools tools,
            CopyHost.OnServer host,
            CopyPurpose purpose,
            Consumer<String> messages,
            Cancellation cancellation) {
        this.tools = tools;
        this.host = host;
        this.purpose = purpose;
        this.messages = messages;
        this.cancellation = cancellation;
    }

    @Override
    public Result<Origin> possible(Origin origin, long bytes, int jobs) {
        return server(origin, jobs).then(server -> {
            try (server) {
                return CopyDatabase.create(server, host, origin, purpose, sessions(jobs))
                        .then(database -> {
                            Result<Origin> tried = ExtensionTrial.run(database, host, origin, purpose.application());
                            Optional<String> left = database.dropped();
                            left.ifPresent(messages);
                            return tried;
                        });
            }
        });
    }

    @Override
    public Result<Copy> open(CopyOrder order) {
        return server(order.origin(), order.jobs()).then(server -> {
            Result<Copy> copy = SeveralJobs.thenOne(order.jobs(), messages, jobs -> restored(server, order, jobs));
            if (copy instanceof Result.Failed<Copy>) {
                server.close();
            }
            return copy.fold(
                    Result::ok,
                    trouble -> Result.failed(
                            trouble.reason() == Reason.RestoreFailed ? cannotRestore(trouble, order) : trouble));
        });
    }

    /** A session that can make databases, on a server that can have the copy. */
    private Result<Maintenance> server(Origin origin, int jobs) {
        return connected().then(server -> {
            Result<Maintenance> fit = direct(server)
                    .then(it -> newEnough(it, origin))
                    .then(it -> {
                        new Leftovers(it, messages).drop();
                        return FreeConnections.check(it, host, jobs);
                    });
            if (fit instanceof Result.Failed<Maintenance>) {
                server.close();
            }
            return fit;
        });
    }

    /**
     * In the database of the URL: who sits in {@code template1} for hours keeps others from making databases. Where that one is
     * gone, as it may be when a stored backup is verified, in another one; any other trouble is that of the server, or of the user.
     */
    private Result<Maintenance> connected() {
        DatabaseUrl url = WorkingUrl.of(host.url());
        return Maintenance.inside(url, purpose.application())
                .fold(
                        Result::ok,
                        trouble -> Connector.lacksDatabase(trouble)
                                ? Maintenance.beside(url, purpose.application())
                                        .fold(Result::ok, second -> Result.failed(trouble))
                                : Result.failed(trouble));
    }

    /** A lock that a pooler gives to somebody else's session tells nothing. */
    private Result<Maintenance> direct(Maintenance server) {
        try {
            return Sql.isDirect(server.connection())
                    ? Result.ok(server)
                    : Result.failed(
                            Reason.ConnectionFailed,
                            "The URL of the server for copies (" + host.url().place()
                                    + ") leads to a connection pooler, such as PgBouncer. Databases are made and dropped there:"
                                    + " name the PostgreSQL server itself, with spec.copies.where: Server if the"
                                    + " database's own URL has to be that of the pooler.");
        } catch (SQLException e) {
            return Result.failed(
                    Reason.ConnectionFailed, "The connection broke right after it was made: " + SqlWords.of(e) + ".");
        }
    }

    private Result<Maintenance> newEnough(Maintenance server, Origin origin) {
        try {
            int major = server.major();
            return major >= origin.majorVersion()
                    ? Result.ok(server)
                    : Result.failed(
                            Reason.BackupNotVerifiable,
                            "The server for copies (" + host.url().place() + ") is PostgreSQL " + major
                                    + ", and the database is of PostgreSQL " + origin.majorVersion()
                                    + ", which an older one may not understand. Name a server of that version or a newer"
                                    + " one in spec.copies.database.");
        } catch (SQLException e) {
            return Result.failed(
                    Reason.ConnectionFailed, "The server cannot be asked for its version: " + SqlWords.of(e) + ".");
        }
    }

    /** Sessions that were ended may take a moment to go. */
    private static int sessions(int jobs) {
        return 2 * FreeConnections.needed(jobs) + 4;
    }

    private Result<Copy> restored(Maintenance server, CopyOrder order, int jobs) {
        return CopyDatabase.create(server, host, order.origin(), purpose, sessions(order.jobs()))
                .then(database -> {
                    messages.accept("Restoring " + purpose.what() + " into the database " + database.name() + " of "
                            + (host.same()
                                    ? "the same server."
                                    : "the server " + host.url().place() + "."));
                    return new GuestRestore(
                                    tools,
                                    database.url(),
                                    host.role(),
                                    purpose.application(),
                                    order.dump(),
                                    jobs,
                                    order.foreignKeys(),
                                    cancellation)
                            .run()
                            .fold(
                                    outcome -> Result.ok(copy(server, database, order, outcome)),
                                    trouble -> Result.failed(notRestored(database, trouble, order)));
                });
    }

    /**
     * Drops what there is of a copy. The reason stays {@code RestoreFailed} only if another attempt would find the server as this one
     * did: not beside a copy that is left.
     */
    private Trouble notRestored(CopyDatabase database, Trouble trouble, CopyOrder order) {
        boolean stood =
                trouble.reason() != Reason.RestoreFailed || FullDisk.isToldBy(trouble.message()) || database.stands();
        Optional<String> left = database.dropped();
        left.ifPresent(messages);
        Trouble whole = left.map(trouble::saying).orElse(trouble);
        if (!stood) {
            return new Trouble(
                    Reason.ConnectionFailed,
                    "The session that looks after the copy on the server "
                            + host.url().place()
                            + " broke, or the copy was dropped by somebody, while " + purpose.what()
                            + " was restored into it: "
                            + whole.message());
        }
        return left.isPresent() && trouble.reason() == Reason.RestoreFailed ? cannotRestore(whole, order) : whole;
    }

    private Copy copy(Maintenance server, CopyDatabase database, CopyOrder order, GuestRestore.Outcome outcome) {
        List<String> notes = new ArrayList<>(outcome.notes());
        if (database.isOfSuperuser()) {
            notes.add("The copy was made by " + Sql.quote(host.url().user()) + ", a superuser of the server "
                    + host.url().place() + ": code of the database (checks, functions of indexes) could do there what a"
                    + " superuser can, whatever the role."
                    + (host.same()
                            ? " Name another user in the URL of the database."
                            : " Nothing else should be on that server, or name another user in its URL."));
        }
        return new Copy(database.url(), host.role(), gaps(order.origin(), outcome), notes, () -> {
            Optional<String> left = database.dropped();
            left.ifPresent(messages);
            server.close();
            return left;
        });
    }

    private static Gaps gaps(Origin origin, GuestRestore.Outcome outcome) {
        List<String> subjects = new ArrayList<>(List.of("event trigger ", "publication "));
        outcome.extensions().forEach(name -> subjects.add("extension " + name + "\t"));
        if (!origin.hasPublic()) {
            // A new database has one, and up to PostgreSQL 14 only a superuser may drop it.
            subjects.add("schema public\t");
        }
        return new Gaps(
                outcome.closed().stream()
                        .map(it -> new QualifiedName(it.schema(), it.name()))
                        .collect(Collectors.toSet()),
                outcome.schemas().stream().collect(Collectors.toSet()),
                subjects);
    }

    private Trouble cannotRestore(Trouble trouble, CopyOrder order) {
        return FullDisk.isToldBy(trouble.message())
                // Not StorageFull, after which a run is tried again: each attempt would fill the disk of a live server.
                ? new Trouble(
                        Reason.BackupNotVerifiable,
                        "The server's disk became full (" + host.url().place()
                                + ") while " + purpose.what()
                                + " was restored there. It is not tried again by itself, as others need"
                                + " that disk: make room, or have the copy made elsewhere (spec.copies). "
                                + trouble.message())
                : new Trouble(
                        Reason.BackupNotVerifiable,
                        purpose.asSubject() + " cannot be restored into a new database of the server "
                                + host.url().place() + " as "
                                + Sql.quote(host.role() == null ? host.url().user() : host.role()) + ": "
                                + trouble.message()
                                + (order.ofSomeRows() ? PodCopies.WITHOUT_OTHER_ROWS : "")
                                + " Correct that in the database or its server, or " + purpose.otherwise() + ".");
    }
}
