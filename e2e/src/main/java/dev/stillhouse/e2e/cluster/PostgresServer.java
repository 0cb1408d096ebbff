package dev.stillhouse.e2e.cluster;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A PostgreSQL server in the cluster: the Deployment, the Service and the Secret are all called {@code postgres}. The data
 * goes with the pod.
 */
public final class PostgresServer {

    public static final String NAME = "postgres";
    public static final String USER = "postgres";
    public static final String PASSWORD = "only-for-tests";

    /** The key of a database's Secret that holds its URL. */
    public static final String URL_KEY = "url";

    private static final String FIELD_MANAGER = "stillhouse-e2e-url";

    private final KubernetesClient client;
    private final String namespace;

    public PostgresServer(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** Starts the server, or leaves it as it is, and waits until it accepts connections. */
    public void apply(String image) {
        client.resourceList(Manifests.read(client, "postgres.yaml", Map.of("IMAGE", image)))
                .inNamespace(namespace)
                .serverSideApply();
        writeUrl(NAME, USER);
        new Rollout(client).await(namespace, NAME);
    }

    /** Turns TLS on, with an authority that is made anew. */
    public TlsServer requireTls() {
        return TlsServer.of(PodExec.inDeployment(client, namespace, NAME), namespace);
    }

    /**
     * Creates an empty database, unless there is one, and a Secret whose key {@value #URL_KEY} is its URL.
     *
     * @param database also the name of the Secret, so letters, digits and hyphens
     */
    public void createDatabase(String database) {
        if (sql(USER, "SELECT 1 FROM pg_database WHERE datname = '" + database + "'")
                .isEmpty()) {
            sql(USER, "CREATE DATABASE \"" + database + "\"");
        }
        writeUrl(database, database);
    }

    /** Drops a database with all connections to it, what restores have kept of it, and its Secret. */
    public void dropDatabase(String database) {
        kept(database).forEach(this::drop);
        drop(database);
        client.secrets().inNamespace(namespace).withName(database).delete();
    }

    /** The databases that restores have replaced and kept, under dated names. */
    public List<String> kept(String database) {
        return sql(USER, "SELECT datname FROM pg_database WHERE datname ~ '^" + database + "_before_[0-9_]+$'")
                .lines()
                .toList();
    }

    private void drop(String database) {
        sql(USER, "DROP DATABASE IF EXISTS \"" + database + "\" WITH (FORCE)");
    }

    /** The URL of a database as pods in the cluster reach it. */
    public String url(String database) {
        return "postgresql://%s:%s@%s.%s.svc:5432/%s".formatted(USER, PASSWORD, NAME, namespace, database);
    }

    /**
     * Runs SQL with {@code psql} in the server's pod.
     *
     * @return the rows, one on a line, the columns separated by {@code |}; empty if there are none
     * @throws IllegalStateException with what psql said, if a statement fails
     */
    public String sql(String database, String statements) {
        var psql = List.of("psql", "-h", "/tmp", "-U", USER, "-d", database, "-v", "ON_ERROR_STOP=1", "-qAt", "-c");
        return PodExec.inDeployment(client, namespace, NAME).run(Commands.concat(psql, List.of(statements)));
    }

    /**
     * The definitions of everything in a database, as {@code pg_dump} writes them: equal for equal schemas, and in an order of
     * its own.
     */
    public String schema(String database) {
        var dump = PodExec.inDeployment(client, namespace, NAME)
                .run(List.of("pg_dump", "-h", "/tmp", "-U", USER, "--schema-only", database));
        // The words after psql's commands restrict and unrestrict are random.
        return dump.lines().filter(line -> !line.contains("restrict ")).collect(Collectors.joining("\n"));
    }

    /** With a field manager of its own, so that the server's Secret keeps its password. */
    private void writeUrl(String secret, String database) {
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(secret)
                        .withNamespace(namespace)
                        .endMetadata()
                        .addToStringData(URL_KEY, url(database))
                        .build())
                .fieldManager(FIELD_MANAGER)
                .serverSideApply();
    }
}
