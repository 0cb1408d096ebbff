package dev.stillhouse.e2e.cluster;

import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The operator, as a user installs it: the Helm chart of this repository, with the images of this build. */
public final class OperatorRelease {

    public static final String NAME = "stillhouse";
    public static final String NAMESPACE = "stillhouse";

    private static final Path CHART = Path.of("..", "helm", "stillhouse");

    private final KubernetesClient client;
    private final Path kubeconfig;
    private final String name;
    private final String namespace;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final List<Path> valuesFiles = new ArrayList<>();

    /**
     * @param kubeconfig a file, for Helm
     * @param client to see whether it runs
     */
    public OperatorRelease(Path kubeconfig, KubernetesClient client, ImageNames images) {
        this(kubeconfig, client, images, NAME, NAMESPACE);
    }

    /** Another release beside the usual one. */
    OperatorRelease(Path kubeconfig, KubernetesClient client, ImageNames images, String name, String namespace) {
        this.kubeconfig = kubeconfig;
        this.client = client;
        this.name = name;
        this.namespace = namespace;
        setImage("image", images.operator());
        setImage("runner.image", images.runner());
    }

    /** Sets a value of the chart for the next {@link #apply()}, such as {@code replicas}. */
    public OperatorRelease with(String value, String content) {
        values.put(value, content);
        return this;
    }

    /** Adds a file with values for the next {@link #apply()}; values that are set by their names win. */
    public OperatorRelease withValues(Path file) {
        valuesFiles.add(file);
        return this;
    }

    /** Installs the chart or upgrades it, and waits until all its pods are the new ones and ready. */
    public void apply() {
        client.resource(restrictedNamespace()).serverSideApply();
        var upgrade = new Helm(CHART)
                .upgrade()
                .install()
                .withName(name)
                .withNamespace(namespace)
                .withKubeConfig(kubeconfig);
        valuesFiles.forEach(upgrade::withValuesFile);
        values.forEach(upgrade::set);
        upgrade.call();
        new Rollout(client).awaitAll(namespace);
    }

    /** Removes it. */
    public void remove() {
        Helm.uninstall(name)
                .withNamespace(namespace)
                .ignoreNotFound()
                .withKubeConfig(kubeconfig)
                .call();
    }

    /** Nothing runs in it that the strictest of the Pod Security Standards forbids. */
    private Namespace restrictedNamespace() {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(namespace)
                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                .endMetadata()
                .build();
    }

    private void setImage(String value, String image) {
        int colon = image.lastIndexOf(':');
        with(value + ".repository", image.substring(0, colon)).with(value + ".tag", image.substring(colon + 1));
    }
}
