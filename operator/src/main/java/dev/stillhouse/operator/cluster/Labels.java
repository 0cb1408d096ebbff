package dev.stillhouse.operator.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Optional;

/** Labels and annotations that Stillhouse writes or reads. */
public final class Labels {
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    public static final String STILLHOUSE = "stillhouse";
    /** The DatabaseMigration that a run, Job or pod is for. */
    public static final String MIGRATION = "stillhouse.dev/migration";
    /** The MigrationRun that a Job or pod is for. */
    public static final String RUN = "stillhouse.dev/run";
    /** The selector of all Jobs and pods of runs. */
    public static final String SELECTOR = MANAGED_BY + "=" + STILLHOUSE + "," + RUN;

    /** Annotation on a MigrationRun: stop it. The value is a note for people. */
    public static final String CANCEL = "stillhouse.dev/cancel";
    /** Annotation on a DatabaseMigration: a new value starts a new run, whatever the state. */
    public static final String RETRY = "stillhouse.dev/retry";

    private Labels() {}

    public static Map<String, String> ofRun(String migration, String run) {
        return Map.of(MANAGED_BY, STILLHOUSE, MIGRATION, labelValue(migration), RUN, labelValue(run));
    }

    /** A label's value holds at most 63 characters; names may be longer. */
    public static String labelValue(String name) {
        return Digests.shorten(name, 63);
    }

    public static Optional<String> annotation(HasMetadata resource, String name) {
        var annotations = resource.getMetadata().getAnnotations();
        return annotations == null ? Optional.empty() : Optional.ofNullable(annotations.get(name));
    }
}
