package dev.stillhouse.operator.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.stillhouse.api.v1alpha1.Api;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.cluster.BackupNames;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a person gets from a database that a run left half-way to what it was before: in words that can be pasted. */
final class WayBack {
    private WayBack() {}

    static String text(MigrationRun run, @Nullable String snapshotTime, String database) {
        var namespace = run.getMetadata().getNamespace();
        var backup = BackupNames.of(run);
        return " The way back is the backup %s%s; what was written since then would be lost. To take it: echo '%s' | kubectl create -n %s -f -"
                .formatted(
                        backup,
                        snapshotTime == null ? "" : " of " + snapshotTime,
                        manifest(run, backup, database).replace("'", "'\\''"),
                        namespace);
    }

    private static String manifest(MigrationRun run, String backup, String database) {
        var migration = run.getSpec().migrationRef().name();
        var manifest = new LinkedHashMap<String, Object>();
        manifest.put("apiVersion", Api.GROUP + "/" + Api.VERSION);
        manifest.put("kind", "MigrationRun");
        manifest.put("metadata", Map.of("generateName", "restore-"));
        var spec = new LinkedHashMap<String, Object>();
        spec.put("migrationRef", Map.of("name", migration));
        spec.put("operation", "Restore");
        var restore = new LinkedHashMap<String, Object>();
        restore.put("backup", backup);
        restore.put("confirm", database);
        spec.put("restore", restore);
        manifest.put("spec", spec);
        try {
            return Serialization.jsonMapper().writeValueAsString(manifest);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can be written as JSON", e);
        }
    }
}
