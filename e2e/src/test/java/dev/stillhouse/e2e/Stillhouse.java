package dev.stillhouse.e2e;

import static org.awaitility.Awaitility.await;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.e2e.cluster.Claim;
import dev.stillhouse.e2e.cluster.Cluster;
import dev.stillhouse.e2e.cluster.ImageNames;
import dev.stillhouse.e2e.cluster.ObjectServer;
import dev.stillhouse.e2e.cluster.OperatorRelease;
import dev.stillhouse.e2e.cluster.PostgresServer;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.List;

/** What the tests see of the product and of the PostgreSQL beside it. */
final class Stillhouse {
    private final Cluster cluster;
    private final ImageNames images;

    Stillhouse(Cluster cluster, ImageNames images) {
        this.cluster = cluster;
        this.images = images;
    }

    KubernetesClient client() {
        return cluster.client();
    }

    /** A client with the rights of the operator, for what admission lets nobody else write. */
    KubernetesClient asOperator() {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(client().getConfiguration())
                        .withImpersonateUsername("system:serviceaccount:%s:%s"
                                .formatted(OperatorRelease.NAMESPACE, OperatorRelease.NAME))
                        .build())
                .build();
    }

    PostgresServer postgres() {
        return cluster.postgres(Migration.NAMESPACE);
    }

    /** A new database, a Secret of its name with its URL, and a manifest of a project in an image for it. */
    Migration migration(String name, String project) {
        var migration = manifest(name, name, project);
        migration.removeTraces();
        postgres().dropDatabase(name);
        postgres().createDatabase(name);
        return migration;
    }

    /** A new database, and a manifest for it with its Secret in a namespace of its own. */
    Migration migrationIn(String namespace, String name, String project) {
        postgres().dropDatabase(name);
        postgres().createDatabase(name);
        secret(namespace, name, postgres().url(name));
        return manifest(namespace, name, name, project);
    }

    /** A manifest of a project in an image, for the database of a Secret. */
    Migration manifest(String name, String secret, String project) {
        return manifest(Migration.NAMESPACE, name, secret, project);
    }

    private Migration manifest(String namespace, String name, String secret, String project) {
        return new Migration(client(), namespace, name, """
                database: {urlFrom: {secretKeyRef: {name: %s, key: url}}}
                project: {image: "%s", path: /app, urlVariable: DATABASE_URL}
                downgrade: Allow
                backup: {when: Never}
                execution: {retryBackoff: 1s}
                """.formatted(secret, images.project(project)));
    }

    /** A project specification with more than the usual fields. */
    String project(String project, String furtherFields) {
        return "project: {image: \"%s\", path: /app, urlVariable: DATABASE_URL, %s}"
                .formatted(images.project(project), furtherFields);
    }

    /**
     * A new database, and a manifest for it of a project whose third revision drops a column. Backups are taken as the
     * product does where nothing is said of them, but that there is no place for them.
     */
    Migration customers(String name) {
        ConfigMaps.ofFolder(client(), "customers", "projects/customers");
        return migration(name, "tasks")
                .with("project: {configMap: {name: customers}}")
                .with("backup: {}");
    }

    /** A claim of 1 GiB. */
    Claim claim(String name) {
        return cluster.claim(Migration.NAMESPACE, name).apply(images.postgres());
    }

    /** A claim of a few MiB. */
    Claim smallClaim(String name, int mebibytes) {
        cluster.smallVolume(Migration.NAMESPACE, name, mebibytes);
        return claim(name);
    }

    /** The S3 server, with a bucket in it. */
    ObjectServer objectServer(String bucket) {
        var server = cluster.objectServer(Migration.NAMESPACE);
        server.apply(images.objectServer());
        server.createBucket(bucket);
        return server;
    }

    /** One value for all rows of a table; another one if a single value is another one. */
    String digest(String database, String table) {
        return sql(
                database,
                "SELECT count(*) || ' ' || md5(coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '')) FROM %s t"
                        .formatted(table));
    }

    /** Creates a namespace, unless there is one. */
    void namespace(String name) {
        client().resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .serverSideApply();
    }

    /** Writes a Secret with the key {@code url}. */
    void secret(String name, String url) {
        secret(Migration.NAMESPACE, name, url);
    }

    /** Writes a Secret with the key {@code url} in a namespace. */
    void secret(String namespace, String name, String url) {
        var secret = new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .addToStringData("url", url)
                .build();
        client().resource(secret).forceConflicts().serverSideApply();
    }

    /** What a database answers to a query; rows are lines, columns are separated by {@code |}. */
    String sql(String database, String query) {
        return postgres().sql(database, query);
    }

    /** Ends the slow step of the project {@code broken/slow}, now and in later runs; the database has the migration's name. */
    Migration goOn(Migration slow) {
        sql(slow.name(), "COMMENT ON DATABASE \"%s\" IS 'go on'".formatted(slow.name()));
        return slow;
    }

    /** The pod of a run that is at work. */
    Pod podOf(MigrationRun run) {
        return client().pods()
                .inNamespace(run.getMetadata().getNamespace())
                .withLabel("stillhouse.dev/run", run.getMetadata().getName())
                .list()
                .getItems()
                .getFirst();
    }

    /** Those that are to stay: a pod that is on its way out is listed for a while. */
    List<Pod> operatorPods() {
        return client().pods().inNamespace(OperatorRelease.NAMESPACE).list().getItems().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .toList();
    }

    /** Ends all operator pods at once, without a chance to do anything more; the Deployment starts new ones. */
    void killOperator() {
        operatorPods().forEach(this::kill);
    }

    /** Does something while there is no operator, and lets a new one start whatever came of it. */
    void withoutOperator(Runnable what) {
        scaleOperator(0);
        try {
            await().atMost(Migration.PATIENCE).until(this::operatorPods, List::isEmpty);
            what.run();
        } finally {
            scaleOperator(1);
        }
    }

    private void scaleOperator(int replicas) {
        client().apps()
                .deployments()
                .inNamespace(OperatorRelease.NAMESPACE)
                .withName(OperatorRelease.NAME)
                .scale(replicas);
    }

    void kill(Pod pod) {
        client().resource(pod).withGracePeriod(0).delete();
    }
}
