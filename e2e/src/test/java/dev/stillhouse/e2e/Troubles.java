package dev.stillhouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.e2e.cluster.Cluster;
import dev.stillhouse.e2e.cluster.ObjectServer;
import dev.stillhouse.report.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/** The real cause of each alert about a DatabaseMigration, all in one namespace. Each has a database of its own. */
final class Troubles {
    private static final String FIRST = "6c9587a3c9c5";
    private static final String SECOND = "bcf43d752afb";
    private static final String THIRD = "290121dd82a4";
    /** As many as may be at work at once in the namespace, by the values that the tests give the chart. */
    private static final int PLACES = 3;

    /** Keeps the operator from making the runs of one DatabaseMigration, as a policy of a cluster's owner may. */
    private static final String REFUSAL = """
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicy
            metadata: {name: stillhouse-test-refusal}
            spec:
              failurePolicy: Fail
              matchConstraints:
                namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: NAMESPACE}}
                resourceRules:
                  - {apiGroups: [stillhouse.dev], apiVersions: ["*"], operations: [CREATE], resources: [migrationruns]}
              validations:
                - expression: "!object.metadata.name.startsWith('MIGRATION-')"
                  message: not in this test
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicyBinding
            metadata: {name: stillhouse-test-refusal}
            spec: {policyName: stillhouse-test-refusal, validationActions: [Deny]}
            """;

    private final Cluster cluster;
    private final Stillhouse stillhouse;
    private final ObjectServer storage;
    private final String namespace;

    /**
     * @param storage a server in the namespace
     */
    Troubles(Cluster cluster, Stillhouse stillhouse, ObjectServer storage, String namespace) {
        this.cluster = cluster;
        this.stillhouse = stillhouse;
        this.storage = storage;
        this.namespace = namespace;
    }

    /** Those that may come side by side. */
    List<Trouble> independent() {
        return List.of(
                failing(),
                awaitingApproval(),
                drifting(),
                lost(),
                locked(),
                hindered(),
                withoutBackup(),
                withOldBackup(),
                suspended());
    }

    private Trouble failing() {
        var migration = migration("failing", "broken.failing-middle");
        return trouble(
                migration,
                () -> migration.apply().awaitCondition("Stalled", Reason.StatementFailed),
                () -> migration
                        .with(stillhouse.project("tasks", "env: []"))
                        .apply()
                        .awaitReady(),
                "StillhouseMigrationStalled");
    }

    private Trouble awaitingApproval() {
        var migration = migration("approval", "tasks");
        return trouble(
                migration,
                () -> {
                    migration.apply().awaitReady();
                    migration
                            .with("downgrade: RequireApproval")
                            .target(SECOND)
                            .awaitCondition("AwaitingApproval", Reason.ApprovalRequired);
                },
                () -> {
                    var digest = migration.newestRun().getStatus().plan().digest();
                    migration.with("approvals: [\"" + digest + "\"]").apply().awaitReady();
                },
                "StillhouseMigrationAwaitsApproval",
                "StillhouseMigrationAwaitsApprovalTooLong");
    }

    private Trouble drifting() {
        var migration = migration("drift", "tasks").with("driftCheck: {interval: 10s}");
        return trouble(
                migration,
                () -> {
                    migration.target(SECOND).awaitReady();
                    stillhouse.sql(migration.name(), "UPDATE alembic_version SET version_num = '" + THIRD + "'");
                    migration.awaitCondition("Drifted", Reason.Drifted);
                },
                () -> migration
                        .with("driftCheck: {interval: 10s, onDrift: Migrate}")
                        .apply()
                        .awaitReady(),
                "StillhouseMigrationDrifted");
    }

    /** The runner is killed in the middle of a step, and nobody reaches the database to ask it. */
    private Trouble lost() {
        var migration = slow("lost").with("execution: {retries: 20, retryBackoff: 1s}");
        return trouble(
                migration,
                () -> {
                    var run = migration.apply().awaitRun(Troubles::isInSlowStep);
                    stillhouse.secret(
                            namespace, migration.name(), "postgresql://postgres:x@no-such-host.default.svc:5432/lost");
                    cluster.killProcesses(stillhouse.podOf(run), "stillhouse-runner.jar run");
                },
                () -> {
                    stillhouse.goOn(migration);
                    stillhouse.secret(
                            namespace, migration.name(), stillhouse.postgres().url(migration.name()));
                    migration.awaitReady();
                },
                "StillhouseMigrationOutcomeUnknown");
    }

    private Trouble locked() {
        var migration = migration("lock", "tasks");
        var holder = new AtomicReference<LockHolder>();
        return trouble(
                migration,
                () -> {
                    migration.target(FIRST).awaitReady();
                    holder.set(LockHolder.lock(stillhouse, migration.name(), "tasks"));
                    migration
                            .with("execution: {lockTimeout: 500ms, retries: 20, retryBackoff: 1s}")
                            .target(SECOND);
                },
                () -> {
                    holder.get().close();
                    again(migration);
                },
                "StillhouseMigrationWaitsForLock",
                "StillhouseMigrationRetries",
                "StillhouseMigrationNotProgressing");
    }

    /** The operator itself can do nothing about it. */
    private Trouble hindered() {
        var migration = migration("hindered", "tasks");
        var refusal = refusal(migration.name());
        return trouble(
                migration,
                () -> {
                    stillhouse.client().resourceList(refusal).serverSideApply();
                    // What is shown of it until then.
                    migration
                            .with("suspend: true")
                            .apply()
                            .awaitStatus(status -> assertThat(migration.condition("Ready"))
                                    .hasValueSatisfying(ready ->
                                            assertThat(ready.getReason()).isEqualTo(Reason.Suspended.name())));
                    migration.with("suspend: false").apply();
                },
                () -> {
                    stillhouse.client().resourceList(refusal).delete();
                    migration.awaitReady();
                },
                "StillhouseMigrationNotProgressing");
    }

    private Trouble withoutBackup() {
        var bucket = "comes-late";
        var migration = backedUp("backup", bucket, "when: Always").with("execution: {retries: 0}");
        return trouble(
                migration,
                () -> {
                    stillhouse.sql(migration.name(), "CREATE TABLE ledger AS SELECT 1 AS id");
                    migration.apply().awaitCondition("Stalled", Reason.StorageNotFound);
                },
                () -> {
                    storage.createBucket(bucket);
                    again(migration);
                },
                "StillhouseBackupFailed");
    }

    private Trouble withOldBackup() {
        var bucket = "backups";
        var migration = backedUp("old-backup", bucket, "verify: Digest");
        return trouble(
                migration,
                () -> {
                    storage.createBucket(bucket);
                    migration.apply().awaitReady();
                    migration.ask("alert-backup", "operation: Backup").awaitSuccess();
                },
                () -> {
                    migration.with(place(bucket, "verify: Restore")).apply().awaitReady();
                    migration.ask("alert-verified-backup", "operation: Backup").awaitSuccess();
                },
                "StillhouseBackupNeverVerified",
                "StillhouseBackupTooOld");
    }

    private Trouble suspended() {
        var migration = migration("suspended", "tasks").with("suspend: true");
        return trouble(
                migration,
                migration::apply,
                () -> migration.with("suspend: false").apply().awaitReady(),
                "StillhouseMigrationSuspendedTooLong");
    }

    /** As many as there are places take long, and one more waits. All others wait too from then on. */
    Trouble queue() {
        var crowd = IntStream.rangeClosed(0, PLACES)
                .mapToObj(number -> slow("slow-" + number))
                .toList();
        return trouble(
                crowd.getLast(),
                () -> crowd.forEach(Migration::apply),
                () -> {
                    crowd.forEach(stillhouse::goOn);
                    crowd.forEach(Migration::awaitReady);
                },
                "StillhouseQueueStands");
    }

    private static Trouble trouble(Migration migration, Runnable come, Runnable go, String... alerts) {
        return new Trouble(migration.name(), List.of(alerts), come, go);
    }

    private Migration migration(String name, String project) {
        return stillhouse.migrationIn(namespace, "alert-" + name, project);
    }

    private Migration slow(String name) {
        return migration(name, "broken.slow")
                .with(stillhouse.project("broken.slow", "env: [{name: SLOW_SECONDS, value: \"300\"}]"));
    }

    private Migration backedUp(String name, String bucket, String more) {
        return migration(name, "tasks").with(place(bucket, more));
    }

    private String place(String bucket, String more) {
        return BackupIT.inBucket(storage, bucket, ObjectServer.NAME).replace("backup:\n", "backup:\n  " + more + "\n");
    }

    /** Another try, at once and not after the wait that has become long. */
    private static void again(Migration migration) {
        migration.annotated("stillhouse.dev/retry", "again").apply().awaitReady();
    }

    private List<HasMetadata> refusal(String migration) {
        var policy = REFUSAL.replace("NAMESPACE", namespace).replace("MIGRATION", migration);
        return stillhouse
                .client()
                .load(new ByteArrayInputStream(policy.getBytes(StandardCharsets.UTF_8)))
                .items();
    }

    private static void isInSlowStep(MigrationRun run) {
        assertThat(run.getStatus()).isNotNull();
        assertThat(run.getStatus().progress()).isNotNull();
        assertThat(run.getStatus().progress().revision()).isEqualTo(THIRD);
    }
}
