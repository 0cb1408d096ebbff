package dev.stillhouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.e2e.cluster.Claim;
import dev.stillhouse.e2e.cluster.Cluster;
import dev.stillhouse.e2e.cluster.ImageNames;
import dev.stillhouse.e2e.cluster.ObjectServer;
import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Phase;
import dev.stillhouse.report.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nothing is lost: a verified backup before what loses data, and the way back, with every row compared. */
@Order(2)
@ExtendWith(TestCluster.class)
class BackupIT {
    private static final String WITH_NOTES = "91b7e3d5f02c";
    private static final String WITHOUT_NOTES = "c26a5b90d8e4";

    private final Stillhouse stillhouse;

    BackupIT(Cluster cluster, ImageNames images) {
        stillhouse = new Stillhouse(cluster, images);
    }

    @Test
    void a_dropped_column_comes_back_with_every_row() {
        var claim = stillhouse.claim("backups");
        var shop = stillhouse
                .customers("shop")
                .with("execution: {lockTimeout: 5m}")
                .with(inClaim(claim, ""))
                .target(WITH_NOTES)
                .awaitReady();
        fillCustomers("shop");
        var before = stillhouse.digest("shop", "customers");

        // A reader, whom pg_dump does not mind and the first step waits for.
        try (var reader = LockHolder.lock(stillhouse, "shop", "customers")) {
            shop.target("head").awaitRun(run -> assertThat(phase(run)).isEqualTo(Phase.APPLY));
            shop.backups().await(BackupState.Verified);
            assertThat(columns("shop")).as("verified before the first step").isEqualTo("id,name,notes");
        }
        shop.awaitReady();

        var run = shop.newestRun().getStatus().backup();
        assertThat(run.needed()).isTrue();
        assertThat(run.because()).contains("notes");
        assertThat(run.state()).isEqualTo(BackupState.Verified);
        assertThat(shop.status().revision()).isEqualTo(WITHOUT_NOTES);
        var backup = shop.backups().await(BackupState.Verified);
        assertThat(backup.getStatus().verified()).isEqualTo(BackupVerification.Restore);
        assertThat(backup.getStatus().revision()).isEqualTo(WITH_NOTES);
        assertThat(backup.getStatus().rows()).isEqualTo(2001);
        assertThat(shop.status().lastBackup().name())
                .isEqualTo(backup.getMetadata().getName());
        assertThat(columns("shop")).isEqualTo("id,name");

        var restore = shop.ask("shop-restore", restore(backup, "shop")).awaitSuccess();

        assertThat(restore.getStatus().reason()).isEqualTo(Reason.Restored);
        assertThat(stillhouse.digest("shop", "customers")).isEqualTo(before);
        shop.awaitCondition("Stalled", Reason.Restored);
        assertThat(shop.status().revision()).isEqualTo(WITH_NOTES);
        assertThat(shop.newestRun().getMetadata().getName())
                .as("what was undone does not follow again")
                .isEqualTo(restore.getMetadata().getName());
        assertThat(stillhouse.postgres().kept("shop")).as("the old database").hasSize(1);

        shop.annotated("stillhouse.dev/retry", "as the manifest says").apply().awaitReady();

        assertThat(shop.status().revision()).isEqualTo(WITHOUT_NOTES);
        assertThat(columns("shop")).isEqualTo("id,name");
    }

    /** Somebody reads the table until all tries of the first run are over. */
    @Test
    void the_next_attempt_uses_the_backup_of_the_one_before() {
        var claim = stillhouse.claim("backups");
        var patient = stillhouse
                .customers("patient")
                .with("execution: {lockTimeout: 500ms, retries: 20, retryBackoff: 1s}")
                .with(inClaim(claim, ""))
                .target(WITH_NOTES)
                .awaitReady();
        fillCustomers("patient");

        try (var reader = LockHolder.lock(stillhouse, "patient", "customers")) {
            patient.target("head")
                    .awaitStatus(status -> assertThat(patient.condition("Reconciling"))
                            .hasValueSatisfying(condition ->
                                    assertThat(condition.getReason()).isEqualTo(Reason.LockTimeout.name())));
            assertThat(columns("patient")).isEqualTo("id,name,notes");
        }
        patient.awaitReady();

        assertThat(columns("patient")).isEqualTo("id,name");
        var last = patient.newestRun();
        assertThat(last.getSpec().attempt()).isGreaterThan(1);
        var used = last.getStatus().backup();
        assertThat(used.reused()).isTrue();
        assertThat(used.state()).isEqualTo(BackupState.Verified);
        assertThat(last.getStatus().message()).contains("used the backup " + used.name());
        patient.backups()
                .awaitAll(backups -> assertThat(backups).singleElement().satisfies(backup -> {
                    assertThat(backup.getMetadata().getName()).isEqualTo(used.name());
                    assertThat(backup.getStatus().state()).isEqualTo(BackupState.Verified);
                }));
        assertThat(patient.status().lastBackup().name()).isEqualTo(used.name());
    }

    /** An application that writes the column until it is gone, a row every few milliseconds. */
    private Thread writer(String database) {
        return Thread.ofVirtual().start(() -> {
            try {
                stillhouse.sql(database, """
                        DO $$ BEGIN
                          FOR i IN 10001 .. 1000000 LOOP
                            INSERT INTO customers (id, name, notes) VALUES (i, 'new', 'written meanwhile');
                            COMMIT;
                            PERFORM pg_sleep(0.005);
                            COMMIT;
                          END LOOP;
                        END $$""");
            } catch (IllegalStateException e) {
                // The column is gone.
            }
        });
    }

    @Test
    void what_is_written_until_the_column_goes_is_in_the_backup_where_writers_wait() throws InterruptedException {
        var claim = stillhouse.claim("backups");
        var shop = stillhouse
                .customers("busy-shop")
                .with(inClaim(claim, "scope: Tables, writers: Wait"))
                .target(WITH_NOTES)
                .awaitReady();
        fillCustomers("busy-shop");
        var writer = writer("busy-shop");

        shop.target(WITHOUT_NOTES).awaitReady();
        writer.join();

        var gap = shop.newestRun().getStatus().backup().gap();
        assertThat(gap.rows()).isZero();
        assertThat(gap.waitedMillis()).isPositive();
        var backup = shop.backups().await(BackupState.Verified);
        assertThat(backup.getStatus().rows())
                .as("every row that was committed before the step, and the version row")
                .isEqualTo(Long.parseLong(stillhouse.sql("busy-shop", "SELECT count(*) + 1 FROM customers")));
    }

    /** And what is done with the table after the migration stays. */
    @Test
    void changed_rows_are_put_back_into_the_live_table() {
        var claim = stillhouse.claim("backups");
        ConfigMaps.ofFolder(stillhouse.client(), "letters", "projects/letters");
        var letters = stillhouse
                .migration("letters", "tasks")
                .with("project: {configMap: {name: letters}}")
                .with(inClaim(claim, "scope: Rows"))
                .target("3b7e50c1d9a2")
                .awaitReady();
        stillhouse.sql("letters", """
                INSERT INTO letters (id, address)
                SELECT i, CASE WHEN i % 3 > 0 THEN 'O''Hara "' || i || '"' || chr(10) || ' Ünïcødé ' || chr(92)
                  || CASE i % 2 WHEN 0 THEN 'ünïc' ELSE '' END END
                FROM generate_series(1, 1200) i
                """);
        var before = stillhouse.digest("letters", "letters");

        letters.target("head").awaitReady();

        var backup = letters.backups().await(BackupState.Verified);
        assertThat(backup.getStatus().scope()).isEqualTo(BackupScope.Rows);
        assertThat(backup.getStatus().rowsOf()).containsExactly("public.letters");
        assertThat(backup.getStatus().rows()).isEqualTo(800);
        assertThat(filesOf(claim, backup)).contains("./manifest.json", "./dump/rows-2.jsonl.gz");
        assertThat(stillhouse.digest("letters", "letters")).isNotEqualTo(before);
        stillhouse.sql("letters", "UPDATE letters SET sent = true WHERE id = 1");

        var restore = letters.ask("letters-restore", restore(backup, "letters", "Rows"))
                .awaitSuccess();

        assertThat(restore.getStatus().reason()).isEqualTo(Reason.Restored);
        assertThat(restore.getStatus().message()).contains("800 were put back");
        assertThat(stillhouse.sql("letters", "SELECT id FROM letters WHERE sent"))
                .as("written since")
                .isEqualTo("1");
        stillhouse.sql("letters", "UPDATE letters SET sent = false");
        assertThat(stillhouse.digest("letters", "letters")).isEqualTo(before);
        letters.awaitReady();
        assertThat(letters.status().revision()).as("nothing was moved").isEqualTo("8f41c27ae065");
    }

    /** Its pod goes as soon as the database has been replaced, and then what is on record of it. */
    @Test
    void a_restored_database_stays_although_the_run_was_lost_and_deleted() {
        var claim = stillhouse.claim("backups");
        var customers = stillhouse
                .customers("lost-restore")
                .with(inClaim(claim, ""))
                .target(WITH_NOTES)
                .awaitReady();
        fillCustomers("lost-restore");
        customers.target("head").awaitReady();
        var backup = customers.backups().await(BackupState.Verified);

        customers.ask("lost-restore-by-hand", restore(backup, "lost-restore"));
        await().pollInterval(Duration.ofMillis(20))
                .until(() -> !stillhouse.postgres().kept("lost-restore").isEmpty());
        var restore = customers.newestRun();
        stillhouse.kill(stillhouse.podOf(restore));
        await().atMost(Migration.PATIENCE)
                .until(() -> stillhouse
                        .client()
                        .resource(restore)
                        .get()
                        .getStatus()
                        .phase()
                        .terminal());
        customers.awaitStatus(status -> assertThat(customers.condition("Stalled"))
                .as("its end is on record")
                .hasValueSatisfying(stalled -> assertThat(stalled.getStatus()).isEqualTo("True")));
        stillhouse.client().resource(restore).delete();

        customers.awaitCondition("Stalled", Reason.Restored);
        await().during(Duration.ofSeconds(8))
                .until(() -> columns("lost-restore").equals("id,name,notes"));
        customers.awaitStatus(status -> assertThat(status.revision()).isEqualTo(WITH_NOTES));
        assertThat(customers.runs())
                .filteredOn(run -> run.getSpec().number() > restore.getSpec().number())
                .extracting(run -> run.getSpec().operation())
                .allMatch(Operation.Observe::equals);
    }

    @Test
    void a_database_comes_back_from_base_out_of_a_bucket() {
        var server = stillhouse.objectServer("school");
        var school = stillhouse.migration("undone", "school").with(inBucket(server, "school", ObjectServer.NAME));
        school.apply().awaitReady();
        var tables = List.of("students", "subjects", "exams");
        var before =
                tables.stream().map(table -> stillhouse.digest("undone", table)).toList();
        school.backups()
                .awaitAll(backups -> assertThat(backups)
                        .as("an empty database has nothing to lose")
                        .isEmpty());

        school.target("base").awaitReady();

        var backup = school.backups().await(BackupState.Verified);
        var files = "end-to-end/" + backup.getSpec().location() + "/";
        assertThat(server.keys("school", files)).contains(files + "manifest.json");
        assertThat(stillhouse.sql("undone", "SELECT to_regclass('students') IS NULL"))
                .isEqualTo("t");

        school.ask("undone-restore", restore(backup, "undone")).awaitSuccess();

        assertThat(tables.stream().map(table -> stillhouse.digest("undone", table)))
                .isEqualTo(before);
        school.awaitCondition("Stalled", Reason.Restored);
        school.target("head").awaitReady();
        school.backups().delete(backup);
        school.backups().awaitAll(backups -> assertThat(backups).isEmpty());
        assertThat(server.keys("school", files)).isEmpty();
    }

    @Test
    void only_what_loses_data_needs_a_place_for_a_backup() {
        var customers = stillhouse.customers("placeless").target("4f0d8c6ae217").awaitReady();
        fillCustomers("placeless");
        var before = stillhouse.digest("placeless", "customers");

        customers.target(WITH_NOTES).awaitReady();
        customers.target("head").awaitCondition("Stalled", Reason.BackupStorageMissing);

        assertThat(customers.condition("Stalled").orElseThrow().getMessage()).contains("notes", "spec.backup.storage");
        assertThat(customers.newestRun().getStatus().backup().needed()).isTrue();
        assertThat(customers.status().revision()).isEqualTo(WITH_NOTES);
        assertThat(stillhouse.digest("placeless", "customers")).isEqualTo(before);
        customers.backups().awaitAll(backups -> assertThat(backups).isEmpty());
    }

    @Test
    void a_backup_that_a_person_asks_for_outlives_its_migration_and_takes_its_files_along() {
        var claim = stillhouse.claim("backups");
        var customers = stillhouse.customers("asked").with(inClaim(claim, "verify: Digest"));
        customers.target(WITH_NOTES).awaitReady();
        fillCustomers("asked");

        var run = customers.ask("asked-by-hand", "operation: Backup").awaitSuccess();

        assertThat(run.getStatus().reason()).isEqualTo(Reason.BackedUp);
        var backup = customers.backups().await(BackupState.Stored);
        assertThat(backup.getStatus().verified()).isEqualTo(BackupVerification.Digest);
        customers.awaitReady();
        customers.delete();
        await().atMost(Migration.PATIENCE)
                .until(() -> customers.get() == null && customers.runs().isEmpty());
        customers
                .backups()
                .awaitAll(backups -> assertThat(backups)
                        .extracting(left -> left.getMetadata().getName())
                        .containsExactly(backup.getMetadata().getName()));
        assertThat(filesOf(claim, backup)).contains("./manifest.json");

        customers.backups().delete(backup);

        customers.backups().awaitAll(backups -> assertThat(backups).isEmpty());
        assertThat(filesOf(claim, backup)).isEmpty();
    }

    @Test
    void retention_keeps_the_newest_verified_one_beside_the_newest() {
        var claim = stillhouse.claim("backups");
        var customers = stillhouse.customers("kept").with(inClaim(claim, "retention: {count: 1}"));
        customers.target(WITH_NOTES).awaitReady();
        customers.ask("kept-verified", "operation: Backup").awaitSuccess();
        var verified = customers.backups().await(BackupState.Verified);

        customers
                .with(inClaim(claim, "verify: Digest, retention: {count: 1}"))
                .apply()
                .awaitReady();
        customers.ask("kept-stored", "operation: Backup").awaitSuccess();
        var stored = customers.backups().await(BackupState.Stored);
        customers.backups().awaitAll(backups -> assertThat(backups).hasSize(2));
        var newest = customers.ask("kept-newest", "operation: Backup").awaitSuccess();

        customers
                .backups()
                .awaitAll(backups -> assertThat(backups)
                        .extracting(backup -> backup.getSpec().run().name())
                        .containsExactlyInAnyOrder(
                                verified.getSpec().run().name(),
                                newest.getMetadata().getName()));
        assertThat(filesOf(claim, stored)).isEmpty();
        assertThat(filesOf(claim, verified)).contains("./manifest.json");
    }

    private static String inClaim(Claim claim, String more) {
        return "backup: {storage: {persistentVolumeClaim: {claimName: %s}}%s}"
                .formatted(claim.name(), more.isEmpty() ? "" : ", " + more);
    }

    static String inBucket(ObjectServer server, String bucket, String credentials) {
        return """
                backup:
                  storage:
                    s3:
                      endpoint: %s
                      bucket: %s
                      prefix: end-to-end
                      pathStyle: true
                      credentialsSecret: {name: %s}
                """.formatted(server.endpoint(), bucket, credentials);
    }

    private static String restore(MigrationBackup backup, String database) {
        return """
                operation: Restore
                restore: {backup: %s, confirm: %s}
                """.formatted(backup.getMetadata().getName(), database);
    }

    private static String restore(MigrationBackup backup, String database, String mode) {
        return """
                operation: Restore
                restore: {backup: %s, confirm: %s, mode: %s}
                """.formatted(backup.getMetadata().getName(), database, mode);
    }

    private static List<String> filesOf(Claim claim, MigrationBackup backup) {
        return claim.files(backup.getSpec().location());
    }

    private static Phase phase(MigrationRun run) {
        return run.getStatus() == null || run.getStatus().progress() == null
                ? Phase.OBSERVE
                : run.getStatus().progress().phase();
    }

    /** Names with quotes, line ends and more than ASCII; notes that are absent, empty and long. */
    private void fillCustomers(String database) {
        stillhouse.sql(database, """
                INSERT INTO customers (id, name, notes)
                SELECT i, 'O''Hara "' || i || E'"\\n Ünïcødé \\\\', CASE i % 3
                  WHEN 0 THEN NULL WHEN 1 THEN '' ELSE repeat(md5(i::text), i % 50) END
                FROM generate_series(1, 2000) i
                """);
    }

    private String columns(String database) {
        return stillhouse.sql(
                database,
                "SELECT string_agg(column_name, ',' ORDER BY ordinal_position) FROM information_schema.columns WHERE table_name = 'customers'");
    }
}
