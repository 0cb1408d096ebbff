package dev.stillhouse.runner.run;

import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.Phase;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.backup.Backups;
import dev.stillhouse.runner.backup.StoredManifest;
import dev.stillhouse.runner.backup.VerificationOrder;
import dev.stillhouse.runner.copies.CopyHost;
import dev.stillhouse.runner.decide.BackupFindings;
import dev.stillhouse.runner.decide.BackupWords;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.ServerIdentity;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.PgTools;
import dev.stillhouse.runner.rows.StoredRows;
import dev.stillhouse.runner.store.BackupStore;
import java.nio.file.Path;
import java.util.Map;

/**
 * A run that reads a stored backup back, and restores and compares it again. It needs no project, and no database but a copy
 * of its own: the one that the backup is of may be down, or gone, unless the copy is to be made on its server.
 */
final class VerifyRun {
    private final RunRequest request;
    private final Map<String, String> environment;
    private final Journal journal;
    private final Stop stop;
    private final Cancellation cancellation = new Cancellation();

    VerifyRun(RunRequest request, Map<String, String> environment, Journal journal, Stop stop) {
        this.request = request;
        this.environment = environment;
        this.journal = journal;
        this.stop = stop;
    }

    RunReport execute() {
        RunRequest.Verify wanted = request.verify();
        if (wanted == null) {
            return journal.failed(new Trouble(
                    Reason.ProtocolMismatch,
                    "The request has the operation Verify and does not say what to verify. Operator and runner image"
                            + " must be of one version."));
        }
        stop.react(cancellation::now);
        journal.enter(Phase.VERIFY, "Reading the backup " + wanted.location() + " back.");
        return BackupStore.open(wanted.storage(), environment)
                .then(store -> {
                    try (store) {
                        return StoredRows.areAt(store, wanted.location())
                                ? Result.ok(rows(store, wanted))
                                : dump(wanted);
                    }
                })
                .fold(report -> report, journal::failed);
    }

    /** Of rows no more can be shown without their database than that they are there. */
    private RunReport rows(BackupStore store, RunRequest.Verify wanted) {
        return StoredRows.read(store, wanted.location(), wanted.digest())
                .then(stored -> {
                    journal.holds(stored.manifest().origin());
                    return stored.fetch(
                                    store,
                                    wanted.location(),
                                    Path.of(wanted.storage().scratch()),
                                    journal::say)
                            .fold(
                                    folder -> {
                                        RunReport.Backup found = stored.told(
                                                BackupFindings.good(
                                                        wanted.verification(),
                                                        stored.manifest().verification()),
                                                wanted.location());
                                        journal.backup(found);
                                        return Result.ok(journal.succeeded(
                                                Reason.Verified, BackupWords.verified(found, wanted.verification())));
                                    },
                                    trouble -> {
                                        BackupFindings.wrong(
                                                        trouble.reason(),
                                                        stored.manifest().verification())
                                                .ifPresent(
                                                        state -> journal.backup(stored.told(state, wanted.location())));
                                        return Result.failed(explained(trouble));
                                    });
                })
                .fold(report -> report, journal::failed);
    }

    private Result<RunReport> dump(RunRequest.Verify wanted) {
        return new CopyHosts(request, environment, journal)
                .find(wanted.verification())
                .then(host -> PgTools.find(environment)
                        .then(tools -> BackupStore.open(wanted.storage(), environment)
                                .then(store -> {
                                    try (store) {
                                        return Result.ok(StoredManifest.read(store, wanted.location(), wanted.digest())
                                                .fold(
                                                        stored -> read(store, tools, wanted, stored, host),
                                                        trouble -> unread(wanted, trouble)));
                                    }
                                })));
    }

    private RunReport unread(RunRequest.Verify wanted, Trouble trouble) {
        BackupFindings.withoutManifest(trouble.reason())
                .ifPresent(state -> journal.backup(RunReport.Backup.of(state, wanted.location())));
        return journal.failed(explained(trouble));
    }

    private RunReport read(
            BackupStore store, PgTools tools, RunRequest.Verify wanted, StoredManifest stored, CopyHost host) {
        var origin = stored.manifest().origin();
        journal.holds(new ServerIdentity(origin.name(), origin.serverVersion(), origin.systemIdentifier(), true));
        BackupVerification before = stored.manifest().verification();
        return new Backups(tools, environment, journal::say, standing -> {}, cancellation)
                .verify(store, stored.manifest(), order(wanted, host))
                .fold(
                        contents -> {
                            RunReport.Backup found =
                                    stored.told(BackupFindings.good(wanted.verification(), before), wanted.location());
                            journal.backup(found);
                            return journal.succeeded(
                                    Reason.Verified, BackupWords.verified(found, wanted.verification()));
                        },
                        trouble -> {
                            BackupFindings.wrong(trouble.reason(), before)
                                    .ifPresent(state -> journal.backup(stored.told(state, wanted.location())));
                            return journal.failed(explained(trouble));
                        });
    }

    private static VerificationOrder order(RunRequest.Verify wanted, CopyHost host) {
        return new VerificationOrder(
                wanted.location(),
                wanted.verification(),
                wanted.jobs(),
                host,
                Path.of(wanted.storage().scratch()));
    }

    /** What was stopped from outside failed because of that, whatever it looked like. */
    private Trouble explained(Trouble trouble) {
        return stop.cause()
                .filter(cause -> trouble.reason() == Reason.Cancelled)
                .map(cause -> new Trouble(
                        cause.reason(),
                        cause.sentence() + " before it was known what the backup is. Nothing was changed."
                                + cause.advice()))
                .orElse(trouble);
    }
}
