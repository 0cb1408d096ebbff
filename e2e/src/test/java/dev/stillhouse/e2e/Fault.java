package dev.stillhouse.e2e;

import dev.stillhouse.e2e.cluster.Cluster;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.function.BiConsumer;

/** What goes wrong in a cluster. Each may come at any moment, when what it is about may not be there yet, or any more. */
enum Fault {
    NOTHING((victim, migration) -> {}),
    RUNNER_KILLED((victim, migration) -> victim.signal(migration, Fault.RUNNER, "KILL")),
    RUNNER_STOPPED_FOR_A_WHILE((victim, migration) -> victim.pause(migration, Fault.RUNNER)),
    PROJECT_KILLED((victim, migration) -> victim.signal(migration, Fault.PROJECT, "KILL")),
    PROJECT_STOPPED_FOR_A_WHILE((victim, migration) -> victim.pause(migration, Fault.PROJECT)),
    POD_DELETED((victim, migration) ->
            victim.client().resource(victim.pod(migration)).delete()),
    POD_DELETED_BY_FORCE((victim, migration) -> victim.stillhouse().kill(victim.pod(migration))),
    POD_EVICTED((victim, migration) ->
            victim.client().pods().resource(victim.pod(migration)).evict()),
    JOB_DELETED_WITH_ITS_POD((victim, migration) -> victim.deleteJob(migration, DeletionPropagation.FOREGROUND)),
    JOB_DELETED_BEFORE_ITS_POD((victim, migration) -> victim.deleteJob(migration, DeletionPropagation.BACKGROUND)),
    JOB_DELETED_WITHOUT_ITS_POD((victim, migration) -> victim.deleteJob(migration, DeletionPropagation.ORPHAN)),
    RUN_DELETED((victim, migration) ->
            victim.client().resource(migration.newestRun()).delete()),
    CONNECTIONS_CUT((victim, migration) -> victim.cutConnections(migration)),
    POSTGRES_CRASHED((victim, migration) -> victim.crashPostgres()),
    OPERATOR_KILLED((victim, migration) -> victim.stillhouse().killOperator()),
    API_SERVER_STOPPED_FOR_A_WHILE((victim, migration) -> victim.pauseApiServer());

    private static final String RUNNER = "stillhouse-runner.jar run";
    private static final String PROJECT = "/stillhouse/bridge --socket";

    private final BiConsumer<Victim, Migration> deed;

    Fault(BiConsumer<Victim, Migration> deed) {
        this.deed = deed;
    }

    /** Returns whether it found what it is about. */
    boolean strike(Victim victim, Migration migration) {
        try {
            deed.accept(victim, migration);
            return true;
        } catch (RuntimeException e) {
            // It is about what is not there at this moment.
            return false;
        }
    }

    /** What it goes wrong with. */
    record Victim(Cluster cluster, Stillhouse stillhouse) {
        private static final String PAUSE_SECONDS = "4";

        private KubernetesClient client() {
            return stillhouse.client();
        }

        private Pod pod(Migration migration) {
            return stillhouse.podOf(migration.newestRun());
        }

        private void signal(Migration migration, String processes, String signal) {
            cluster.signalProcesses(pod(migration), processes, signal);
        }

        private void pause(Migration migration, String processes) {
            var pod = pod(migration);
            cluster.signalProcesses(pod, processes, "STOP");
            cluster.shell("sleep " + PAUSE_SECONDS);
            cluster.signalProcesses(pod, processes, "CONT");
        }

        private void deleteJob(Migration migration, DeletionPropagation propagation) {
            migration
                    .job(migration.newestRun())
                    .withPropagationPolicy(propagation)
                    .delete();
        }

        /** As a proxy or a firewall does, but that both sides learn of it. */
        private void cutConnections(Migration migration) {
            stillhouse.sql(
                    "postgres",
                    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '%s'"
                            .formatted(migration.name()));
        }

        /** A backend that dies takes all others with it, and the server recovers from its log. */
        private void crashPostgres() {
            cluster.shell("kill -KILL $(pgrep -f '[p]ostgres: checkpointer')");
        }

        private void pauseApiServer() {
            cluster.shell("pkill -STOP kube-apiserver; sleep %s; pkill -CONT kube-apiserver".formatted(PAUSE_SECONDS));
        }
    }
}
