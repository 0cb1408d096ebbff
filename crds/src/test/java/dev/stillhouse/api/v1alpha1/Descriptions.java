package dev.stillhouse.api.v1alpha1;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.Map;

/**
 * Completes descriptions where the types are Kubernetes' own and have none: {@code kubectl explain} then names the place
 * where Kubernetes explains the same field.
 */
final class Descriptions {
    /** Where Kubernetes explains what a field of ours holds. */
    private static final Map<String, String> EXPLAINED_AT = Map.ofEntries(
            Map.entry("env", "pod.spec.containers.env"),
            Map.entry("envFrom", "pod.spec.containers.envFrom"),
            Map.entry("items", "pod.spec.volumes.configMap.items"),
            Map.entry("tolerations", "pod.spec.tolerations"),
            Map.entry("imagePullSecrets", "pod.spec.imagePullSecrets"),
            Map.entry("resources", "pod.spec.containers.resources"),
            Map.entry("securityContext", "pod.spec.containers.securityContext"),
            Map.entry("volumeMounts", "pod.spec.containers.volumeMounts"),
            Map.entry("affinity", "pod.spec.affinity"),
            Map.entry("topologySpreadConstraints", "pod.spec.topologySpreadConstraints"),
            Map.entry("volumes", "pod.spec.volumes"),
            Map.entry("hostAliases", "pod.spec.hostAliases"),
            Map.entry("dnsConfig", "pod.spec.dnsConfig"),
            Map.entry("conditions", "node.status.conditions"));

    private static final Map<Class<?>, String> KINDS = Map.of(
            DatabaseMigration.class,
            "A DatabaseMigration says what should be true of a database: the revisions of an Alembic project, up to a target. Stillhouse makes it true with runs.",
            MigrationRun.class,
            "A MigrationRun is one attempt to bring a database to a target or to read where it is: what was asked, what happened, and how it ended. It is carried out by one Job. The operator writes it; to ask for something, create a MigrationRequest.",
            MigrationRequest.class,
            "A MigrationRequest is for something to be done once with the database of a DatabaseMigration: one step down, a backup, a restore. It is carried out by a MigrationRun, and never a second time, even if it is created again.",
            MigrationRecord.class,
            "A MigrationRecord is what must not be forgotten of a DatabaseMigration when its status is lost or it is created again: which requests were taken up, and what keeps its database where it is. The operator writes it; deleting it forgets.",
            MigrationBackup.class,
            "A MigrationBackup is a backup of a database that a run has taken: what is in it, where its files are, and how it was shown to be good. Deleting it deletes its files.");

    private Descriptions() {}

    static void complete(Class<?> kind, JSONSchemaProps root) {
        root.setDescription(KINDS.get(kind));
        root.getProperties().get("spec").setDescription("What is wanted.");
        if (root.getProperties().containsKey("status")) {
            root.getProperties().get("status").setDescription("What is known. Written by the operator only.");
        }
        root.getProperties().forEach((name, child) -> descend(name, child, ""));
    }

    private static void descend(String name, JSONSchemaProps schema, String explainedAt) {
        if (schema.getDescription() == null && !explainedAt.isEmpty()) {
            schema.setDescription("As in `kubectl explain " + explainedAt + "`.");
        }
        var at = explainedAt.isEmpty() ? EXPLAINED_AT.getOrDefault(name, "") : explainedAt;
        var object = schema.getItems() == null ? schema : schema.getItems().getSchema();
        if (object.getProperties() != null) {
            object.getProperties()
                    .forEach((child, childSchema) -> descend(child, childSchema, at.isEmpty() ? "" : at + "." + child));
        }
    }
}
