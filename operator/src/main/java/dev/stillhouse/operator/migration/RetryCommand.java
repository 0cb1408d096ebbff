package dev.stillhouse.operator.migration;

import dev.stillhouse.operator.cluster.Labels;

/** The command by which a person asks for a new run, whatever the state. */
final class RetryCommand {
    private RetryCommand() {}

    static String of(MigrationSnapshot world) {
        var meta = world.migration().getMetadata();
        return "kubectl annotate -n %s dbm/%s %s=\"$(date)\" --overwrite"
                .formatted(meta.getNamespace(), meta.getName(), Labels.RETRY);
    }
}
