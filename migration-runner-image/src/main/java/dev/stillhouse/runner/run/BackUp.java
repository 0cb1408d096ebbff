package dev.stillhouse.runner.run;

import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.decide.BackupNeed;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The phase backup of a run that migrates, if its plan needs one. */
final class BackUp implements RunPhase {
    private final DatabaseUrl url;
    private final Map<String, String> environment;
    private final Journal journal;
    private final Stop stop;

    BackUp(DatabaseUrl url, Map<String, String> environment, Journal journal, Stop stop) {
        this.url = url;
        this.environment = environment;
        this.journal = journal;
        this.stop = stop;
    }

    @Override
    public PhaseResult run(RunState state) {
        if (state.isApplied() || !(state.need() instanceof BackupNeed.Needed needed)) {
            return PhaseResult.next(state);
        }
        journal.say(needed.why());
        return new EarlierBackup(state.request(), url, environment, journal, stop)
                .find(state, needed.backup(), needed.storage())
                .map(used -> reused(state, used))
                .orElseGet(() -> take(state, needed));
    }

    /** No time passes between this and the first step but what the look at the database takes. */
    private PhaseResult reused(RunState state, EarlierBackup.Used used) {
        journal.backup(used.backup());
        journal.gap(
                Meanwhile.sinceEarlier(state.request(), url, state.reviewed().losses(), journal, used));
        return PhaseResult.next(backedUp(state, used.backup()));
    }

    private PhaseResult take(RunState state, BackupNeed.Needed needed) {
        Meanwhile meanwhile =
                Meanwhile.begin(state.request(), url, state.reviewed().losses(), journal);
        LockVigil vigil = LockVigil.begin(state.opened().lock(), stop);
        Result<RunReport.Backup> backup = new Safeguard(state.request(), url, environment, journal, stop)
                .take(
                        needed.backup(),
                        needed.storage(),
                        state.plan().versionTable(),
                        state.reviewed().losses());
        Optional<Trouble> lost = vigil.end();
        return backup.fold(taken -> taken(state, needed, taken, lost, meanwhile), PhaseResult::failed);
    }

    private PhaseResult taken(
            RunState state,
            BackupNeed.Needed needed,
            RunReport.Backup backup,
            Optional<Trouble> lost,
            Meanwhile meanwhile) {
        return BackupNeed.refuse(needed, backup)
                .or(() -> lost)
                .map(PhaseResult::failed)
                .orElseGet(() -> {
                    Optional.ofNullable(backup.snapshotTime())
                            .flatMap(time -> meanwhile.since(Instant.parse(time)))
                            .ifPresent(journal::gap);
                    return PhaseResult.next(backedUp(state, backup));
                });
    }

    private static RunState backedUp(RunState state, RunReport.Backup backup) {
        return backup.scope() == BackupScope.Tables
                ? state.reviewed(state.reviewed().backedUpPartly())
                : state;
    }
}
