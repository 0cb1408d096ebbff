package dev.stillhouse.e2e.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Writes down what a failed test leaves in the cluster, before it is gone. */
public final class Diagnostics {

    private static final String API_GROUP = "stillhouse.dev";

    private final KubernetesClient client;
    private final Path folder;

    /**
     * @param folder where each failure gets a folder of its own, usually below {@code target}
     */
    public Diagnostics(KubernetesClient client, Path folder) {
        this.client = client;
        this.folder = folder;
    }

    /**
     * Pods with the logs of all their containers, Jobs, events, and our own resources, of all namespaces.
     *
     * @param failure names the test
     * @return the folder that has it all
     */
    public Path collect(String failure) {
        var target = folder.resolve(failure.replaceAll("[^A-Za-z0-9._-]+", "_"));
        write(target.resolve("events.txt"), events());
        write(
                target.resolve("jobs.yaml"),
                yaml(client.batch().v1().jobs().inAnyNamespace().list()));
        for (var kind : List.of(
                "DatabaseMigration", "MigrationRecord", "MigrationRequest", "MigrationRun", "MigrationBackup")) {
            write(target.resolve(kind + ".yaml"), ownResources(kind));
        }
        for (var pod : client.pods().inAnyNamespace().list().getItems()) {
            var name =
                    pod.getMetadata().getNamespace() + "." + pod.getMetadata().getName();
            write(target.resolve(name + ".yaml"), yaml(pod));
            containers(pod)
                    .forEach(container -> write(target.resolve(name + "." + container + ".log"), log(pod, container)));
        }
        return target;
    }

    private String events() {
        var text = new StringBuilder();
        client.v1().events().inAnyNamespace().list().getItems().stream()
                .map(event -> "%s %s %s/%s %s: %s%n"
                        .formatted(
                                event.getLastTimestamp() == null ? event.getEventTime() : event.getLastTimestamp(),
                                event.getType(),
                                event.getInvolvedObject().getKind(),
                                event.getInvolvedObject().getName(),
                                event.getReason(),
                                event.getMessage()))
                .sorted()
                .forEach(text::append);
        return text.toString();
    }

    private String ownResources(String kind) {
        try {
            return yaml(client.genericKubernetesResources(API_GROUP + "/v1alpha1", kind)
                    .inAnyNamespace()
                    .list());
        } catch (KubernetesClientException | IllegalArgumentException e) {
            return "cannot be listed: " + e.getMessage();
        }
    }

    private static Stream<String> containers(Pod pod) {
        return Stream.concat(pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream())
                .map(container -> container.getName());
    }

    private String log(Pod pod, String container) {
        try {
            return client.pods().resource(pod).inContainer(container).getLog();
        } catch (KubernetesClientException e) {
            return "no log: " + e.getMessage();
        }
    }

    private static String yaml(Object resource) {
        return Serialization.asYaml(resource);
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
