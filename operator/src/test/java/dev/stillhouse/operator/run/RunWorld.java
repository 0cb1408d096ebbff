package dev.stillhouse.operator.run;

import static dev.stillhouse.operator.fixture.Times.NOON;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.PlanDocument;
import dev.stillhouse.operator.cluster.Adoption;
import dev.stillhouse.operator.cluster.Standing;
import dev.stillhouse.operator.fixture.BackupBuilder;
import dev.stillhouse.operator.fixture.RunBuilder;
import dev.stillhouse.report.Phase;
import dev.stillhouse.report.Progress;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is seen of a run at noon: nothing but itself, unless a test says otherwise. */
record RunWorld(RunSnapshot snapshot, Instant now) {
    static RunWorld of(RunBuilder run) {
        return of(run.build());
    }

    static RunWorld of(MigrationRun run) {
        var nothing = new RunSnapshot(
                run,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                new HeardPlan.None(),
                Surroundings.NONE,
                Seen.NOTHING);
        return new RunWorld(nothing, NOON);
    }

    MigrationRun run() {
        return snapshot.run();
    }

    RunWorld job(JobBuilders job) {
        return job(job.build());
    }

    RunWorld job(Job job) {
        return seen(Optional.of(job), snapshot.pod());
    }

    /** Its Job is there, and a pod of it. */
    RunWorld pod(PodBuilders pod) {
        return job(JobBuilders.aJob()).podAlone(pod);
    }

    /** A pod of its Job is there; the Job itself is not. */
    RunWorld podAlone(PodBuilders pod) {
        return seen(snapshot.job(), Optional.of(pod.build()));
    }

    /** Kubernetes says this in events about it, newest first. */
    RunWorld complaints(String... words) {
        return heard(List.of(words), snapshot.progress(), snapshot.settledBy());
    }

    RunWorld progress(Progress word) {
        return heard(snapshot.complaints(), Optional.of(word), snapshot.settledBy());
    }

    RunWorld settledBy(RunBuilder other) {
        return heard(snapshot.complaints(), snapshot.progress(), Optional.of(other.build()));
    }

    /** What stands around it before it is launched. */
    RunWorld around(Adoption adoption, @Nullable BackupBuilder source) {
        return with(
                new Surroundings(
                        adoption, Optional.ofNullable(source).map(BackupBuilder::build), Optional.empty(), Turn.now()),
                snapshot.seen());
    }

    /** It may be launched, and the backup that it was offered is this by now. */
    RunWorld offered(@Nullable BackupBuilder earlier) {
        return with(
                new Surroundings(
                        Adoption.ADOPTED,
                        Optional.empty(),
                        Optional.ofNullable(earlier).map(BackupBuilder::build),
                        Turn.now()),
                snapshot.seen());
    }

    /** It could be launched, and this is what the queue says. */
    RunWorld turn(Turn turn) {
        return with(
                new Surroundings(
                        snapshot.around().adoption(),
                        snapshot.around().source(),
                        snapshot.around().earlier(),
                        turn),
                snapshot.seen());
    }

    private RunWorld seen(Optional<Job> job, Optional<Pod> pod) {
        return with(new RunSnapshot(
                run(),
                job,
                pod,
                snapshot.complaints(),
                snapshot.progress(),
                snapshot.settledBy(),
                snapshot.plan(),
                snapshot.around(),
                snapshot.seen()));
    }

    private RunWorld heard(List<String> complaints, Optional<Progress> word, Optional<MigrationRun> settledBy) {
        return with(new RunSnapshot(
                run(),
                snapshot.job(),
                snapshot.pod(),
                complaints,
                word,
                settledBy,
                snapshot.plan(),
                snapshot.around(),
                snapshot.seen()));
    }

    /** The operator has looked on since noon. */
    RunWorld at(Instant time) {
        var seen = snapshot.seen();
        return new RunWorld(
                with(new Seen(Duration.between(NOON, time), seen.there(), seen.leaving(), seen.ended())).snapshot,
                time);
    }

    /** The operator has seen its pod, or its Job, for so long. */
    RunWorld thereFor(Duration time) {
        var seen = snapshot.seen();
        return with(new Seen(seen.open(), time, seen.leaving(), seen.ended()));
    }

    /** The operator has seen its pod being deleted for so long. */
    RunWorld leavingFor(Duration time) {
        var seen = snapshot.seen();
        return with(new Seen(seen.open(), seen.there(), time, seen.ended()));
    }

    /** The operator has known for so long that its runner has ended. */
    RunWorld endedFor(Duration time) {
        var seen = snapshot.seen();
        return with(new Seen(seen.open(), seen.there(), seen.leaving(), time));
    }

    private RunWorld with(Seen seen) {
        return with(snapshot.around(), seen);
    }

    private RunWorld with(Surroundings around, Seen seen) {
        return with(new RunSnapshot(
                run(),
                snapshot.job(),
                snapshot.pod(),
                snapshot.complaints(),
                snapshot.progress(),
                snapshot.settledBy(),
                snapshot.plan(),
                around,
                seen));
    }

    RunDecision decision() {
        return RunDecider.decide(snapshot, now);
    }

    Standing standing() {
        return RunStanding.of(snapshot, decision());
    }

    /** The runner has told its whole plan. */
    RunWorld plan(WholePlan plan) {
        return plan(new HeardPlan.Whole(plan));
    }

    RunWorld plan(HeardPlan plan) {
        return with(snapshot.with(plan));
    }

    /** The status that is written when the whole plan was kept. */
    MigrationRunStatus status(PlanDocument kept) {
        return RunStatuses.of(snapshot, decision(), standing(), Optional.of(kept), now);
    }

    /** The status that is written for the decision. */
    MigrationRunStatus status() {
        return RunStatuses.of(snapshot, decision(), standing(), Optional.empty(), now);
    }

    private RunWorld with(RunSnapshot seen) {
        return new RunWorld(seen, now);
    }

    /** A line of the runner's: it applies this step of three. */
    static Progress applying(int done, String revision, @Nullable List<String> rows) {
        return new Progress(
                NOON.toString(),
                Phase.APPLY,
                "Step %d of 3: %s.".formatted(done + 1, revision),
                done + 1,
                3,
                done,
                revision,
                rows,
                "sha256:plan",
                null,
                null);
    }
}
