package dev.stillhouse.operator.backup;

import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.cluster.BackupNames;
import dev.stillhouse.operator.cluster.RunOutcomes;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which backups a run under way needs: that it reads, or may use in place of one of its own. Retention leaves them alone. */
final class BackupsInUse {
    private BackupsInUse() {}

    /** Under which keys a run is found in the index; under none once it is over. */
    static List<String> keys(MigrationRun run) {
        return RunOutcomes.isOver(run)
                ? List.of()
                : BackupNames.neededBy(run)
                        .map(name -> key(run.getMetadata().getNamespace(), name))
                        .toList();
    }

    /** @param found the runs of a key */
    static Set<String> of(List<MigrationBackup> backups, Function<String, List<MigrationRun>> found) {
        return backups.stream()
                .map(MigrationBackup::getMetadata)
                .filter(meta ->
                        !found.apply(key(meta.getNamespace(), meta.getName())).isEmpty())
                .map(ObjectMeta::getName)
                .collect(Collectors.toSet());
    }

    private static String key(String namespace, String backup) {
        return namespace + "/" + backup;
    }
}
