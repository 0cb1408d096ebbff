package dev.stillhouse.runner.backup.tools;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** pg_restore of a dump into a database that is there; the first error ends it. */
public final class Restoring {
    private Restoring() {}

    /**
     * What to restore.
     *
     * @param target the database
     * @param dump the folder that pg_dump made
     * @param jobs tables and indexes that are restored at the same time
     * @param options more of pg_restore's options
     */
    public record Order(DatabaseUrl target, String applicationName, Path dump, int jobs, List<String> options) {}

    /** @return the dump; a failure has the reason {@code RestoreFailed} */
    public static Result<Path> run(PgTools tools, Order order, Consumer<String> lines, Halt halt) {
        return run(command(tools, order, List.of("--exit-on-error")), order, lines, halt, ended -> ended.well());
    }

    /**
     * The same into a server that may be older than pg_restore, whose first statements then make a setting that the
     * server does not know. That one error is passed over; the first other one ends it.
     */
    public static Result<Path> runOnAnyServer(PgTools tools, Order order, Consumer<String> lines, Halt halt) {
        Halt inner = new Halt();
        ToleratedErrors errors = new ToleratedErrors(inner::now);
        try (Halt.Handle handle = halt.ending(inner::now)) {
            Result<Path> result = run(
                    command(tools, order, List.of()),
                    order,
                    line -> {
                        errors.accept(line);
                        lines.accept(line);
                    },
                    inner,
                    ended -> !ended.halted() && !errors.intolerable() && (ended.code() == 0 || errors.tolerated()));
            return errors.intolerable() && !halt.requested()
                    ? Result.failed(Reason.RestoreFailed, "pg_restore failed and said: " + errors.words() + ".")
                    : result;
        }
    }

    private static List<String> command(PgTools tools, Order order, List<String> more) {
        List<String> command = new ArrayList<>(List.of(
                tools.program("pg_restore"),
                // The name alone: libpq takes one with an equals sign for a whole connection string.
                "--dbname=dbname=" + quoted(order.target().database()),
                "--jobs=" + order.jobs(),
                "--no-password",
                "--verbose"));
        command.addAll(more);
        command.addAll(order.options());
        command.add(order.dump().toString());
        return command;
    }

    private static Result<Path> run(
            List<String> command, Order order, Consumer<String> lines, Halt halt, Predicate<ToolProcess.Ended> well) {
        try (ConnectionFile connection = ConnectionFile.of(order.target(), order.applicationName())) {
            ToolProcess.Ended ended = new ToolProcess(connection.environment(), lines, halt).run(command, "");
            if (well.test(ended)) {
                return Result.ok(order.dump());
            }
            return ended.halted()
                    ? Result.failed(Halt.trouble())
                    : Result.failed(Reason.RestoreFailed, "pg_restore failed: " + ended.words() + ".");
        } catch (IOException e) {
            return Result.failed(Reason.RestoreFailed, "pg_restore cannot be run: " + e.getMessage());
        }
    }

    private static String quoted(String name) {
        return "'" + name.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
