package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.DatabaseIdentity;
import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus;
import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus.AppliedWith;
import dev.stillhouse.api.v1alpha1.ExecutedRequest;
import dev.stillhouse.api.v1alpha1.Held;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunSpec.RequestRef;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunResult;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.api.v1alpha1.RunRef;
import dev.stillhouse.operator.cluster.RoutineRuns;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Reason;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the past of a DatabaseMigration says of where its database is, who brought it there, and what is known. It is read
 * from the runs, in their order, by the table of {@link Bearing}, and from what is remembered of those that are gone.
 *
 * @param migration the DatabaseMigration
 * @param runs its runs, by ascending number
 * @param memory what does not depend on the runs
 */
record History(DatabaseMigration migration, List<MigrationRun> runs, Memory memory) {

    /** The run that left the database where it stands, or that found it there when it settled another. */
    Optional<MigrationRun> stand() {
        return newestFirst().filter(run -> Bearing.of(run) == Bearing.STANDS).findFirst();
    }

    /**
     * The newest run that has read where the database is. None, if a later one is gone whose reading the status still has: an
     * older one would take the database back to where it was before.
     */
    Optional<MigrationRun> sighting() {
        return readings()
                .filter(run -> RunOutcomes.rows(run).isPresent())
                .findFirst()
                .filter(run -> !isBeforeRecord(run));
    }

    /** Whether the run that told where the database is has been deleted, and nobody has looked since. */
    boolean isSightLost() {
        var looked = newestFirst()
                .filter(run -> RoutineRuns.isRoutine(run) && wasLetEnd(run) && !isBeforeRecord(run))
                .findFirst();
        return sighting().isEmpty() && looked.isEmpty() && (readOnRecord().isPresent() || held().isPresent());
    }

    /**
     * Whether a run ended before the reading that the status has. The newest that was ever started did not, whatever its time
     * says: a clock that was set back would let no reading count, and each be followed by another at once.
     */
    private boolean isBeforeRecord(MigrationRun run) {
        return !isNewestOfAll(run)
                && readOnRecord().filter(time -> endedBefore(run, time)).isPresent();
    }

    private boolean isNewestOfAll(MigrationRun run) {
        return Optional.ofNullable(migration.getStatus())
                .map(DatabaseMigrationStatus::lastRun)
                .filter(last -> run.getSpec().number() >= last.number())
                .isPresent();
    }

    private Optional<Instant> readOnRecord() {
        return Optional.ofNullable(migration.getStatus())
                .map(DatabaseMigrationStatus::lastReadTime)
                .map(Instant::parse);
    }

    private static boolean endedBefore(MigrationRun run, Instant time) {
        return Optional.ofNullable(run.getStatus())
                .map(MigrationRunStatus::completionTime)
                .filter(ended -> Instant.parse(ended).isBefore(time))
                .isPresent();
    }

    /** What was last read of the database that the manifest means; nothing if that was another one. */
    Optional<DatabaseIdentity> identity() {
        return sighting().filter(run -> !Wishes.isOfDatabase(migration, run)).isPresent()
                ? Optional.empty()
                : Optional.ofNullable(migration.getStatus()).map(DatabaseMigrationStatus::database);
    }

    Optional<MigrationRun> named(String name) {
        return runs.stream()
                .filter(run -> name.equals(run.getMetadata().getName()))
                .findFirst();
    }

    /** The run of unknown outcome that another one settles, while it is there. */
    Optional<MigrationRun> settledBy(MigrationRun run) {
        return Optional.ofNullable(run.getSpec().settlesRef()).flatMap(this::meant);
    }

    /** The run that is meant, while it is there. */
    Optional<MigrationRun> meant(RunRef run) {
        return named(run.name()).filter(run::means);
    }

    /** Why the run that this one has settled did not do its work. */
    Reason shortfall(MigrationRun by) {
        return settledBy(by)
                .flatMap(RunOutcomes::loss)
                .map(RunOutcomes::shortfall)
                .orElse(Reason.Lost);
    }

    /** Whether the run that left the database where it is has left it where the manifest wanted it when it was made. */
    boolean isAnswer(MigrationRun run) {
        return switch (behind(run)) {
            case Migrate, Observe -> isDone(run) && !run.getSpec().goesDownToKnown();
            case Upgrade, Downgrade, Stamp -> isDoneForManifest(run) || isSeenAtTarget(run);
            case Backup, Restore, Verify, Unknown -> false;
        };
    }

    /** The run whose words say that the database is where the manifest wants it, for the one that has left it there. */
    MigrationRun witness(MigrationRun answer) {
        return isMove(answer) && !isDoneForManifest(answer)
                ? readingSince(answer).orElse(answer)
                : answer;
    }

    private static boolean isDoneForManifest(MigrationRun run) {
        return isDone(run) && isAimedAtManifest(run);
    }

    /** Whether the database is where a run was to bring it. */
    static boolean isDone(MigrationRun run) {
        return RunOutcomes.phase(run) == RunPhase.Succeeded
                && (run.getSpec().operation() != Operation.Observe || RunOutcomes.isAtTarget(run));
    }

    /** What was to be done by the run, or by the one that it settles. */
    private static Operation behind(MigrationRun run) {
        var request = Optional.ofNullable(run.getSpec().request());
        return Kind.of(run) == Kind.SETTLEMENT
                ? request.map(RequestRef::operation).orElse(Operation.Migrate)
                : run.getSpec().operation();
    }

    /** Whether somebody has asked for the database to be where the run left it, or where it found it in settling that. */
    static boolean isMove(MigrationRun run) {
        return switch (Kind.of(run)) {
            case MOVE -> true;
            case SETTLEMENT -> run.getSpec().request() != null;
            case MIGRATION, LOOK, ASIDE -> false;
        };
    }

    private static boolean isAimedAtManifest(MigrationRun run) {
        return run.getSpec().targetsOrTarget().equals(run.getSpec().wish().targets());
    }

    private boolean isSeenAtTarget(MigrationRun run) {
        return readingSince(run)
                .filter(History::isDone)
                .filter(look -> look.getSpec()
                        .wish()
                        .targets()
                        .equals(run.getSpec().wish().targets()))
                .isPresent();
    }

    /** The newest look of the operator's own after a move that has read the same database; one that could not takes nothing away. */
    private Optional<MigrationRun> readingSince(MigrationRun move) {
        return newestFirst()
                .filter(run -> run.getSpec().number() > move.getSpec().number() && RoutineRuns.isRoutine(run))
                .filter(run -> RunOutcomes.rows(run).isPresent() && areOfOneDatabase(run, move))
                .findFirst();
    }

    private static boolean areOfOneDatabase(MigrationRun one, MigrationRun other) {
        return one.getSpec().database().isSameAs(other.getSpec().database());
    }

    /** The newest look of the operator's own after the run of a number, however it ended, if it was let end. */
    Optional<MigrationRun> lookSince(int number) {
        return newestFirst()
                .filter(run -> run.getSpec().number() > number && RoutineRuns.isRoutine(run) && wasLetEnd(run))
                .findFirst();
    }

    /** The newest run, if it is a look whose pod was taken away: nothing was seen, and it is looked again. */
    Optional<MigrationRun> lookTakenAway() {
        return newestFirst().findFirst().filter(run -> RoutineRuns.isRoutine(run) && isTakenAway(run));
    }

    /** Neither its pod was taken away, nor was it withdrawn before it began. */
    private static boolean wasLetEnd(MigrationRun run) {
        return !isTakenAway(run) && Ending.of(run) != Ending.VOID;
    }

    private static boolean isTakenAway(MigrationRun run) {
        return RunOutcomes.isOver(run) && RunOutcomes.reason(run) == Reason.Disrupted;
    }

    /** What keeps the database where it is, until other targets or a retry are asked for. */
    Optional<Held> held() {
        return Stream.of(heldByStand(), heldOnRecord(), vanished().map(gone -> Holds.by(this, gone)))
                .flatMap(Optional::stream)
                .max(Comparator.comparingInt(Held::number))
                .filter(held -> !Wishes.endsHold(migration, held));
    }

    private Optional<Held> heldByStand() {
        return stand().filter(run -> isMove(run) && !isAnswer(run)).map(run -> Holds.by(this, run));
    }

    /** It holds although its run is deleted; a newer run that moved the database, or left it at the target, ends it. */
    private Optional<Held> heldOnRecord() {
        return memory.held()
                .filter(held -> stand().filter(run -> run.getSpec().number() > held.number()
                                || (run.getSpec().number() == held.number() && isAnswer(run)))
                        .isEmpty());
    }

    /** A move whose run went before its end was known, if that is not on record yet, and no newer run stands for more. */
    private Optional<ExecutedRequest> vanished() {
        return memory.vanished(runs)
                .filter(gone -> memory.held()
                        .filter(held -> held.number() >= gone.number())
                        .isEmpty())
                .filter(gone -> stand().filter(run -> run.getSpec().number() > gone.number())
                        .isEmpty());
    }

    /** Whether it takes a look to tell if a move has left the database at the manifest's target, or where it is at all. */
    boolean isToBeSeen() {
        var unseen =
                vanished().filter(gone -> lookSince(gone.number()).isEmpty()).isPresent();
        return unseen
                || stand().filter(run -> isMove(run) && behind(run) != Operation.Restore)
                        .filter(run -> run.getSpec().settlesRef() == null
                                || RunOutcomes.rows(run).isPresent())
                        .filter(run -> !Wishes.endsHold(
                                migration,
                                run.getSpec().wish().targets(),
                                run.getSpec().wish().retry()))
                        .filter(run -> !isAnswer(run))
                        .filter(run -> lookSince(run.getSpec().number()).isEmpty())
                        .isPresent();
    }

    /** Whether the project that is wanted now has read the database, so that it is known which version table it means. */
    boolean isReadByWantedProject() {
        return readings()
                .filter(run -> RunOutcomes.isOver(run) && !isTakenAway(run))
                .findFirst()
                .filter(run -> Wishes.isOfProject(migration, run))
                .isPresent();
    }

    /** Somebody else has moved the database: it is not where the run that moved it last has left it. */
    Optional<Drift> drift() {
        return stand().filter(left -> RunOutcomes.rows(left).isPresent() && !isMovedSince(left))
                .flatMap(left -> sighting()
                        .filter(seen -> areOfOneDatabase(seen, left))
                        .filter(seen -> !RunOutcomes.rows(seen).equals(RunOutcomes.rows(left)))
                        .map(seen -> new Drift(left, seen)));
    }

    /** Whether somebody's request has moved the database since, by a run that is gone. */
    private boolean isMovedSince(MigrationRun left) {
        return Stream.concat(
                        memory.held().map(Held::number).stream(),
                        memory.vanished(runs).map(ExecutedRequest::number).stream())
                .anyMatch(number -> number > left.getSpec().number());
    }

    /**
     * Which project knows the revisions that the database is at: what was learnt last. A project that knows a revision knows
     * all below it, so that one is enough. Nothing is learnt of one in a ConfigMap, whose content may have changed since.
     */
    Optional<AppliedWith> known() {
        return readings()
                .flatMap(run -> lesson(run).stream())
                .findFirst()
                .or(() -> Optional.ofNullable(migration.getStatus()).map(DatabaseMigrationStatus::appliedWith));
    }

    /** A plan that could be made shows that the project knows where the database is. */
    private static Optional<AppliedWith> lesson(MigrationRun run) {
        var project = run.getSpec().project();
        return RunOutcomes.result(run)
                .filter(result -> result.pending() != null && project.image() != null)
                .filter(result -> result.revisionsAfter() != null)
                .map(result -> new AppliedWith(
                        run.getMetadata().getName(),
                        Objects.requireNonNull(result.revisionsAfter()),
                        result.imageDigest(),
                        // With the very image that ran, where the node tells its name: a tag may mean another one
                        // later.
                        isPinned(result) ? project.withImage(Objects.requireNonNull(result.imageDigest())) : project));
    }

    private static boolean isPinned(RunResult result) {
        return result.imageDigest() != null && result.imageDigest().contains("@");
    }

    /** Whether the run before went down as far as it was to, and yet did not lead to where the project knows its way. */
    boolean wayDownWasTried(MigrationRun lost) {
        return newestFirst()
                .filter(run -> run.getSpec().number() < lost.getSpec().number() && Bearing.of(run) == Bearing.STANDS)
                .findFirst()
                .filter(run -> run.getSpec().goesDownToKnown() && RunOutcomes.phase(run) == RunPhase.Succeeded)
                .filter(run -> Wishes.areOfOneWish(run, lost))
                .isPresent();
    }

    /** When the database was read last, or was to be read: one that cannot be reached is not asked without a pause. */
    Optional<Instant> lastReadTime() {
        return readings()
                .filter(run -> RunOutcomes.isOver(run))
                .flatMap(run -> Stream.ofNullable(run.getStatus())
                        .map(MigrationRunStatus::completionTime)
                        .flatMap(Stream::ofNullable))
                .map(Instant::parse)
                .max(Comparator.naturalOrder());
    }

    private Stream<MigrationRun> readings() {
        return newestFirst().filter(run -> Bearing.of(run) != Bearing.NOTHING);
    }

    private Stream<MigrationRun> newestFirst() {
        return runs.reversed().stream();
    }
}
