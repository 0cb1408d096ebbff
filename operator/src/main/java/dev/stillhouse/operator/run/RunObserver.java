package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.cluster.Adoption;
import dev.stillhouse.operator.cluster.Attempt;
import dev.stillhouse.operator.cluster.BackupNames;
import dev.stillhouse.operator.cluster.Cancellation;
import dev.stillhouse.operator.cluster.Labels;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.operator.cluster.Stopwatches;
import dev.stillhouse.operator.pod.JobEnd;
import dev.stillhouse.operator.pod.PodTrouble;
import dev.stillhouse.operator.pod.RunnerPod;
import dev.stillhouse.report.PlanKeeping;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads what a decision about a run rests on: from caches, and live only where a cache cannot be trusted or has it not. */
final class RunObserver {
    /** Events whose cause the status of the pod's containers tells better. */
    private static final Set<String> SAID_BY_CONTAINERS = Set.of("Failed", "BackOff");

    /** Label that Kubernetes gives to the pods of a Job (well-known labels, annotations and taints). */
    private static final String JOB_UID = "batch.kubernetes.io/controller-uid";

    private RunObserver() {}

    static RunSnapshot observe(
            MigrationRun run,
            Context<MigrationRun> context,
            ProgressFollower progress,
            RunQueue queue,
            Stopwatches watches,
            LastWords lastWords) {
        if (RunOutcomes.isOver(run) || RunOutcomes.phase(run) == RunPhase.Unrecognized) {
            var left = context.getSecondaryResource(Job.class);
            return new RunSnapshot(
                    run,
                    left,
                    left.isPresent()
                            ? Optional.empty()
                            : newest(context.getSecondaryResourcesAsStream(Pod.class), jobUid(run)),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    new HeardPlan.None(),
                    Surroundings.NONE,
                    Seen.NOTHING);
        }
        var job = job(run, context);
        var pod = pod(run, job, context, lastWords);
        var seen = Seen.of(run, job, pod, watches);
        var world = new RunSnapshot(
                run,
                job,
                pod,
                complaints(job, pod, context.getClient(), seen),
                progress.latest(run),
                settledBy(run, context),
                new HeardPlan.None(),
                job.isPresent() ? Surroundings.NONE : surroundings(run, context.getClient(), queue),
                seen);
        return world.with(plan(world, progress));
    }

    private static Surroundings surroundings(MigrationRun run, KubernetesClient client, RunQueue queue) {
        var adoption = Adoption.of(run, migration(run, client));
        var mayBeLaunched = adoption == Adoption.ADOPTED && !Adoption.wasLaunched(run) && !Cancellation.isAsked(run);
        return new Surroundings(
                adoption,
                live(BackupNames.readBy(run), run, client),
                live(BackupNames.offeredTo(run), run, client),
                mayBeLaunched ? queue.turnOf(run) : Turn.now());
    }

    /** What is kept already, or can be had no more, is not asked for. */
    private static HeardPlan plan(RunSnapshot world, ProgressFollower progress) {
        if (RunOutcomes.planDocument(world.run()).isPresent()
                || world.run().getSpec().planOrDefault().keepOrDefault() == PlanKeeping.Never
                || world.phase() == RunPhase.Unknown
                || world.job().filter(world::isForeign).isPresent()) {
            return new HeardPlan.None();
        }
        return world.pod()
                .filter(pod -> RunnerPod.of(pod).mayHaveToldPlan())
                .map(pod -> progress.finalPlan(world.run(), pod))
                .orElseGet(() -> progress.plan(world.run()));
    }

    /** Live: a run is launched only for what there is now. */
    private static Optional<DatabaseMigration> migration(MigrationRun run, KubernetesClient client) {
        return Optional.ofNullable(client.resources(DatabaseMigration.class)
                        .inNamespace(run.getMetadata().getNamespace())
                        .withName(run.getSpec().migrationRef().name())
                        .get())
                .filter(migration -> migration.getMetadata().getDeletionTimestamp() == null);
    }

    /** Live: what is brought back, verified or used has to be what it is now. */
    private static Optional<MigrationBackup> live(Optional<String> backup, MigrationRun run, KubernetesClient client) {
        return backup.map(name -> client.resources(MigrationBackup.class)
                .inNamespace(run.getMetadata().getNamespace())
                .withName(name)
                .get());
    }

    /**
     * A Job that was created and is not in the cache may only be missing from the cache, or not be ours. One may have been
     * created though it was not recorded; to repeat that does no harm, but to withdraw the run would.
     */
    private static Optional<Job> job(MigrationRun run, Context<MigrationRun> context) {
        var cached = context.getSecondaryResource(Job.class);
        var mayBeCreated = Cancellation.isAsked(run)
                || Optional.ofNullable(run.getStatus())
                        .map(MigrationRunStatus::job)
                        .isPresent();
        return cached.isPresent() || !mayBeCreated
                ? cached
                : Optional.ofNullable(context.getClient()
                        .batch()
                        .v1()
                        .jobs()
                        .inNamespace(run.getMetadata().getNamespace())
                        .withName(run.getMetadata().getName())
                        .get());
    }

    private static Optional<Pod> pod(
            MigrationRun run, Optional<Job> job, Context<MigrationRun> context, LastWords lastWords) {
        var jobUid = job.map(Job::getMetadata).map(ObjectMeta::getUid).or(() -> jobUid(run));
        var cached = newest(context.getSecondaryResourcesAsStream(Pod.class), jobUid);
        // A Job that has ended without a pod may only be missing it in the cache.
        var there = cached.isPresent() || job.flatMap(JobEnd::of).isEmpty()
                ? cached
                : newest(live(run, context.getClient()), jobUid);
        return there.or(() -> newest(lastWords.of(run, job), jobUid));
    }

    private static Optional<String> jobUid(MigrationRun run) {
        return Optional.ofNullable(run.getStatus()).map(MigrationRunStatus::job).map(MigrationRunStatus.JobRef::uid);
    }

    private static Optional<Pod> newest(Stream<Pod> pods, Optional<String> jobUid) {
        return pods.filter(pod -> jobUid.filter(uid -> isOf(pod, uid)).isPresent())
                .max(Comparator.comparing(pod -> pod.getMetadata().getCreationTimestamp()));
    }

    /** Its label tells it too where the Job was deleted without its pod ({@code --cascade=orphan}), which then has no owner. */
    private static boolean isOf(Pod pod, String jobUid) {
        var meta = pod.getMetadata();
        return jobUid.equals(Optional.ofNullable(meta.getLabels())
                        .map(labels -> labels.get(JOB_UID))
                        .orElse(null))
                || meta.getOwnerReferences().stream().anyMatch(owner -> jobUid.equals(owner.getUid()));
    }

    private static Stream<Pod> live(MigrationRun run, KubernetesClient client) {
        return client
                .pods()
                .inNamespace(run.getMetadata().getNamespace())
                .withLabel(Labels.RUN, run.getMetadata().getName())
                .list()
                .getItems()
                .stream();
    }

    /**
     * What events say of a Job without a pod, or of a pod that its node has not started and whose status is silent: both say
     * it nowhere else. To list events costs the API server much, so that nobody asks early or often ({@link StartChecks}).
     */
    private static List<String> complaints(Optional<Job> job, Optional<Pod> pod, KubernetesClient client, Seen seen) {
        var subject = pod.filter(pending ->
                        isPending(pending) && PodTrouble.of(pending, List.of()).isEmpty())
                .<HasMetadata>map(pending -> pending)
                .or(() -> pod.isPresent() ? Optional.empty() : job.filter(unborn -> !JobEnd.isSuspended(unborn)));
        return subject.filter(resource -> StartChecks.isDue(seen.there())).stream()
                .flatMap(resource -> warnings(resource, client))
                .toList();
    }

    private static Stream<String> warnings(HasMetadata about, KubernetesClient client) {
        return client
                .v1()
                .events()
                .inNamespace(about.getMetadata().getNamespace())
                .withField("involvedObject.uid", about.getMetadata().getUid())
                .list()
                .getItems()
                .stream()
                .filter(event -> "Warning".equals(event.getType()) && !SAID_BY_CONTAINERS.contains(event.getReason()))
                .sorted(Comparator.comparing(RunObserver::time).reversed())
                .map(event -> event.getReason() + ": " + event.getMessage());
    }

    private static String time(Event event) {
        return Stream.of(
                        event.getLastTimestamp(),
                        event.getEventTime() == null
                                ? null
                                : event.getEventTime().getTime(),
                        event.getMetadata().getCreationTimestamp())
                .filter(time -> time != null)
                .findFirst()
                .orElse("");
    }

    /** The run that has read the database for this one, or the last that tried to and gave up. */
    private static Optional<MigrationRun> settledBy(MigrationRun run, Context<MigrationRun> context) {
        var settling = context.getSecondaryResourcesAsStream(MigrationRun.class)
                .filter(other -> other.getSpec().settlesRef() != null
                        && other.getSpec().settlesRef().means(run))
                .filter(other -> RunOutcomes.phase(other) == RunPhase.Succeeded || hasGivenUp(other))
                .toList();
        return settling.stream()
                .filter(other -> RunOutcomes.phase(other) == RunPhase.Succeeded)
                .findFirst()
                .or(() -> settling.stream().findFirst());
    }

    private static boolean hasGivenUp(MigrationRun settling) {
        return RunOutcomes.phase(settling) == RunPhase.Failed && Attempt.isLast(settling, RunOutcomes.reason(settling));
    }

    private static boolean isPending(Pod pod) {
        return pod.getStatus() == null || "Pending".equals(pod.getStatus().getPhase());
    }
}
