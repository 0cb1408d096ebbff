package dev.stillhouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.e2e.cluster.Cluster;
import dev.stillhouse.e2e.cluster.ImageNames;
import dev.stillhouse.e2e.cluster.PostgresServer;
import dev.stillhouse.e2e.cluster.TlsServer;
import dev.stillhouse.report.Reason;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A server with a private authority that asks for a client certificate; its name and its user are parts in a Secret. */
@ExtendWith(TestCluster.class)
class TlsIT {
    private static final String NAMESPACE = "tls";
    private static final String DATABASE = "shop-tls";

    private final Stillhouse stillhouse;
    private final PostgresServer postgres;
    private final ImageNames images;
    private TlsServer server;

    TlsIT(Cluster cluster, ImageNames images) {
        stillhouse = new Stillhouse(cluster, images);
        postgres = cluster.postgres(NAMESPACE);
        this.images = images;
    }

    @BeforeEach
    void start() {
        stillhouse.namespace(NAMESPACE);
        postgres.apply(images.postgres());
        server = postgres.requireTls();
        postgres.dropDatabase(DATABASE);
        postgres.createDatabase(DATABASE);
        postgres.sql("postgres", "ALTER DATABASE \"%s\" OWNER TO %s".formatted(DATABASE, TlsServer.USER));
        secret(
                "tls-app",
                Map.of(
                        "host",
                        server.host(),
                        "port",
                        "5432",
                        "dbname",
                        DATABASE,
                        "user",
                        TlsServer.USER,
                        "password",
                        TlsServer.PASSWORD));
        secret("tls-ca", Map.of("ca.crt", server.authority()));
        secret("tls-client", Map.of("tls.crt", server.clientCertificate(), "tls.key", server.clientKey()));
    }

    private void secret(String name, Map<String, String> content) {
        stillhouse
                .client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(Migration.NAMESPACE)
                        .endMetadata()
                        .addToStringData(content)
                        .build())
                .forceConflicts()
                .serverSideApply();
    }

    private Migration migration(String name, String ca, String client) {
        var migration = stillhouse.manifest(name, "tls-app", "tasks").with("""
                database:
                  hostFrom: {secretKeyRef: {name: tls-app, key: host}}
                  portFrom: {secretKeyRef: {name: tls-app, key: port}}
                  nameFrom: {secretKeyRef: {name: tls-app, key: dbname}}
                  userFrom: {secretKeyRef: {name: tls-app, key: user}}
                  passwordFrom: {secretKeyRef: {name: tls-app, key: password}}
                  tls:
                    ca: {secretKeyRef: {name: %s, key: ca.crt}}
                    clientCertificate: {secretName: %s}
                """.formatted(ca, client));
        migration.removeTraces();
        return migration;
    }

    /** The runner, the project's psycopg2 and, for the backup, pg_dump: the server lets nobody in otherwise. */
    @Test
    void all_connections_are_verified_and_have_the_certificate() {
        var claim = stillhouse.claim("tls-backups");
        var tasks = migration("tls", "tls-ca", "tls-client")
                .with("backup: {when: Always, storage: {persistentVolumeClaim: {claimName: %s}}}"
                        .formatted(claim.name()));

        tasks.apply().awaitReady();

        assertThat(postgres.sql(DATABASE, "SELECT count(*) FROM alembic_version"))
                .isEqualTo("1");
    }

    @Test
    void a_server_of_another_authority_is_refused() {
        var own = server.authority();
        postgres.requireTls();
        assertThat(own).isNotEqualTo(server.authority());

        var tasks = migration("tls-other", "tls-ca", "tls-client").with("execution: {retries: 0}");

        tasks.apply().awaitCondition("Stalled", Reason.ConnectionFailed);
        assertThat(tasks.condition("Stalled").orElseThrow().getMessage()).contains("spec.database.tls");
    }

    @Test
    void a_secret_without_the_key_is_named_with_it() {
        secret("tls-half", Map.of("tls.crt", server.clientCertificate()));

        var tasks = migration("tls-half", "tls-ca", "tls-half").apply();

        tasks.awaitCondition("Reconciling", Reason.PodBlocked);
        assertThat(tasks.condition("Reconciling").orElseThrow().getMessage()).contains("tls-half", "tls.key");
        tasks.delete();
    }
}
