package dev.stillhouse.runner.run;

import dev.stillhouse.report.BackupStorage;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.database.Database;
import dev.stillhouse.runner.decide.BackupWords;
import dev.stillhouse.runner.model.Losses;
import dev.stillhouse.runner.model.Plan.VersionTable;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.SessionName;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.run.Stop.Deadline;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run that takes a backup and changes nothing. It needs no project: at three in the morning a backup must be possible
 * whatever state the application's image is in.
 */
final class BackupRun {
    /** Somebody wants the database. */
    private static final Losses ALL = new Losses.Unknown("the backup was asked for by somebody");

    private final RunRequest request;
    private final DatabaseUrl url;
    private final Map<String, String> environment;
    private final Journal journal;
    private final Stop stop;

    BackupRun(RunRequest request, DatabaseUrl url, Map<String, String> environment, Journal journal, Stop stop) {
        this.request = request;
        this.url = url;
        this.environment = environment;
        this.journal = journal;
        this.stop = stop;
    }

    RunReport execute(Deadline deadline) {
        RunRequest.Backup backup = request.backup();
        BackupStorage storage = backup == null ? null : backup.storage();
        if (backup == null || storage == null) {
            return journal.failed(new Trouble(
                    Reason.BackupStorageMissing,
                    "A backup was asked for, and spec.backup.storage names no place for it. Name a volume claim or a"
                            + " bucket there."));
        }
        return new FirstConnection(journal, stop)
                .open(url, () -> Database.connect(url, SessionName.of(request)))
                .fold(
                        database -> {
                            try (database) {
                                return locked(database, deadline)
                                        .map(journal::failed)
                                        .orElseGet(() -> LockKeeping.of(database, journal)
                                                .fold(lock -> take(database, lock, backup, storage), journal::failed));
                            }
                        },
                        journal::failed);
    }

    /** Under the lock, so that no migration runs meanwhile and the version rows are of one moment with the data. */
    private Optional<Trouble> locked(Database database, Deadline deadline) {
        return database.identity()
                .fold(
                        server -> {
                            journal.reached(server);
                            return new LockWait(database.lock(), journal, stop).take(deadline, Optional::empty);
                        },
                        Optional::of);
    }

    private @Nullable VersionTable versionTable(Database database) {
        try {
            return database.versionTables().find().orElse(null);
        } catch (SQLException e) {
            journal.say("Alembic's version table was not found: " + e.getMessage());
            return null;
        }
    }

    private RunReport take(Database database, LockKeeping lock, RunRequest.Backup backup, BackupStorage storage) {
        VersionTable versionTable = versionTable(database);
        LockVigil vigil = LockVigil.begin(lock, stop);
        Result<RunReport.Backup> result = new Safeguard(request, url, environment, journal, stop, "nothing was applied")
                .take(backup, Optional.empty(), storage, versionTable, ALL, new Cancellation());
        vigil.end().ifPresent(trouble -> journal.say(trouble.message()));
        return result.fold(
                taken -> {
                    journal.stands(taken.revisions());
                    return journal.succeeded(Reason.BackedUp, BackupWords.taken(taken));
                },
                journal::failed);
    }
}
