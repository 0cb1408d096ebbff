package dev.stillhouse.runner.output;

import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.contract.ReportWriter;
import dev.stillhouse.runner.decide.ReportShortener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The file of which the kubelet makes the container's termination message. */
public final class TerminationLog {
    private final Path path;

    public TerminationLog(Path path) {
        this.path = path;
    }

    public static TerminationLog from(Map<String, String> environment) {
        return new TerminationLog(
                Path.of(environment.getOrDefault("STILLHOUSE_TERMINATION_LOG", "/dev/termination-log")));
    }

    /** Writes the report, shortened to what the kubelet takes. */
    public void write(RunReport report) throws IOException {
        RunReport fitting =
                ReportShortener.shorten(report, RunReport.MAX_BYTES, candidate -> ReportWriter.bytes(candidate).length);
        Files.write(path, ReportWriter.bytes(fitting));
    }
}
