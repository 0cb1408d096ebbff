package dev.stillhouse.runner.postgres;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** pg_dump of a database into a folder, under a snapshot that was exported. */
public final class PgDump {
    private static final long LOCK_WAIT_MILLIS = 60_000;

    private PgDump() {}

    /**
     * What to dump.
     *
     * @param role the role for {@code SET ROLE}
     * @param snapshot identifier of a snapshot that is held until the end; null if it is to take one of its own
     * @param folder an empty folder
     * @param jobs tables that are dumped at the same time
     * @param filter what is left out; null if all is dumped. Needs pg_dump 17.
     */
    public record Order(
            DatabaseUrl url,
            String applicationName,
            @Nullable String role,
            @Nullable String snapshot,
            Path folder,
            int jobs,
            @Nullable Filter filter) {}

    /**
     * What is left out. Names are as SQL has them.
     *
     * @param rowsOf tables, materialized views and sequences of which only the definition is dumped
     * @param tables those that are not dumped at all
     * @param largeObjects whether large objects are dumped, which belong to no table
     */
    public record Filter(List<String> rowsOf, List<String> tables, boolean largeObjects) {
        public Filter {
            rowsOf = List.copyOf(rowsOf);
            tables = List.copyOf(tables);
        }

        private List<String> lines() {
            return Stream.concat(
                            rowsOf.stream().map(name -> "exclude table_data " + name),
                            tables.stream().map(name -> "exclude table " + name))
                    .toList();
        }
    }

    /** How the files are compressed, as the manifest has it. */
    public static String compression(PgTools tools) {
        return tools.zstd() ? "zstd:1" : "gzip:1";
    }

    /** @return the folder */
    public static Result<Path> run(PgTools tools, Order order, Consumer<String> lines, Cancellation cancellation) {
        try {
            return ConnectionFile.of(order.url(), order.applicationName()).then(connection -> {
                try (connection) {
                    return run(tools, order, connection, lines, cancellation);
                }
            });
        } catch (IOException e) {
            return unstarted(e);
        }
    }

    private static Result<Path> run(
            PgTools tools, Order order, ConnectionFile connection, Consumer<String> lines, Cancellation cancellation) {
        Filter without = order.filter();
        try (FilterFile filter = FilterFile.of(without == null ? List.of() : without.lines())) {
            List<String> command = command(tools, order);
            if (without != null) {
                if (!without.largeObjects()) {
                    command.add("--no-large-objects");
                }
                command.add("--filter=" + filter.path());
            }
            ToolProcess.Ended ended = new ToolProcess(connection.environment(), lines, cancellation).run(command, "");
            if (!ended.well()) {
                return failed(ended);
            }
            AttributeVersions.removeFrom(order.folder());
            return Result.ok(order.folder());
        } catch (IOException e) {
            return unstarted(e);
        }
    }

    private static Result<Path> unstarted(IOException e) {
        return Result.failed(Reason.DumpFailed, "pg_dump cannot be run: " + e.getMessage());
    }

    private static List<String> command(PgTools tools, Order order) {
        List<String> command = new ArrayList<>(List.of(
                tools.program("pg_dump"),
                ConnectionFile.database(order.url()),
                "--format=directory",
                "--file=" + order.folder(),
                "--jobs=" + order.jobs(),
                // Older servers call it only by number.
                tools.zstd() ? "--compress=zstd:1" : "--compress=1",
                "--lock-wait-timeout=" + LOCK_WAIT_MILLIS,
                "--quote-all-identifiers",
                "--no-password",
                // The store makes the files permanent.
                "--no-sync",
                "--verbose"));
        if (order.snapshot() != null) {
            command.add("--snapshot=" + order.snapshot());
        }
        if (order.role() != null) {
            command.add("--role=" + order.role());
        }
        return command;
    }

    private static Result<Path> failed(ToolProcess.Ended ended) {
        if (ended.cancelled()) {
            return Result.failed(Cancellation.trouble());
        }
        String words = ended.words();
        if (words.contains("affected by row-level security")) {
            return Result.failed(
                    Reason.RowSecurity,
                    "pg_dump was refused by row-level security: " + words
                            + ". Give the user of the URL (or spec.database.role) BYPASSRLS.");
        }
        if (words.contains("permission denied")) {
            return Result.failed(
                    Reason.BackupNotPermitted,
                    "pg_dump may not read everything: " + words
                            + ". Grant the user of the URL (or spec.database.role) what is missing; pg_read_all_data"
                            + " lets it read every table and sequence. Or leave out of the backup what it may not read:"
                            + " spec.backup.exclude.");
        }
        if (words.contains("No space left on device")) {
            return Result.failed(
                    Reason.StorageFull,
                    "There is no space left for the dump: " + words + ". Make the volume for backups larger.");
        }
        return Result.failed(Reason.DumpFailed, "pg_dump failed: " + words + ".");
    }
}
