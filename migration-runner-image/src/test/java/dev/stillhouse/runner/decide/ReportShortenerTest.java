package dev.stillhouse.runner.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.Direction;
import dev.stillhouse.report.Outcome;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.contract.ReportWriter;
import dev.stillhouse.runner.fixture.DataBinding;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportShortenerTest {

    private static RunReport report(String message, int steps, String statement, String detail) {
        List<String> revisions =
                IntStream.range(0, steps).mapToObj(i -> "revision" + i).toList();
        return new RunReport(
                1,
                Outcome.Failed,
                Reason.StatementFailed,
                message,
                null,
                List.of("a1"),
                List.of("a1"),
                List.of("c3"),
                new RunReport.Plan("sha256:00", Direction.UP, steps, revisions, null),
                0,
                steps,
                revisions,
                List.of("b2", "a1"),
                new RunReport.Failure("b2", "b2.py", 3, "42P07", statement, detail),
                null,
                null,
                Map.of());
    }

    private static RunReport shorten(RunReport report) {
        RunReport fitting =
                ReportShortener.shorten(report, RunReport.MAX_BYTES, candidate -> ReportWriter.bytes(candidate).length);
        byte[] bytes = ReportWriter.bytes(fitting);
        assertThat(bytes.length).isLessThanOrEqualTo(RunReport.MAX_BYTES);
        assertThat(DataBinding.read(new String(bytes, StandardCharsets.UTF_8), RunReport.class))
                .isEqualTo(fitting);
        return fitting;
    }

    @Test
    void namesFewerTablesOfABackup() {
        RunReport report = report("m", 1, "s", "d");
        List<String> tables = IntStream.range(0, 20)
                .mapToObj(i -> ("ü" + i).repeat(60) + "." + ("ü" + i).repeat(60))
                .toList();
        RunReport.Backup backup = new RunReport.Backup(
                BackupState.Verified,
                "shop/orders-1",
                null,
                null,
                null,
                null,
                20,
                null,
                null,
                BackupScope.Tables,
                tables,
                "x".repeat(5000),
                null,
                null,
                null);

        RunReport fitting = shorten(new RunReport(
                report.version(),
                report.outcome(),
                report.reason(),
                report.message(),
                report.database(),
                report.before(),
                report.after(),
                report.target(),
                report.plan(),
                report.stepsDone(),
                report.pending(),
                report.pendingRevisions(),
                report.known(),
                report.failure(),
                backup,
                null,
                report.phaseMillis()));

        assertThat(fitting.message()).isEqualTo("m");
        RunReport.Backup told = Objects.requireNonNull(fitting.backup());
        assertThat(told.tables()).isEqualTo(20);
        assertThat(told.rowsOf()).isNotEmpty().hasSizeLessThan(20);
    }

    @Test
    void leavesAloneWhatFits() {
        RunReport report = report("short", 3, "SELECT 1", "Traceback");
        assertThat(shorten(report)).isEqualTo(report);
    }

    @ParameterizedTest
    @CsvSource({"x, 4000", "ü, 4000", "😀, 2000", "\"\", 4000", "'\n', 4000"})
    void fitsWhateverTheCharacters(String character, int count) {
        String text = character.repeat(count);
        shorten(report("m", 1, "s", text));
        shorten(report("m", 1, text, text));
        shorten(report(text, 1000, text, text));
    }

    @Test
    void keepsTheEndOfATracebackAndTheBeginningOfAStatement() {
        RunReport fitting = shorten(report("m", 1, "CREATE TABLE x", "begin " + "x".repeat(5000) + " end"));
        RunReport.Failure failure = Objects.requireNonNull(fitting.failure());
        assertThat(failure.detail()).startsWith("…x").endsWith("x end");
        assertThat(failure.statement()).isEqualTo("CREATE TABLE x");
        assertThat(ReportWriter.bytes(fitting).length).isGreaterThan(RunReport.MAX_BYTES - 8);

        RunReport long2 = shorten(report("m", 1, "CREATE " + "y".repeat(5000), "d".repeat(5000)));
        assertThat(Objects.requireNonNull(long2.failure()).statement())
                .startsWith("CREATE yyy")
                .endsWith("…");
        assertThat(Objects.requireNonNull(long2.failure()).detail()).isNull();
    }

    @Test
    void givesUpTheListOfStepsBeforeTheMessage() {
        String message = "m".repeat(2000);
        RunReport fitting = shorten(report(message, 1000, "s", "d"));
        RunReport.Plan plan = Objects.requireNonNull(fitting.plan());

        assertThat(fitting.message()).isEqualTo(message);
        assertThat(plan.total()).isEqualTo(1000);
        assertThat(plan.steps()).startsWith("revision0", "revision1").hasSizeLessThan(200);
    }

    @Test
    void notesOnABackupGoBeforeTheMessage() {
        RunReport report = report("What happened.", 1, "SELECT 1", "x");
        RunReport noted = new RunReport(
                report.version(),
                report.outcome(),
                report.reason(),
                report.message(),
                null,
                report.before(),
                report.after(),
                report.target(),
                report.plan(),
                0,
                1,
                report.pendingRevisions(),
                report.known(),
                report.failure(),
                new RunReport.Backup(
                        BackupState.Verified,
                        "shop/orders-1",
                        List.of("a1"),
                        null,
                        "sha256:00",
                        1L,
                        1,
                        1L,
                        1L,
                        BackupScope.Database,
                        null,
                        null,
                        null,
                        Collections.nCopies(6, "ж".repeat(300)),
                        null),
                null,
                Map.of());

        RunReport fitting = shorten(noted);

        assertThat(fitting.message()).isEqualTo("What happened.");
        assertThat(fitting.backup()).isNotNull();
        assertThat(fitting.backup().notes()).hasSizeBetween(1, 5);
    }
}
