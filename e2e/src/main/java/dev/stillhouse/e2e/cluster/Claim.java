package dev.stillhouse.e2e.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A volume claim, and a pod that looks into it. */
public final class Claim {

    private static final int PATIENCE_MINUTES = 4;
    private static final String FOLDER = "/claim/";

    private final KubernetesClient client;
    private final String namespace;
    private final String name;

    Claim(KubernetesClient client, String namespace, String name) {
        this.client = client;
        this.namespace = namespace;
        this.name = name;
    }

    /**
     * Makes the claim, unless there is one, and waits until its files can be looked at.
     *
     * @param image of the pod that does; it needs {@code sleep}, {@code find} and {@code dd}
     */
    public Claim apply(String image) {
        client.resourceList(Manifests.read(client, "claim.yaml", Map.of("NAME", name, "IMAGE", image)))
                .inNamespace(namespace)
                .serverSideApply();
        client.pods().inNamespace(namespace).withName(pod()).waitUntilReady(PATIENCE_MINUTES, TimeUnit.MINUTES);
        return this;
    }

    public String name() {
        return name;
    }

    /** The files below a folder of the claim, relative to it and sorted; none if the folder is not there. */
    public List<String> files(String folder) {
        return exec("sh", "-c", "cd '" + FOLDER + folder + "' 2>/dev/null && find . -type f || true")
                .lines()
                .sorted()
                .toList();
    }

    /** Writes a file until nothing more fits into the volume. */
    public void fill() {
        exec("sh", "-c", "dd if=/dev/zero of=" + FOLDER + "ballast bs=64k 2>/dev/null || true");
    }

    private String exec(String... command) {
        return new PodExec(client, namespace, pod()).run(List.of(command));
    }

    private String pod() {
        return name + "-files";
    }
}
