package dev.stillhouse.operator.cluster;

import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.api.v1alpha1.MigrationRequestSpec;
import dev.stillhouse.api.v1alpha1.VerifySpec;
import dev.stillhouse.report.Operation;

/** How a person has a backup verified: in words that can be pasted. */
public final class VerificationRequest {
    private VerificationRequest() {}

    public static String command(MigrationBackup backup) {
        var meta = backup.getMetadata();
        var spec = new MigrationRequestSpec(
                backup.getSpec().migrationRef(),
                Operation.Verify,
                null,
                null,
                null,
                null,
                new VerifySpec(meta.getName(), null),
                null);
        return RequestCommand.of(meta.getNamespace(), spec);
    }
}
