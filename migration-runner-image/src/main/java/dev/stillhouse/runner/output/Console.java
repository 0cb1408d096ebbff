package dev.stillhouse.runner.output;

import dev.stillhouse.report.PlanChunk;
import dev.stillhouse.report.Progress;
import dev.stillhouse.runner.contract.ReportWriter;
import java.io.PrintStream;
import java.util.Locale;

/** Standard output for programs (JSON lines) and standard error for people. Safe for several threads. */
public final class Console implements ProgressSink {
    private final PrintStream lines;
    private final PrintStream log;

    public Console(PrintStream lines, PrintStream log) {
        this.lines = lines;
        this.log = log;
    }

    @Override
    public synchronized void write(Progress progress) {
        line(ReportWriter.bytes(progress));
        log.println(
                progress.time() + " " + progress.phase().name().toLowerCase(Locale.ROOT) + ": " + progress.message());
    }

    @Override
    public boolean keepsPlans() {
        return true;
    }

    /** For programs only. */
    @Override
    public synchronized void write(PlanChunk chunk) {
        line(ReportWriter.bytes(chunk));
    }

    private void line(byte[] json) {
        lines.write(json, 0, json.length);
        lines.write('\n');
        lines.flush();
    }

    /** A fault of the runner itself. */
    public synchronized void trace(Throwable fault) {
        fault.printStackTrace(log);
    }

    /** A remark that is of no use to programs. */
    public synchronized void remark(String text) {
        log.println(text);
    }
}
