package dev.stillhouse.operator.backup;

import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.api.v1alpha1.MigrationBackupStatus;
import dev.stillhouse.api.v1alpha1.MigrationBackupStatus.Deletion;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.cluster.BackupNames;
import dev.stillhouse.operator.cluster.Labels;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.operator.defaults.RunDefaults;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what a decision about a backup rests on: from caches, and live where a cache may be behind. */
final class BackupObserver {
    static final String BY_MIGRATION = "migration";
    private static final String BY_BACKUP = "backup";
    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

    private BackupObserver() {}

    /** The key in the index {@value #BY_MIGRATION} of a cache of backups. */
    static String family(String namespace, String migration) {
        return namespace + "/" + migration;
    }

    static BackupSnapshot observe(MigrationBackup backup, Context<MigrationBackup> context, RunDefaults defaults) {
        var run = run(backup, context);
        var marked = Marks.isMarked(backup);
        var family = context.getPrimaryCache()
                .byIndex(
                        BY_MIGRATION,
                        family(
                                backup.getMetadata().getNamespace(),
                                backup.getSpec().migrationRef().name()));
        var job = marked ? job(backup, context.getClient()) : Optional.<Job>empty();
        return new BackupSnapshot(
                backup,
                run,
                context.getSecondaryResource(DatabaseMigration.class).map(defaults::applyTo),
                family,
                Verifications.news(backup, context.getSecondaryResourcesAsStream(MigrationRun.class)),
                marked ? sharedWith(backup, context) : Optional.empty(),
                marked ? Set.of() : inUse(family, context),
                marked ? busyWith(backup, run, context) : Optional.empty(),
                job,
                job.flatMap(found -> pod(found, context.getClient())));
    }

    /** A run that is not in the cache may only be missing there; one of another uid is another run. */
    private static Optional<MigrationRun> run(MigrationBackup backup, Context<MigrationBackup> context) {
        var wanted = backup.getSpec().run();
        return context.getSecondaryResourcesAsStream(MigrationRun.class)
                .filter(run -> run.getMetadata().getUid().equals(wanted.uid()))
                .findFirst()
                .or(() -> isConcluded(backup)
                        ? Optional.empty()
                        : Optional.ofNullable(context.getClient()
                                        .resources(MigrationRun.class)
                                        .inNamespace(backup.getMetadata().getNamespace())
                                        .withName(wanted.name())
                                        .get())
                                .filter(run -> run.getMetadata().getUid().equals(wanted.uid())));
    }

    /** Prepares the cache of runs to find those under way by the backup that they need. */
    static void index(InformerEventSource<MigrationRun, MigrationBackup> runs) {
        runs.addIndexers(Map.of(BY_BACKUP, BackupsInUse::keys));
    }

    @SuppressWarnings("unchecked") // the one source of runs is made here
    private static Set<String> inUse(List<MigrationBackup> family, Context<MigrationBackup> context) {
        var runs = (InformerEventSource<MigrationRun, MigrationBackup>)
                context.eventSourceRetriever().getEventSourceFor(MigrationRun.class);
        return BackupsInUse.of(family, key -> runs.byIndex(BY_BACKUP, key));
    }

    private static Optional<String> busyWith(
            MigrationBackup backup, Optional<MigrationRun> run, Context<MigrationBackup> context) {
        return reader(backup, context)
                .map(other -> "run %s is to read them, or may use them as its backup."
                        .formatted(other.getMetadata().getName()))
                .or(() -> isConcluded(backup) ? Optional.empty() : writer(backup, run, context.getClient()));
    }

    private static Optional<MigrationRun> reader(MigrationBackup backup, Context<MigrationBackup> context) {
        return context.getSecondaryResourcesAsStream(MigrationRun.class)
                .filter(run -> !RunOutcomes.isOver(run))
                .filter(run ->
                        BackupNames.neededBy(run).anyMatch(backup.getMetadata().getName()::equals))
                .findFirst();
    }

    /** One that is to be deleted itself does not need them. */
    private static Optional<String> sharedWith(MigrationBackup backup, Context<MigrationBackup> context) {
        return context.getPrimaryCache()
                .list(other -> !other.getMetadata()
                                .getUid()
                                .equals(backup.getMetadata().getUid())
                        && !Marks.isMarked(other)
                        && BackupFolders.overlap(backup, other))
                .map(other -> other.getMetadata().getNamespace() + "/"
                        + other.getMetadata().getName())
                .sorted()
                .findFirst();
    }

    /** Who may still be writing: its run, or a pod that outlives a deleted run for the length of its grace period. */
    private static Optional<String> writer(
            MigrationBackup backup, Optional<MigrationRun> run, KubernetesClient client) {
        if (run.filter(found -> !BackupDecider.isOver(found)).isPresent()) {
            return Optional.of("run %s is at work. To stop it, annotate it with %s."
                    .formatted(backup.getSpec().run().name(), Labels.CANCEL));
        }
        if (run.filter(BackupDecider::hasReported).isPresent()) {
            return Optional.empty();
        }
        return client
                .pods()
                .inNamespace(backup.getMetadata().getNamespace())
                .withLabel(Labels.RUN, backup.getSpec().run().name())
                .list()
                .getItems()
                .stream()
                .filter(pod -> pod.getStatus() == null
                        || !ENDED.contains(pod.getStatus().getPhase()))
                .findFirst()
                .map(pod -> "pod %s has not ended.".formatted(pod.getMetadata().getName()));
    }

    private static Optional<Job> job(MigrationBackup backup, KubernetesClient client) {
        return Optional.ofNullable(backup.getStatus())
                .map(MigrationBackupStatus::deletion)
                .map(Deletion::job)
                .map(name -> client.batch()
                        .v1()
                        .jobs()
                        .inNamespace(backup.getMetadata().getNamespace())
                        .withName(name)
                        .get());
    }

    private static Optional<Pod> pod(Job job, KubernetesClient client) {
        List<Pod> pods = client.pods()
                .inNamespace(job.getMetadata().getNamespace())
                .withLabel("batch.kubernetes.io/job-name", job.getMetadata().getName())
                .list()
                .getItems();
        return pods.stream().max(Comparator.comparing(pod -> pod.getMetadata().getCreationTimestamp()));
    }

    private static boolean isConcluded(MigrationBackup backup) {
        return backup.getStatus() != null && backup.getStatus().concluded();
    }
}
