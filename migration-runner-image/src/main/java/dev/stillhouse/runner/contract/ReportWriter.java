package dev.stillhouse.runner.contract;

import dev.stillhouse.report.Phase;
import dev.stillhouse.report.PlanChunk;
import dev.stillhouse.report.Progress;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.json.Json;
import dev.stillhouse.runner.json.JsonObject;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes progress lines and reports for the operator, in UTF-8 and on one line. */
public final class ReportWriter {
    private ReportWriter() {}

    public static byte[] bytes(Progress progress) {
        RunReport report = progress.report();
        return Json.bytes(new JsonObject()
                .put("time", progress.time())
                .put("phase", word(progress.phase()))
                .put("message", progress.message())
                .put("step", progress.step())
                .put("total", progress.total())
                .put("done", progress.done())
                .put("revision", progress.revision())
                .put("rows", progress.rows())
                .put("planDigest", progress.planDigest())
                .put("backup", backup(progress.backup()))
                .put("report", report == null ? null : json(report)));
    }

    public static byte[] bytes(PlanChunk chunk) {
        return Json.bytes(new JsonObject()
                .put(
                        PlanChunk.FIELD,
                        new JsonObject()
                                .put("number", chunk.number())
                                .put("total", chunk.total())
                                .put("digest", chunk.digest())
                                .put("data", chunk.data())));
    }

    public static byte[] bytes(RunReport report) {
        return Json.bytes(json(report));
    }

    /** The report as the contract has it. */
    public static JsonObject json(RunReport report) {
        JsonObject phases = new JsonObject();
        report.phaseMillis().forEach((phase, millis) -> phases.put(word(phase), millis));
        return new JsonObject()
                .put("version", report.version())
                .put("outcome", report.outcome().name())
                .put("reason", report.reason().name())
                .put("message", report.message())
                .put("database", database(report.database()))
                .put("before", report.before())
                .put("after", report.after())
                .put("target", report.target())
                .put("plan", plan(report.plan()))
                .put("stepsDone", report.stepsDone())
                .put("pending", report.pending())
                .put("pendingRevisions", report.pendingRevisions())
                .put("known", report.known())
                .put("failure", failure(report.failure()))
                .put("backup", backup(report.backup()))
                .put("rehearsal", rehearsal(report.rehearsal()))
                .put("phaseMillis", phases);
    }

    private static @Nullable JsonObject database(RunReport.@Nullable Database database) {
        return database == null
                ? null
                : new JsonObject()
                        .put("systemIdentifier", database.systemIdentifier())
                        .put("name", database.name())
                        .put("serverVersion", database.serverVersion())
                        .put("versionTable", database.versionTable());
    }

    private static @Nullable JsonObject plan(RunReport.@Nullable Plan plan) {
        return plan == null
                ? null
                : new JsonObject()
                        .put("digest", plan.digest())
                        .put("direction", plan.direction().name().toLowerCase(Locale.ROOT))
                        .put("total", plan.total())
                        .put("steps", plan.steps())
                        .put("destructive", findings(plan.destructive()));
    }

    private static @Nullable List<JsonObject> findings(@Nullable List<RunReport.Finding> findings) {
        return findings == null
                ? null
                : findings.stream()
                        .map(finding -> new JsonObject()
                                .put("revision", finding.revision())
                                .put("rule", finding.rule())
                                .put("message", finding.message()))
                        .toList();
    }

    private static @Nullable JsonObject rehearsal(RunReport.@Nullable Rehearsal rehearsal) {
        return rehearsal == null
                ? null
                : new JsonObject()
                        .put("outcome", rehearsal.outcome().name())
                        .put("findings", findings(rehearsal.findings()))
                        .put(
                                "locks",
                                rehearsal.locks().stream()
                                        .map(lock -> new JsonObject()
                                                .put("table", lock.table())
                                                .put("mode", lock.mode())
                                                .put("revision", lock.revision())
                                                .put("rewritten", lock.rewritten())
                                                .put("scanned", lock.scanned()))
                                        .toList());
    }

    private static @Nullable JsonObject gap(RunReport.@Nullable Gap gap) {
        return gap == null
                ? null
                : new JsonObject()
                        .put("millis", gap.millis())
                        .put("rows", gap.rows())
                        .put(
                                "tables",
                                gap.tables().stream()
                                        .map(table -> new JsonObject()
                                                .put("table", table.table())
                                                .put("rows", table.rows()))
                                        .toList())
                        .put("waitedMillis", gap.waitedMillis());
    }

    public static @Nullable JsonObject backup(RunReport.@Nullable Backup backup) {
        return backup == null
                ? null
                : new JsonObject()
                        .put("state", backup.state().name())
                        .put("location", backup.location())
                        .put("revisions", backup.revisions())
                        .put("snapshotTime", backup.snapshotTime())
                        .put("digest", backup.digest())
                        .put("sizeBytes", backup.sizeBytes())
                        .put("tables", backup.tables())
                        .put("rows", backup.rows())
                        .put("millis", backup.millis())
                        .put(
                                "scope",
                                backup.scope() == null ? null : backup.scope().name())
                        .put("rowsOf", backup.rowsOf())
                        .put("scopeReason", backup.scopeReason())
                        .put("gap", gap(backup.gap()))
                        .put("notes", backup.notes())
                        .put("reused", backup.reused());
    }

    public static @Nullable JsonObject failure(RunReport.@Nullable Failure failure) {
        return failure == null
                ? null
                : new JsonObject()
                        .put("revision", failure.revision())
                        .put("file", failure.file())
                        .put("line", failure.line())
                        .put("sqlState", failure.sqlState())
                        .put("statement", failure.statement())
                        .put("detail", failure.detail());
    }

    private static String word(Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }
}
