package dev.stillhouse.operator.run;

import static dev.stillhouse.operator.fixture.Times.NOON;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.PlanDocument;
import dev.stillhouse.operator.cluster.Standing;
import dev.stillhouse.operator.fixture.BackupBuilder;
import dev.stillhouse.operator.fixture.RunBuilder;
import dev.stillhouse.report.Phase;
import dev.stillhouse.report.Progress;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is seen of a run at noon: nothing but itself, unless a test says otherwise. */
record RunWorld(RunSnapshot snapshot, Instant now) {
    static RunWorld of(RunBuilder run) {
        var nothing = new RunSnapshot(
                run.build(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Surroundings.NONE);
        return new RunWorld(nothing, NOON);
    }

    MigrationRun run() {
        return snapshot.run();
    }

    RunWorld job(JobBuilders job) {
        return seen(Optional.of(job.build()), snapshot.pod());
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
    RunWorld around(boolean migrationExists, @Nullable RunBuilder ahead, @Nullable BackupBuilder source) {
        var around = new Surroundings(
                migrationExists,
                Optional.ofNullable(ahead).map(RunBuilder::build),
                Optional.ofNullable(source).map(BackupBuilder::build));
        return with(new RunSnapshot(
                run(),
                snapshot.job(),
                snapshot.pod(),
                snapshot.complaints(),
                snapshot.progress(),
                snapshot.settledBy(),
                snapshot.plan(),
                around));
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
                snapshot.around()));
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
                snapshot.around()));
    }

    RunWorld at(Instant time) {
        return new RunWorld(snapshot, time);
    }

    RunDecision decision() {
        return RunDecider.decide(snapshot, now);
    }

    Standing standing() {
        return RunStanding.of(snapshot, decision());
    }

    /** The runner has told its whole plan. */
    RunWorld plan(WholePlan plan) {
        return with(snapshot.with(Optional.of(plan)));
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
