package dev.stillhouse.operator.migration;

import static java.net.HttpURLConnection.HTTP_CONFLICT;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.cluster.Labels;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.operator.cluster.VeryObject;
import dev.stillhouse.report.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Carries out what was decided about a DatabaseMigration. Each write is safe to repeat. */
@ApplicationScoped
class MigrationActor {
    private static final Logger LOG = Logger.getLogger(MigrationActor.class);
    /** How many names that are taken by something else are passed over. */
    private static final int MAX_TAKEN = 100;

    private final KubernetesClient client;

    MigrationActor(KubernetesClient client) {
        this.client = client;
    }

    /** Returns the run that was started, if one was. What must not be forgotten is on record before anything is begun. */
    Optional<MigrationRun> act(MigrationSnapshot world, MigrationDecision decision, Instant now) {
        if (decision instanceof MigrationDecision.Start start) {
            var wanted = RunFactory.create(world, start);
            note(world, Records.after(world, decision, Optional.of(wanted), now));
            return Optional.of(create(world, start, wanted));
        }
        note(world, Records.after(world, decision, Optional.empty(), now));
        if (decision instanceof MigrationDecision.Withdraw(var run)) {
            withdraw(run);
        } else if (decision.isIdle()) {
            prune(world);
        }
        return Optional.empty();
    }

    /** A name that is taken by something else is passed over: what people name so does not stand in the way. */
    private MigrationRun create(MigrationSnapshot world, MigrationDecision.Start start, MigrationRun first) {
        for (var taken = 0; taken < MAX_TAKEN; taken++) {
            var wanted = taken == 0 ? first : RunFactory.create(world, start.numbered(start.number() + taken));
            var created = create(wanted);
            if (created.isPresent()) {
                return created.get();
            }
        }
        throw new KubernetesClientException(
                "the names %s to %s are all taken by runs that are not of this DatabaseMigration; delete them"
                        .formatted(
                                RunFactory.name(world.migration(), start.number()),
                                RunFactory.name(world.migration(), start.number() + MAX_TAKEN - 1)));
    }

    /** The run, created now or before; nothing if its name is taken. */
    private Optional<MigrationRun> create(MigrationRun wanted) {
        try {
            return Optional.of(client.resource(wanted).create());
        } catch (KubernetesClientException e) {
            if (e.getCode() != HTTP_CONFLICT) {
                throw e;
            }
            var found = client.resource(wanted).get();
            if (found == null || !isSame(wanted, found)) {
                return Optional.empty();
            }
            if (isNeverBegun(found)) {
                return inPlaceOf(found, wanted);
            }
            return RunOutcomes.isOver(found) ? Optional.empty() : Optional.of(found);
        }
    }

    /** Whether a run of this name is the very run that was to be created, by an earlier try that was not recorded. */
    private static boolean isSame(MigrationRun wanted, MigrationRun found) {
        return owner(found).equals(owner(wanted)) && found.getSpec().equals(wanted.getSpec());
    }

    /** While the status cannot be written no run is named in it in time, and each try would leave one more of them. */
    private static boolean isNeverBegun(MigrationRun found) {
        return RunOutcomes.isOver(found) && RunOutcomes.reason(found) == Reason.NotAdopted;
    }

    /** Nothing if it does not go at once, as somebody has given it a finalizer. */
    private Optional<MigrationRun> inPlaceOf(MigrationRun found, MigrationRun wanted) {
        VeryObject.delete(client, found);
        return client.resource(wanted).get() == null
                ? Optional.of(client.resource(wanted).create())
                : Optional.empty();
    }

    private static String owner(HasMetadata resource) {
        var owners = resource.getMetadata().getOwnerReferences();
        return owners.isEmpty() ? "" : owners.getFirst().getUid();
    }

    private void note(MigrationSnapshot world, Memory memory) {
        var migration = world.migration();
        if (!Records.isNews(migration, memory)) {
            return;
        }
        client.resource(Records.record(migration, memory)).createOr(NonDeletingOperation::update);
        VeryObject.annotate(client, migration, Labels.RECORD, Records.note(migration, memory));
    }

    private void withdraw(MigrationRun run) {
        VeryObject.annotate(client, run, Labels.SUPERSEDED, "true");
    }

    /** A run that cannot be deleted now is deleted later; the DatabaseMigration is none the worse for it. */
    private void prune(MigrationSnapshot world) {
        Pruning.surplus(world.history(), world.migration().getSpec().runHistoryLimitOrDefault())
                .forEach(run -> {
                    try {
                        VeryObject.delete(client, run);
                    } catch (KubernetesClientException e) {
                        LOG.warnf(
                                "Run %s/%s is not kept any more, and cannot be deleted now: %s",
                                run.getMetadata().getNamespace(),
                                run.getMetadata().getName(),
                                e.getMessage());
                    }
                });
    }
}
