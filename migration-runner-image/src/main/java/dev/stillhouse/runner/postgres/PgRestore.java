package dev.stillhouse.runner.postgres;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** pg_restore of entries of a dump into a database that is there; the first error ends it. */
public final class PgRestore {
    private PgRestore() {}

    /**
     * What to restore.
     *
     * @param target the database
     * @param dump the folder that pg_dump made
     * @param jobs tables and indexes that are restored at the same time
     * @param options more of pg_restore's options
     * @param entries those that are restored, in this order; nothing is done if there are none
     */
    public record Order(
            DatabaseUrl target,
            String applicationName,
            Path dump,
            int jobs,
            List<String> options,
            List<ArchiveEntry> entries) {

        public Order {
            options = List.copyOf(options);
            entries = List.copyOf(entries);
        }
    }

    /** Options for a database that is to be used: owners, privileges and everything else as they were. */
    public static List<String> options(@Nullable String role) {
        return role == null ? List.of() : List.of("--role=" + role);
    }

    /** Options for a restore over what is there; all of it or nothing. */
    public static List<String> inPlace(@Nullable String role) {
        List<String> options = new ArrayList<>(List.of("--clean", "--if-exists", "--single-transaction"));
        options.addAll(options(role));
        return options;
    }

    /** @return the dump; a failure has the reason {@code RestoreFailed} */
    public static Result<Path> run(PgTools tools, Order order, Consumer<String> lines, Cancellation cancellation) {
        return run(
                command(tools, order, List.of("--exit-on-error")), order, lines, cancellation, ToolProcess.Ended::well);
    }

    /**
     * The same into a server that may be older than pg_restore, whose first statements then make a setting that the
     * server does not know. That one error is passed over; the first other one ends it.
     */
    public static Result<Path> runOnAnyServer(
            PgTools tools, Order order, Consumer<String> lines, Cancellation cancellation) {
        Cancellation inner = new Cancellation();
        ToleratedErrors errors = new ToleratedErrors(inner::now);
        try (Cancellation.Handle handle = cancellation.ending(inner::now)) {
            Result<Path> result = run(
                    command(tools, order, List.of()),
                    order,
                    line -> {
                        errors.accept(line);
                        lines.accept(line);
                    },
                    inner,
                    ended -> !ended.cancelled() && !errors.intolerable() && (ended.code() == 0 || errors.tolerated()));
            return errors.intolerable() && !cancellation.requested()
                    ? Result.failed(Reason.RestoreFailed, "pg_restore failed and said: " + errors.words() + ".")
                    : result;
        }
    }

    /** What a person would have to run for these entries, a statement each. */
    public static Result<List<String>> statements(
            PgTools tools, Path dump, List<ArchiveEntry> entries, Cancellation cancellation) {
        List<String> script = new ArrayList<>();
        try (EntriesFile file = EntriesFile.of(entries)) {
            ToolProcess.Ended ended = new ToolProcess(Map.of(), script::add, cancellation)
                    .run(
                            List.of(
                                    tools.program("pg_restore"),
                                    "--file=-",
                                    "--use-list=" + file.path(),
                                    dump.toString()),
                            "");
            return ended.well()
                    ? Result.ok(Scripts.statements(script))
                    : ended.cancelled()
                            ? Result.failed(Cancellation.trouble())
                            : Result.failed(Reason.RestoreFailed, "pg_restore failed: " + ended.words() + ".");
        } catch (IOException e) {
            return Result.failed(Reason.RestoreFailed, "pg_restore cannot be run: " + e.getMessage());
        }
    }

    private static List<String> command(PgTools tools, Order order, List<String> more) {
        List<String> command = new ArrayList<>(List.of(
                tools.program("pg_restore"),
                ConnectionFile.database(order.target()),
                "--jobs=" + order.jobs(),
                "--no-password",
                "--verbose"));
        command.addAll(more);
        command.addAll(order.options());
        return command;
    }

    private static Result<Path> run(
            List<String> command,
            Order order,
            Consumer<String> lines,
            Cancellation cancellation,
            Predicate<ToolProcess.Ended> well) {
        if (order.entries().isEmpty()) {
            return Result.ok(order.dump());
        }
        try {
            return ConnectionFile.of(order.target(), order.applicationName()).then(connection -> {
                try (connection) {
                    return run(command, order, connection, lines, cancellation, well);
                }
            });
        } catch (IOException e) {
            return unstarted(e);
        }
    }

    private static Result<Path> run(
            List<String> command,
            Order order,
            ConnectionFile connection,
            Consumer<String> lines,
            Cancellation cancellation,
            Predicate<ToolProcess.Ended> well) {
        try (EntriesFile entries = EntriesFile.of(order.entries())) {
            List<String> whole = new ArrayList<>(command);
            whole.add("--use-list=" + entries.path());
            whole.add(order.dump().toString());
            ToolProcess.Ended ended = new ToolProcess(connection.environment(), lines, cancellation).run(whole, "");
            if (well.test(ended)) {
                return Result.ok(order.dump());
            }
            return ended.cancelled()
                    ? Result.failed(Cancellation.trouble())
                    : Result.failed(Reason.RestoreFailed, "pg_restore failed: " + ended.words() + ".");
        } catch (IOException e) {
            return unstarted(e);
        }
    }

    private static Result<Path> unstarted(IOException e) {
        return Result.failed(Reason.RestoreFailed, "pg_restore cannot be run: " + e.getMessage());
    }
}
