package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.operator.cluster.Labels;

/** The command by which a person asks for a new run, whatever the state. */
final class RetryCommand {
    private RetryCommand() {}

    static String of(DatabaseMigration migration) {
        var meta = migration.getMetadata();
        return "kubectl annotate -n %s dbm/%s %s=\"$(date)\" --overwrite"
                .formatted(meta.getNamespace(), meta.getName(), Labels.RETRY);
    }
}
