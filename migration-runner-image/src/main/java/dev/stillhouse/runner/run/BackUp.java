package dev.stillhouse.runner.run;

import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.decide.BackupNeed;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.RowLoss;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.time.Instant;
import java.util.List;
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
        Optional<RowChoice> rows = RowChoice.of(state, needed.backup(), url);
        if (rows.isPresent() && rows.get() instanceof RowChoice.Saved(List<RowLoss> statements)) {
            journal.say("The rows that are about to change are saved right before each statement, under its own lock.");
            return PhaseResult.next(state.reviewed(state.reviewed().saving(statements)));
        }
        Optional<String> notByRow = rows.map(choice -> ((RowChoice.NotByRow) choice).why());
        notByRow.ifPresent(why -> journal.say("Rows are not saved one by one, as " + why + "."));
        Meanwhile meanwhile =
                Meanwhile.begin(state.request(), url, state.reviewed().losses(), journal);
        LockVigil vigil = LockVigil.begin(state.opened().lock(), stop);
        Result<RunReport.Backup> backup = new Safeguard(state.request(), url, environment, journal, stop)
                .take(
                        needed.backup(),
                        notByRow,
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
                    return PhaseResult.next(
                            backup.scope() == BackupScope.Tables
                                    ? state.reviewed(state.reviewed().backedUpPartly())
                                    : state);
                });
    }
}
