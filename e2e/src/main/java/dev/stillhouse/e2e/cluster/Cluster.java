package dev.stillhouse.e2e.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.util.Collection;

/** A running cluster and the way into it. */
public final class Cluster implements AutoCloseable {

    private static final String DNS = "coredns";

    private final Node node;
    private final KubernetesClient client;
    private final Path kubeconfigFile;

    private Cluster(Node node) {
        this.node = node;
        this.kubeconfigFile = KubeconfigFile.temporary(node.kubeconfig());
        this.client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(node.kubeconfig()))
                .build();
        new Rollout(client).await("kube-system", DNS);
    }

    /** A cluster of the caller's own: {@link #close()} ends it. */
    public static Cluster startPrivate(String nodeImage) {
        return new Cluster(Node.startPrivate(nodeImage));
    }

    /** The cluster of {@code e2e/cluster}, started if there is none; {@link #disconnect()} leaves it running. */
    public static Cluster startShared(String nodeImage) {
        return new Cluster(Node.startShared(nodeImage));
    }

    /** A client with the rights of an administrator. */
    public KubernetesClient client() {
        return client;
    }

    /** The content of a kubeconfig for this machine, with the rights of an administrator. */
    public String kubeconfig() {
        return node.kubeconfig();
    }

    /** Makes images of this machine available to pods; those whose name is there already are not sent again. */
    public void load(Collection<String> images) {
        new NodeImages(node).loadMissing(images);
    }

    /** The images that pods can use, for names whose content changes. */
    public NodeImages images() {
        return new NodeImages(node);
    }

    /** The operator in this cluster; nothing happens until {@link OperatorRelease#apply()}. */
    public OperatorRelease operator(ImageNames images) {
        return new OperatorRelease(kubeconfigFile, client, images);
    }

    /** Another release of the operator, beside the one that all tests share. */
    public OperatorRelease operator(ImageNames images, String name, String namespace) {
        return new OperatorRelease(kubeconfigFile, client, images, name, namespace);
    }

    /** The PostgreSQL of a namespace; nothing happens until {@link PostgresServer#apply(String)}. */
    public PostgresServer postgres(String namespace) {
        return new PostgresServer(client, namespace);
    }

    /** The S3 server of a namespace; nothing happens until {@link ObjectServer#apply(String)}. */
    public ObjectServer objectServer(String namespace) {
        return new ObjectServer(client, namespace);
    }

    /** The Prometheus of a namespace; nothing happens until it is applied. */
    public PrometheusServer prometheus(String namespace) {
        return new PrometheusServer(client, namespace);
    }

    /** A volume claim of a namespace; nothing happens until {@link Claim#apply(String)}. */
    public Claim claim(String namespace, String name) {
        return new Claim(client, namespace, name);
    }

    /**
     * Makes a volume that holds no more than a number of MiB, and reserves it for a claim. What was in a volume of the
     * same name is gone.
     */
    public void smallVolume(String namespace, String claim, int mebibytes) {
        new SmallVolume(node, client).apply(namespace, claim, mebibytes);
    }

    /** Runs a script of the shell with kubectl, as an administrator does, and returns what it writes. */
    public String shell(String script) {
        return node.run("sh", "-c", script);
    }

    /** Kills every process of a pod whose command line has this pattern, without warning, as a lack of memory does. */
    public void killProcesses(Pod pod, String pattern) {
        signalProcesses(pod, pattern, "KILL");
    }

    /**
     * Sends a signal to every process of a pod whose command line has this pattern.
     *
     * @param signal its name without SIG, such as {@code STOP}
     * @throws IllegalStateException if there is none
     */
    public void signalProcesses(Pod pod, String pattern, String signal) {
        node.signalProcesses(pod.getMetadata().getUid(), pattern, signal);
    }

    /** Ends the connection and leaves the cluster as it is. */
    public void disconnect() {
        client.close();
    }

    @Override
    public void close() {
        client.close();
        node.close();
    }
}
