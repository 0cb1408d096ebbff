package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.cluster.Labels;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.operator.pod.JobEnd;
import dev.stillhouse.operator.pod.RunnerPod;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads what a decision about a run rests on: from caches, and live only where a cache cannot be trusted or has it not. */
final class RunObserver {
    /** A pod that starts normally is not asked about. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Events whose cause the status of the pod's containers tells better. */
    private static final Set<String> SAID_BY_CONTAINERS = Set.of("Failed", "BackOff");

    private RunObserver() {}

    static RunSnapshot observe(
            MigrationRun run, Context<MigrationRun> context, ProgressFollower progress, Instant now) {
        if (RunOutcomes.phase(run).terminal()) {
            return new RunSnapshot(
                    run,
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Surroundings.NONE);
        }
        if (!run.getSpec().complete()) {
            return new RunSnapshot(
                    run,
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    new Surroundings(migrationExists(run, context.getClient()), ahead(run, context), Optional.empty()));
        }
        var job = job(run, context);
        var pod = pod(run, job, context);
        var world = new RunSnapshot(
                run,
                job,
                pod,
                complaints(job, pod, context.getClient(), now),
                progress.latest(run),
                settledBy(run, context),
                Optional.empty(),
                job.isPresent()
                        ? Surroundings.NONE
                        : new Surroundings(true, Optional.empty(), source(run, context.getClient())));
        return world.with(plan(world, progress));
    }

    /** What is kept already, or can be had no more, is not asked for. */
    private static Optional<WholePlan> plan(RunSnapshot world, ProgressFollower progress) {
        if (RunOutcomes.planDocument(world.run()).isPresent()
                || world.phase() == RunPhase.Unknown
                || world.job().filter(world::isForeign).isPresent()) {
            return Optional.empty();
        }
        return world.pod()
                .filter(pod -> RunnerPod.of(pod).mayHaveToldPlan())
                .flatMap(pod -> progress.finalPlan(world.run(), pod))
                .or(() -> progress.plan(world.run()));
    }

    private static boolean migrationExists(MigrationRun run, KubernetesClient client) {
        return client.resources(DatabaseMigration.class)
                        .inNamespace(run.getMetadata().getNamespace())
                        .withName(run.getSpec().migrationRef().name())
                        .get()
                != null;
    }

    private static Optional<MigrationRun> ahead(MigrationRun run, Context<MigrationRun> context) {
        return context.getPrimaryCache()
                .list(
                        run.getMetadata().getNamespace(),
                        other -> other.getSpec().complete()
                                && !RunOutcomes.phase(other).terminal()
                                && other.getSpec()
                                        .migrationRef()
                                        .equals(run.getSpec().migrationRef()))
                .findFirst();
    }

    /** Live: what is brought back has to be what it is now. */
    private static Optional<MigrationBackup> source(MigrationRun run, KubernetesClient client) {
        return Optional.ofNullable(run.getSpec().restore())
                .map(restore -> client.resources(MigrationBackup.class)
                        .inNamespace(run.getMetadata().getNamespace())
                        .withName(restore.backup())
                        .get());
    }

    /** A Job that was created and is not in the cache may only be missing from the cache, or not be ours. */
    private static Optional<Job> job(MigrationRun run, Context<MigrationRun> context) {
        var cached = context.getSecondaryResource(Job.class);
        var wasCreated = Optional.ofNullable(run.getStatus())
                .map(MigrationRunStatus::job)
                .isPresent();
        return cached.isPresent() || !wasCreated
                ? cached
                : Optional.ofNullable(context.getClient()
                        .batch()
                        .v1()
                        .jobs()
                        .inNamespace(run.getMetadata().getNamespace())
                        .withName(run.getMetadata().getName())
                        .get());
    }

    private static Optional<Pod> pod(MigrationRun run, Optional<Job> job, Context<MigrationRun> context) {
        var jobUid = job.map(Job::getMetadata)
                .map(ObjectMeta::getUid)
                .or(() -> Optional.ofNullable(run.getStatus())
                        .map(MigrationRunStatus::job)
                        .map(MigrationRunStatus.JobRef::uid));
        var cached = newest(context.getSecondaryResourcesAsStream(Pod.class), jobUid);
        // A Job that has ended without a pod may only be missing it in the cache.
        return cached.isPresent() || job.flatMap(JobEnd::of).isEmpty()
                ? cached
                : newest(live(run, context.getClient()), jobUid);
    }

    private static Optional<Pod> newest(Stream<Pod> pods, Optional<String> jobUid) {
        return pods.filter(pod -> pod.getMetadata().getOwnerReferences().stream()
                        .map(OwnerReference::getUid)
                        .anyMatch(uid -> jobUid.filter(uid::equals).isPresent()))
                .max(Comparator.comparing(pod -> pod.getMetadata().getCreationTimestamp()));
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

    /** What events say of a Job without a pod, or of a pod that its node has not started: both say it nowhere else. */
    private static List<String> complaints(Optional<Job> job, Optional<Pod> pod, KubernetesClient client, Instant now) {
        var subject = pod.filter(RunObserver::isPending)
                .<HasMetadata>map(pending -> pending)
                .or(() -> pod.isPresent() ? Optional.empty() : job);
        return subject.filter(resource -> isOlderThan(resource, PATIENCE, now)).stream()
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

    private static Optional<MigrationRun> settledBy(MigrationRun run, Context<MigrationRun> context) {
        return context.getSecondaryResourcesAsStream(MigrationRun.class)
                .filter(other -> RunOutcomes.phase(other) == RunPhase.Succeeded)
                .filter(other ->
                        run.getMetadata().getName().equals(other.getSpec().settles()))
                .findFirst();
    }

    private static boolean isPending(Pod pod) {
        return pod.getStatus() == null || "Pending".equals(pod.getStatus().getPhase());
    }

    private static boolean isOlderThan(HasMetadata resource, Duration age, Instant now) {
        return Instant.parse(resource.getMetadata().getCreationTimestamp())
                .plus(age)
                .isBefore(now);
    }
}
