package dev.stillhouse.operator.migration;

import static java.net.HttpURLConnection.HTTP_CONFLICT;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.cluster.Cancellation;
import dev.stillhouse.operator.cluster.Labels;
import dev.stillhouse.operator.cluster.RunOutcomes;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;

/** Carries out what was decided about a DatabaseMigration. Each write is safe to repeat. */
@ApplicationScoped
class MigrationActor {
    private final KubernetesClient client;

    MigrationActor(KubernetesClient client) {
        this.client = client;
    }

    void act(MigrationSnapshot world, MigrationDecision decision) {
        switch (decision) {
            case MigrationDecision.Start start -> create(RunFactory.create(world, start));
            case MigrationDecision.Adopt(var run, var number) -> adopt(world, run, number);
            case MigrationDecision.Withdraw(var run) -> cancel(run);
            case MigrationDecision.Settled settled -> prune(world);
            case MigrationDecision.Stall stall -> prune(world);
            case MigrationDecision.Hold hold -> prune(world);
            case MigrationDecision.Await await -> {}
            case MigrationDecision.RetryLater later -> {}
            case MigrationDecision.AwaitApproval approval -> {}
            case MigrationDecision.Suspend suspend -> {}
        }
    }

    private void create(MigrationRun run) {
        try {
            client.resource(run).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HTTP_CONFLICT
                    || !isSame(run, client.resource(run).get())) {
                throw e;
            }
        }
    }

    /** Whether a run of this name is the very run that was to be created, by an earlier try whose echo is still to come. */
    private static boolean isSame(MigrationRun wanted, MigrationRun found) {
        return found != null
                && owner(found).equals(owner(wanted))
                && found.getSpec().equals(wanted.getSpec());
    }

    private static String owner(HasMetadata resource) {
        var owners = resource.getMetadata().getOwnerReferences();
        return owners.isEmpty() ? "" : owners.getFirst().getUid();
    }

    /** A run that is complete was adopted by an earlier try whose echo is still to come. */
    private void adopt(MigrationSnapshot world, MigrationRun run, int number) {
        // By name, so that what is looked at is what the server has.
        client.resources(MigrationRun.class)
                .inNamespace(run.getMetadata().getNamespace())
                .withName(run.getMetadata().getName())
                .edit(current -> current.getSpec().complete()
                        ? current
                        : RunFactory.complete(world.migration(), current, number));
    }

    private void cancel(MigrationRun run) {
        client.resource(run).edit(current -> {
            current.getMetadata().getAnnotations().put(Labels.CANCEL, Cancellation.SUPERSEDED);
            return current;
        });
    }

    /**
     * Deletes the oldest finished runs beyond the limit, and all looks but the newest; their Jobs and pods go with them.
     * The run that tells where the database is stays, however many backups came after it.
     */
    private void prune(MigrationSnapshot world) {
        world.runs().stream()
                .filter(run -> Bearing.isLook(run) && isFinished(run))
                .filter(run -> Looks.since(world, run).isPresent())
                .forEach(run -> client.resource(run).delete());
        var surplus = world.runs().size() - world.migration().getSpec().runHistoryLimitOrDefault();
        world.runs().stream()
                .limit(Math.max(0, surplus))
                .filter(MigrationActor::isFinished)
                .filter(run -> world.decisive().filter(run::equals).isEmpty())
                .forEach(run -> client.resource(run).delete());
    }

    private static boolean isFinished(MigrationRun run) {
        var phase = RunOutcomes.phase(run);
        return phase.terminal() || phase == RunPhase.Unknown;
    }
}
