package dev.stillhouse.api.v1alpha1;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.Map;

/**
 * Completes descriptions where the types are Kubernetes' own and have none: {@code kubectl explain} then names the place
 * where Kubernetes explains the same field.
 */
final class Descriptions {
    /** Where Kubernetes explains what a field of ours holds. */
    private static final Map<String, String> EXPLAINED_AT = Map.of(
            "env", "pod.spec.containers.env",
            "envFrom", "pod.spec.containers.envFrom",
            "items", "pod.spec.volumes.configMap.items",
            "tolerations", "pod.spec.tolerations",
            "imagePullSecrets", "pod.spec.imagePullSecrets",
            "resources", "pod.spec.containers.resources",
            "securityContext", "pod.spec.containers.securityContext",
            "conditions", "node.status.conditions");

    private static final Map<Class<?>, String> KINDS = Map.of(
            DatabaseMigration.class,
            "A DatabaseMigration says what should be true of a database: the revisions of an Alembic project, up to a target. Stillhouse makes it true with runs.",
            MigrationRun.class,
            "A MigrationRun is one attempt to bring a database to a target or to read where it is: what was asked, what happened, and how it ended. It is carried out by one Job. People create runs too, for a backup or a restore.",
            MigrationBackup.class,
            "A MigrationBackup is a backup of a database that a run has taken: what is in it, where its files are, and how it was shown to be good. Deleting it deletes its files.");

    private Descriptions() {}

    static void complete(Class<?> kind, JSONSchemaProps root) {
        root.setDescription(KINDS.get(kind));
        root.getProperties().get("spec").setDescription("What is wanted.");
        root.getProperties().get("status").setDescription("What is known. Written by the operator only.");
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
