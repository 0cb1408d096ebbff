package dev.stillhouse.runner.run;

import dev.stillhouse.report.BackupPolicy;
import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupWriters;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.contents.QualifiedName;
import dev.stillhouse.runner.contents.TablesAtStake;
import dev.stillhouse.runner.decide.BackupNeed;
import dev.stillhouse.runner.decide.BackupWords;
import dev.stillhouse.runner.decide.WritersWait;
import dev.stillhouse.runner.model.Losses;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.RowLoss;
import dev.stillhouse.runner.model.SessionName;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.NeutralSession;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The phase backup of a run that migrates, if its plan needs one; where writers are to wait for it, it comes in the next phase. */
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
        if (state.isApplied()) {
            return PhaseResult.next(state);
        }
        if (!(state.need() instanceof BackupNeed.Needed needed)) {
            tellOfWriters(state.request().backup());
            return PhaseResult.next(state);
        }
        journal.say(needed.why());
        BackupWords.unforeseen(
                        needed.backup().exclude(), state.reviewed().judged().losses())
                .ifPresent(journal::say);
        Optional<RowChoice> rows = RowChoice.of(state, needed.backup(), url);
        if (rows.isPresent() && rows.get() instanceof RowChoice.Saved(List<RowLoss> statements)) {
            journal.say("The rows that are about to change are saved right before each statement, under its own lock.");
            return PhaseResult.next(state.reviewed(state.reviewed().saving(statements)));
        }
        Optional<String> notByRow = rows.map(choice -> ((RowChoice.NotByRow) choice).why());
        notByRow.ifPresent(why -> journal.say("Rows are not saved one by one, as " + why + "."));
        Judged judged = state.reviewed().judged();
        return switch (WritersWait.decide(needed, state.plan(), judged.findings(), judged.losses(), judged.ending())) {
            case WritersWait.Nobody nobody -> before(state, needed, notByRow, losses(judged));
            case WritersWait.During(int first, int last) -> later(state, needed, first, last);
            case WritersWait.Impossible(Trouble trouble) -> PhaseResult.failed(trouble);
        };
    }

    /** A manifest and the defaults that it is laid over may say it together; in one place it is refused. */
    private void tellOfWriters(RunRequest.@Nullable Backup backup) {
        if (backup != null && backup.when() == BackupPolicy.Never && backup.writers() == BackupWriters.Wait) {
            journal.say(
                    "Nobody waits although spec.backup.writers is Wait: spec.backup.when is Never, so that there is no"
                            + " backup for which they could.");
        }
    }

    /** Where a backup is wanted of a plan in which nothing was found, it is not for what was found. */
    private static Losses losses(Judged judged) {
        return judged.findings().isEmpty() && judged.losses() instanceof Losses.Known
                ? new Losses.Unknown("a backup is wanted before every change, and nothing was found in this one")
                : judged.losses();
    }

    /** Which tables are to be locked is known before anything is applied. */
    private PhaseResult later(RunState state, BackupNeed.Needed needed, int first, int last) {
        return NeutralSession.open(
                        url, state.request().session().role(), SessionName.of(state.request()), new Cancellation())
                .then(session -> {
                    try (session) {
                        return TablesAtStake.read(session, state.reviewed().losses());
                    }
                })
                .fold(
                        tables -> switch (tables) {
                            case TablesAtStake.Any(String why) ->
                                PhaseResult.failed(WritersWait.anyTable(why).trouble());
                            case TablesAtStake.Known(List<QualifiedName> names) ->
                                names.isEmpty()
                                        ? PhaseResult.failed(
                                                WritersWait.anyTable("none of those that it names is there")
                                                        .trouble())
                                        : PhaseResult.next(state.backingUp(new UnderLock(needed, first, last, names)));
                        },
                        PhaseResult::failed);
    }

    private PhaseResult before(RunState state, BackupNeed.Needed needed, Optional<String> notByRow, Losses losses) {
        return new EarlierBackup(state.request(), url, environment, journal, stop)
                .find(state, needed.backup(), needed.storage(), losses)
                .filter(used -> isCountedOn(state, used, losses))
                .map(used -> reused(state, used, losses))
                .orElseGet(() -> now(state, needed, notByRow, losses));
    }

    /** Who has put another database in the place of this one has not its counters. */
    private boolean isCountedOn(RunState state, EarlierBackup.Used used, Losses losses) {
        boolean isBelow = Meanwhile.isBelow(state.request(), url, losses, journal, used);
        if (isBelow) {
            journal.say("The backup " + used.backup().reused()
                    + " of an earlier attempt is not used: the server has counted"
                    + " more rows then than now, so that the database may be another one, or its counters were set"
                    + " back. Another one is taken.");
        }
        return !isBelow;
    }

    /** No time passes between this and the first step but what the look at the database takes. */
    private PhaseResult reused(RunState state, EarlierBackup.Used used, Losses losses) {
        journal.backup(used.backup());
        journal.gap(Meanwhile.sinceEarlier(state.request(), url, losses, journal, used));
        return PhaseResult.next(backedUp(state, used.backup(), losses));
    }

    private PhaseResult now(RunState state, BackupNeed.Needed needed, Optional<String> notByRow, Losses losses) {
        Meanwhile meanwhile = Meanwhile.begin(state.request(), url, losses, journal);
        LockVigil vigil = LockVigil.begin(state.opened().lock(), stop);
        Result<RunReport.Backup> backup = new Safeguard(
                        state.request(), url, environment, journal, stop, "nothing was applied")
                .take(
                        needed.backup(),
                        notByRow,
                        needed.storage(),
                        state.plan().versionTable(),
                        losses,
                        new Cancellation());
        Optional<Trouble> lost = vigil.end();
        return backup.fold(taken -> taken(state, needed, taken, losses, lost, meanwhile), PhaseResult::failed);
    }

    private PhaseResult taken(
            RunState state,
            BackupNeed.Needed needed,
            RunReport.Backup backup,
            Losses losses,
            Optional<Trouble> lost,
            Meanwhile meanwhile) {
        return BackupNeed.refuse(needed, backup)
                .or(() -> lost)
                .map(PhaseResult::failed)
                .orElseGet(() -> {
                    Optional.ofNullable(backup.snapshotTime())
                            .flatMap(time -> meanwhile.since(Instant.parse(time)))
                            .ifPresent(journal::gap);
                    return PhaseResult.next(backedUp(state, backup, losses));
                });
    }

    /** Where all that can be lost is known, the steps are held to it, as something else may be in no backup. */
    private static RunState backedUp(RunState state, RunReport.Backup backup, Losses losses) {
        return backup.scope() == BackupScope.Tables && losses instanceof Losses.Known
                ? state.reviewed(state.reviewed().backedUpPartly())
                : state;
    }
}
