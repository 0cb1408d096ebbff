package dev.stillhouse.operator.migration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.MigrationRunSpec;
import dev.stillhouse.operator.cluster.Digests;
import dev.stillhouse.operator.cluster.Labels;
import java.util.Map;

/**
 * What a DatabaseMigration wants to be true: when it changes, a new run is due even though the last one succeeded. How a
 * run is carried out (timeouts, approvals, the downgrade policy) is not part of it: that matters only to a run that has
 * not succeeded.
 */
final class Intent {
    private static final ObjectMapper CANONICAL = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private Intent() {}

    /** The digest of the intent of a DatabaseMigration. */
    static String of(DatabaseMigration migration) {
        var spec = migration.getSpec();
        var wanted = Map.of(
                "database", spec.database(),
                "project", spec.project().withDefaults(),
                "targets", spec.targetsOrDefault(),
                "retry", Labels.annotation(migration, Labels.RETRY).orElse(""));
        try {
            return Digests.sha256(CANONICAL.writeValueAsString(wanted));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a spec that was read as JSON can be written as JSON", e);
        }
    }

    /** Whether a run was made under the same permissions and settings as the DatabaseMigration has now. */
    static boolean sameTerms(DatabaseMigration migration, MigrationRunSpec run) {
        var spec = migration.getSpec();
        return run.downgrade() == spec.downgradeOrDefault()
                && run.execution().withDefaults().equals(spec.executionOrDefault())
                && run.approvalsOrNone().equals(spec.approvalsOrNone())
                && run.backupOrDefault().ofRun().equals(spec.backupOrDefault().ofRun());
    }
}
