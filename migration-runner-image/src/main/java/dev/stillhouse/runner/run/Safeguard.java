package dev.stillhouse.runner.run;

import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupStorage;
import dev.stillhouse.report.Phase;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.backup.BackupOrder;
import dev.stillhouse.runner.backup.Backups;
import dev.stillhouse.runner.copies.CopyHost;
import dev.stillhouse.runner.model.Losses;
import dev.stillhouse.runner.model.Plan.VersionTable;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.SessionName;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.PgTools;
import dev.stillhouse.runner.store.BackupStore;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes the backup that a run needs, or that is all of the run, and tells how far it is. */
final class Safeguard {
    private static final List<String> SAID_BY_PG_DUMP = List.of("contents of table", "error", "warning", "detail");

    private final RunRequest request;
    private final DatabaseUrl url;
    private final Map<String, String> environment;
    private final Journal journal;
    private final Stop stop;
    private final String otherwise;

    /** @param otherwise what is so if there is no backup, as a clause: "nothing was applied" */
    Safeguard(
            RunRequest request,
            DatabaseUrl url,
            Map<String, String> environment,
            Journal journal,
            Stop stop,
            String otherwise) {
        this.request = request;
        this.url = url;
        this.environment = environment;
        this.journal = journal;
        this.stop = stop;
        this.otherwise = otherwise;
    }

    /**
     * Takes the backup. Nothing has been changed in the database when it fails.
     *
     * @param notByRow why it is no backup of rows that are saved one by one, if that was asked for
     * @param versionTable where the version rows are; absent if only the database can tell
     * @param losses what it is taken for
     * @param cancellation ends it, as the run's own end does
     */
    Result<RunReport.Backup> take(
            RunRequest.Backup backup,
            Optional<String> notByRow,
            BackupStorage storage,
            @Nullable VersionTable versionTable,
            Losses losses,
            Cancellation cancellation) {
        stop.react(cancellation::now);
        return new CopyHosts(request, environment, journal)
                .of(url, backup.verification())
                .then(host -> PgTools.find(environment)
                        .then(tools -> BackupStore.open(storage, environment).then(store -> {
                            try (store) {
                                journal.enter(Phase.BACKUP, "Taking a backup into " + store.describe() + ".");
                                return new Backups(
                                                tools,
                                                environment,
                                                this::tell,
                                                standing -> journal.backup(because(standing, notByRow)),
                                                cancellation)
                                        .take(store, order(backup, storage, versionTable, losses, host));
                            }
                        })))
                .fold(taken -> Result.ok(because(taken, notByRow)), trouble -> Result.failed(explained(trouble)));
    }

    private static RunReport.Backup because(RunReport.Backup standing, Optional<String> notByRow) {
        return notByRow.map(standing::insteadOfRows).orElse(standing);
    }

    /** Of what pg_dump prints, a person wants to know the table in hand and what is wrong. */
    private void tell(String message) {
        if (!message.startsWith("pg_dump: ") || SAID_BY_PG_DUMP.stream().anyMatch(message::contains)) {
            journal.say(message);
        }
    }

    private BackupOrder order(
            RunRequest.Backup backup,
            BackupStorage storage,
            @Nullable VersionTable versionTable,
            Losses losses,
            CopyHost host) {
        return new BackupOrder(
                url,
                request.session().role(),
                SessionName.of(request),
                versionTable,
                backup.scope() == BackupScope.Database ? BackupScope.Database : BackupScope.Tables,
                Excludes.of(backup),
                losses,
                backup.location(),
                backup.verification(),
                backup.jobs(),
                host,
                Path.of(storage.scratch()));
    }

    private Trouble explained(Trouble trouble) {
        return stop.cause()
                .map(cause -> new Trouble(
                        cause.reason(),
                        cause.sentence() + " during the backup. There is no verified backup, and " + otherwise + "."
                                + cause.advice()))
                .orElseGet(() -> new Trouble(
                        trouble.reason(),
                        trouble.message() + " There is no verified backup, and " + otherwise + ".",
                        trouble.failure()));
    }
}
