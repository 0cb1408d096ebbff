package dev.stillhouse.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the runner's standard output while a run is under way: where it is. Each line stands alone, so that the
 * last one read is enough.
 *
 * @param time ISO 8601, UTC
 * @param phase the phase in hand
 * @param message what is happening, for a person
 * @param step the step in hand or just finished; absent outside of apply
 * @param total number of steps of the plan; absent before the plan
 * @param done steps finished
 * @param revision the revision in hand
 * @param rows version rows after a commit
 * @param planDigest the digest of the plan, once there is one
 * @param backup the backup of the run, from its beginning on
 * @param report the final report, on the last line only
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Progress(
        String time,
        Phase phase,
        String message,
        @Nullable Integer step,
        @Nullable Integer total,
        @Nullable Integer done,
        @Nullable String revision,
        @Nullable List<String> rows,
        @Nullable String planDigest,
        RunReport.@Nullable Backup backup,
        @Nullable RunReport report) {}
