package dev.stillhouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.e2e.cluster.Claim;
import dev.stillhouse.e2e.cluster.Cluster;
import dev.stillhouse.e2e.cluster.ImageNames;
import dev.stillhouse.e2e.cluster.ObjectServer;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.Reason;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What can happen to a backup, done to it for real. Each case ends "not verified, nothing applied", and the run, the backup
 * and the DatabaseMigration say so; but for the operator's end, which only delays. The faults that need no cluster are
 * tested with the runner; docs/reference/backup-faults.md lists where.
 */
@ExtendWith(TestCluster.class)
class BackupFaultsIT {
    private static final String VERIFYING = "Restoring the backup into a PostgreSQL of the runner's own.";

    private final Cluster cluster;
    private final Stillhouse stillhouse;

    BackupFaultsIT(Cluster cluster, ImageNames images) {
        this.cluster = cluster;
        stillhouse = new Stillhouse(cluster, images);
    }

    @Test
    void the_disk_becomes_full_during_the_dump() {
        // In this order: the pod of an earlier test must be gone before its claim can go.
        var shop = ledger("disk-full", place("small-backups"));
        var claim = stillhouse.smallClaim("small-backups", 16);
        try (var hold = holdDump(shop)) {
            claim.fill();
        }
        assertNothingApplied(shop, Reason.StorageFull);
    }

    @Test
    void pg_dump_is_killed() {
        var claim = stillhouse.claim("backups");
        var shop = ledger("dump-killed", claim);
        try (var hold = holdDump(shop)) {
            cluster.killProcesses(stillhouse.podOf(shop.newestRun()), "/pg_dump ");
            assertNothingApplied(shop, Reason.DumpFailed);
        }
        assertThat(claim.files(onlyBackup(shop).getSpec().location())).isEmpty();
    }

    @Test
    void the_pod_is_deleted_during_the_dump() {
        var claim = stillhouse.claim("backups");
        var shop = ledger("dump-cancelled", claim);
        try (var hold = holdDump(shop)) {
            stillhouse.client().resource(stillhouse.podOf(shop.newestRun())).delete();
            assertNothingApplied(shop, Reason.Cancelled);
        }
        assertThat(claim.files(onlyBackup(shop).getSpec().location())).isEmpty();
    }

    @Test
    void the_pod_is_deleted_during_the_verification() {
        var shop = slowToVerify(ledger("verify-cancelled", stillhouse.claim("backups")), 600);
        shop.awaitRun(BackupFaultsIT::isVerifying);

        stillhouse.client().resource(stillhouse.podOf(shop.newestRun())).delete();

        assertNothingApplied(shop, Reason.Cancelled);
    }

    @Test
    void the_runner_is_killed_during_the_verification() {
        var claim = stillhouse.claim("backups");
        var shop = slowToVerify(ledger("runner-killed", claim), 600);
        shop.awaitRun(BackupFaultsIT::isVerifying);

        cluster.killProcesses(stillhouse.podOf(shop.newestRun()), "stillhouse-runner.jar run");

        shop.awaitCondition("Stalled", Reason.Lost);
        assertNoBackupAndNoChange(shop);
        var backup = onlyBackup(shop);
        assertThat(backup.getStatus().message()).contains("not complete", "Files may remain");
        shop.backups().delete(backup);
        shop.backups().awaitAll(backups -> assertThat(backups).isEmpty());
        assertThat(claim.files("default/"))
                .as("what the killed runner could not delete")
                .noneMatch(file -> file.contains(backup.getMetadata().getName()));
    }

    @Test
    void the_operator_is_killed_during_the_dump() {
        var shop = ledger("operator-dump", stillhouse.claim("backups"));
        try (var hold = holdDump(shop)) {
            stillhouse.killOperator();
        }
        assertBackedUpOnceAndMigrated(shop);
    }

    @Test
    void the_operator_is_killed_during_the_verification() {
        var shop = slowToVerify(ledger("operator-verify", stillhouse.claim("backups")), 40);
        shop.awaitRun(BackupFaultsIT::isVerifying);

        stillhouse.killOperator();

        assertBackedUpOnceAndMigrated(shop);
    }

    @Test
    void the_object_store_refuses_the_credentials() {
        var server = stillhouse.objectServer("faults");
        credentials("wrong-credentials");
        var shop = ledger("s3-denied", BackupIT.inBucket(server, "faults", "wrong-credentials"));
        shop.apply();

        assertNothingApplied(shop, Reason.StorageDenied);
    }

    @Test
    void the_bucket_is_missing() {
        var server = stillhouse.objectServer("faults");
        var shop = ledger("s3-missing", BackupIT.inBucket(server, "no-such-bucket", ObjectServer.NAME));
        shop.apply();

        assertNothingApplied(shop, Reason.StorageNotFound);
        assertThat(shop.newestRun().getStatus().message()).contains("no-such-bucket");
    }

    @Test
    void a_table_may_not_be_read() {
        var shop = manifest("unreadable", place(stillhouse.claim("backups").name()));
        stillhouse.sql("unreadable", """
                DO $$ BEGIN CREATE ROLE reader LOGIN PASSWORD 'only-for-tests'; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
                GRANT ALL ON SCHEMA public TO reader;
                CREATE TABLE salaries AS SELECT 1 AS salary;
                """);
        stillhouse.secret(
                "unreadable",
                stillhouse.postgres().url("unreadable").replace("postgres:only-for-tests@", "reader:only-for-tests@"));
        shop.apply();

        assertNothingApplied(shop, Reason.BackupNotPermitted);
        assertThat(shop.newestRun().getStatus().message()).contains("salaries");
    }

    /** A database with data of somebody else's, and a migration of it that needs a backup first. */
    private Migration ledger(String name, Claim claim) {
        return ledger(name, place(claim.name()));
    }

    private Migration ledger(String name, String backup) {
        var migration = manifest(name, backup);
        stillhouse.sql(name, """
                CREATE TABLE ledger AS SELECT i AS id, md5(i::text) AS line FROM generate_series(1, 5000) i;
                """);
        return migration;
    }

    private Migration manifest(String name, String backup) {
        return stillhouse
                .customers(name)
                .with(backup.replace("backup:\n", "backup:\n  when: Always\n"))
                .with("execution: {retries: 0}");
    }

    private static String place(String claim) {
        return """
                backup:
                  storage: {persistentVolumeClaim: {claimName: %s}}
                """.formatted(claim);
    }

    /** Applies the manifest and returns while pg_dump is at work, waiting for a catalog that nobody else reads. */
    private LockHolder holdDump(Migration migration) {
        var hold = LockHolder.hold(stillhouse, migration.name(), "LOCK TABLE pg_catalog.pg_init_privs");
        migration.apply();
        await().atMost(Migration.PATIENCE)
                .until(
                        () -> stillhouse.sql(
                                migration.name(),
                                "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'pg_catalog.pg_init_privs'::regclass"),
                        "1"::equals);
        return hold;
    }

    /** Applies the manifest, with a rule in the database that takes long to check wherever the database is restored to. */
    private Migration slowToVerify(Migration migration, int seconds) {
        stillhouse.sql(migration.name(), """
                CREATE FUNCTION checked() RETURNS boolean LANGUAGE plpgsql AS $$
                BEGIN
                  IF current_setting('shop.here', true) IS NULL THEN PERFORM pg_sleep(%d); END IF;
                  RETURN true;
                END $$;
                CREATE TABLE slow (id int CHECK (checked()));
                ALTER DATABASE "%s" SET shop.here = 'yes';
                """.formatted(seconds, migration.name()));
        stillhouse.sql(migration.name(), "INSERT INTO slow VALUES (1)");
        return migration.apply();
    }

    private static void isVerifying(MigrationRun run) {
        assertThat(run.getStatus()).isNotNull();
        assertThat(run.getStatus().progress()).isNotNull();
        assertThat(run.getStatus().progress().message()).isEqualTo(VERIFYING);
    }

    private void credentials(String name) {
        stillhouse
                .client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(Migration.NAMESPACE)
                        .endMetadata()
                        .addToStringData("accessKeyId", "test-key")
                        .addToStringData("secretAccessKey", "not-the-one")
                        .build())
                .forceConflicts()
                .serverSideApply();
    }

    private MigrationBackup onlyBackup(Migration migration) {
        assertThat(migration.backups().list()).hasSize(1);
        return migration.backups().list().getFirst();
    }

    private void assertNothingApplied(Migration migration, Reason reason) {
        migration.awaitCondition("Stalled", reason);
        assertThat(migration.condition("Stalled").orElseThrow().getMessage()).contains("nothing was applied");
        var run = migration.newestRun().getStatus();
        assertThat(run.reason()).isEqualTo(reason);
        assertThat(run.message()).contains("There is no verified backup, and nothing was applied.");
        assertThat(run.backup().state()).isEqualTo(BackupState.Failed);
        assertThat(migration.backups().await(BackupState.Failed).getStatus().reason())
                .isEqualTo(reason);
        assertNoBackupAndNoChange(migration);
    }

    private void assertNoBackupAndNoChange(Migration migration) {
        var backup = migration.backups().await(BackupState.Failed);
        assertThat(backup.getStatus().verified()).isNull();
        assertThat(backup.getStatus().conditions())
                .filteredOn(condition -> "True".equals(condition.getStatus()))
                .extracting(condition -> condition.getType())
                .containsExactly("Stalled");
        assertThat(stillhouse.sql(
                        migration.name(),
                        "SELECT to_regclass('alembic_version') IS NULL AND to_regclass('customers') IS NULL"))
                .as("nothing was applied")
                .isEqualTo("t");
    }

    private void assertBackedUpOnceAndMigrated(Migration migration) {
        migration.awaitReady();
        migration
                .backups()
                .awaitAll(backups -> assertThat(backups)
                        .extracting(backup -> backup.getStatus().state())
                        .containsExactly(BackupState.Verified));
        assertThat(migration.runs())
                .filteredOn(run -> run.getStatus().reason() == Reason.Upgraded)
                .hasSize(1);
    }
}
