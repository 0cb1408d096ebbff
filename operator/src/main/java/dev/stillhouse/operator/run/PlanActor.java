package dev.stillhouse.operator.run;

import static java.net.HttpURLConnection.HTTP_CONFLICT;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.PlanDocument;
import dev.stillhouse.operator.cluster.Refusals;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.operator.pod.RunnerPod;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Keeps the whole plan of a run in ConfigMaps, as soon as it was heard. A run never fails for the want of it. */
@ApplicationScoped
class PlanActor {
    private static final Logger LOG = Logger.getLogger(PlanActor.class);

    /** For how long the end of a run waits until its plan can be written. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final KubernetesClient client;
    private final ProgressFollower progress;

    PlanActor(KubernetesClient client, ProgressFollower progress) {
        this.client = client;
        this.progress = progress;
    }

    /** Writes the plan, if one is to be kept, and returns where it is. Safe to repeat. */
    Optional<PlanDocument> keep(RunSnapshot world) {
        var run = world.run();
        if (RunOutcomes.planDocument(run).isPresent()) {
            progress.dropPlan(run);
        }
        return switch (world.plan()) {
            case HeardPlan.Whole(var plan) -> keep(world, plan);
            case HeardPlan.Lost(var why) -> {
                if (hasEnded(world)) {
                    tell(run, why);
                }
                yield Optional.empty();
            }
            case HeardPlan.None none -> Optional.empty();
            case HeardPlan.Awaited awaited -> Optional.empty();
        };
    }

    private Optional<PlanDocument> keep(RunSnapshot world, WholePlan plan) {
        var run = world.run();
        try {
            PlanFactory.create(run, plan).forEach(this::create);
            return Optional.of(PlanFactory.reference(run, plan));
        } catch (KubernetesClientException e) {
            if (Refusals.isFinal(e) || (hasEnded(world) && world.seen().ended().compareTo(PATIENCE) >= 0)) {
                tell(run, String.valueOf(e.getMessage()));
                progress.dropPlan(run);
            } else if (hasEnded(world)) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private static void tell(MigrationRun run, String why) {
        LOG.warnf("The plan of run %s is not kept: %s", run.getMetadata().getName(), why);
    }

    private void create(ConfigMap part) {
        try {
            client.resource(part).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HTTP_CONFLICT) {
                throw e;
            }
            var found = client.resource(part).get();
            if (found == null || !isSame(found, part)) {
                throw new KubernetesClientException("a ConfigMap %s exists that does not belong to this run"
                        .formatted(part.getMetadata().getName()));
            }
        }
    }

    private static boolean isSame(ConfigMap found, ConfigMap part) {
        return part.getBinaryData().equals(found.getBinaryData())
                && owners(found).equals(owners(part));
    }

    private static List<String> owners(ConfigMap part) {
        return part.getMetadata().getOwnerReferences().stream()
                .map(OwnerReference::getUid)
                .toList();
    }

    private static boolean hasEnded(RunSnapshot world) {
        return world.pod().filter(pod -> RunnerPod.of(pod).hasEnded()).isPresent();
    }
}
