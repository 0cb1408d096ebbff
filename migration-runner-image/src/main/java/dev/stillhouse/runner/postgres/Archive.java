package dev.stillhouse.runner.postgres;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The table of contents of a dump. */
public final class Archive {
    private Archive() {}

    /** @return the entries in the order in which pg_restore restores them; a failure has the reason {@code RestoreFailed} */
    public static Result<List<ArchiveEntry>> entries(PgTools tools, Path dump, Cancellation cancellation) {
        List<ArchiveEntry> entries = new ArrayList<>();
        try {
            ToolProcess.Ended ended = new ToolProcess(
                            Map.of(), line -> ArchiveEntry.of(line).ifPresent(entries::add), cancellation)
                    .run(List.of(tools.program("pg_restore"), "--list", dump.toString()), "");
            if (ended.well()) {
                return Result.ok(entries);
            }
            return ended.cancelled()
                    ? Result.failed(Cancellation.trouble())
                    : Result.failed(Reason.RestoreFailed, "pg_restore cannot list the dump: " + ended.words() + ".");
        } catch (IOException e) {
            return Result.failed(Reason.RestoreFailed, "pg_restore cannot be run: " + e.getMessage());
        }
    }
}
