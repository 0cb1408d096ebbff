package dev.stillhouse.e2e.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;

/**
 * An S3 server in the cluster. The Deployment, the Service and the Secret with its credentials (keys {@code accessKeyId}
 * and {@code secretAccessKey}) are all called {@value #NAME}. The data goes with the pod.
 */
public final class ObjectServer {

    public static final String NAME = "object-server";

    private static final String DATA = "/data/";

    private final KubernetesClient client;
    private final String namespace;

    public ObjectServer(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** Starts the server, or leaves it as it is, and waits until it accepts connections. */
    public void apply(String image) {
        client.resourceList(Manifests.read(client, "object-server.yaml", Map.of("IMAGE", image)))
                .inNamespace(namespace)
                .serverSideApply();
        new Rollout(client).await(namespace, NAME);
    }

    /** The URL of the service as pods in the cluster reach it. */
    public String endpoint() {
        return "http://%s.%s.svc:7070".formatted(NAME, namespace);
    }

    /** Creates a bucket, unless there is one. */
    public void createBucket(String bucket) {
        exec("mkdir", "-p", DATA + bucket);
    }

    /** The keys in a bucket that begin with a prefix, sorted. */
    public List<String> keys(String bucket, String prefix) {
        var folder = DATA + bucket + "/";
        return exec("find", folder, "-type", "f")
                .lines()
                .map(file -> file.substring(folder.length()))
                .filter(key -> key.startsWith(prefix))
                .sorted()
                .toList();
    }

    private String exec(String... command) {
        return PodExec.inDeployment(client, namespace, NAME).run(List.of(command));
    }
}
