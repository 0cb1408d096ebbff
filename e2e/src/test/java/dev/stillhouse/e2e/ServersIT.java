package dev.stillhouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.e2e.cluster.Cluster;
import dev.stillhouse.e2e.cluster.ImageNames;
import dev.stillhouse.e2e.cluster.PostgresServer;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.Reason;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Servers that differ from the image's own: an older one, and one with another extension. */
@ExtendWith(TestCluster.class)
class ServersIT {
    private static final String NAMESPACE = "older-server";
    private static final String WITH_NOTES = "91b7e3d5f02c";
    private static final String DIGEST = "SELECT md5(string_agg(c::text, ',' ORDER BY id)) FROM customers c";

    private final Cluster cluster;
    private final ImageNames images;
    private final Stillhouse stillhouse;

    ServersIT(Cluster cluster, ImageNames images) {
        this.cluster = cluster;
        this.images = images;
        stillhouse = new Stillhouse(cluster, images);
    }

    @Test
    void a_backup_of_an_older_server_is_verified_and_goes_back_to_it() {
        stillhouse.namespace(NAMESPACE);
        PostgresServer older = cluster.postgres(NAMESPACE);
        older.apply(images.olderPostgres());
        older.dropDatabase("on-the-older");
        older.createDatabase("on-the-older");
        var claim = stillhouse.claim("backups");
        var migration = stillhouse
                .customers("on-the-older")
                .with("backup: {storage: {persistentVolumeClaim: {claimName: %s}}}".formatted(claim.name()));
        stillhouse.secret("on-the-older", older.url("on-the-older"));
        migration.target(WITH_NOTES).awaitReady();
        older.sql(
                "on-the-older",
                "INSERT INTO customers (id, name, notes) SELECT i, 'n' || i, 'of ' || i FROM generate_series(1, 99) i");
        var before = older.sql("on-the-older", DIGEST);

        migration.target("head").awaitReady();

        var backup = migration.backups().await(BackupState.Verified);
        assertThat(backup.getStatus().rows()).isEqualTo(100);
        var restore = migration
                .ask("on-the-older-restore", """
                        operation: Restore
                        restore: {backup: %s, confirm: on-the-older}
                        """.formatted(backup.getMetadata().getName()))
                .awaitSuccess();
        assertThat(restore.getStatus().reason()).isEqualTo(Reason.Restored);
        assertThat(older.sql("on-the-older", DIGEST)).isEqualTo(before);
    }

    /** As docs/how-to/back-up-and-restore.md has it. */
    @Test
    void an_image_with_three_lines_more_has_an_extension_more() {
        var database = "addresses";
        stillhouse.postgres().dropDatabase(database);
        stillhouse.postgres().createDatabase(database);
        stillhouse.sql(database, """
                CREATE EXTENSION ip4r; CREATE EXTENSION vector;
                CREATE TABLE ranges AS SELECT '192.0.2.0/28'::ip4r AS addresses, '[1,2]'::vector AS place
                """);

        var plain = backup("addresses-plain", images.runner(), database);
        var extended = backup("addresses-extended", images.extendedRunner(), database);

        assertThat(plain).contains(Reason.BackupNotVerifiable.name(), "ip4r").doesNotContain("vector");
        assertThat(extended).contains("is Verified");
    }

    /** The runner's own PostgreSQL lacks ip4r, and the database's server has it. */
    @Test
    void a_copy_beside_the_original_has_its_extensions() {
        var migration = stillhouse
                .customers("beside")
                .with("backup: {storage: {persistentVolumeClaim: {claimName: %s}}}"
                        .formatted(stillhouse.claim("backups").name()))
                .target(WITH_NOTES)
                .awaitReady();
        stillhouse.sql("beside", """
                CREATE EXTENSION ip4r;
                CREATE TABLE ranges AS SELECT '192.0.2.0/28'::ip4r AS addresses;
                INSERT INTO customers (id, name, notes) VALUES (1, 'a', 'b');
                """);
        migration.target("head");
        migration.awaitCondition("Stalled", Reason.BackupNotVerifiable);

        migration.with("copies: {where: SameServer}").apply().awaitReady();

        assertThat(migration.backups().await(BackupState.Verified).getStatus().rows())
                .isEqualTo(3);
        assertThat(stillhouse.sql("postgres", "SELECT datname FROM pg_database WHERE datname LIKE 'stillhouse_copy%'"))
                .isBlank();
    }

    /** What the command prints. */
    private String backup(String name, String image, String database) {
        var pods = cluster.client().pods().inNamespace(Migration.NAMESPACE).withName(name);
        pods.delete();
        pods.waitUntilCondition(pod -> pod == null, Migration.PATIENCE.toMinutes(), TimeUnit.MINUTES);
        cluster.client().resource(command(name, image, database)).create();
        pods.waitUntilCondition(ServersIT::hasEnded, Migration.PATIENCE.toMinutes(), TimeUnit.MINUTES);
        return pods.getLog();
    }

    private Pod command(String name, String image, String database) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(Migration.NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .addNewContainer()
                .withName("stillhouse")
                .withImage(image)
                .withArgs(List.of(
                        "backup", "--to", "/tmp", "--url", stillhouse.postgres().url(database)))
                .endContainer()
                .endSpec()
                .build();
    }

    private static boolean hasEnded(Pod pod) {
        return pod != null
                && List.of("Succeeded", "Failed").contains(pod.getStatus().getPhase());
    }
}
