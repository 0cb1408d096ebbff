package dev.stillhouse.e2e.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs programs in a running pod. */
final class PodExec {

    private static final int PATIENCE_MINUTES = 5;

    private final KubernetesClient client;
    private final String namespace;
    private final String pod;

    PodExec(KubernetesClient client, String namespace, String pod) {
        this.client = client;
        this.namespace = namespace;
        this.pod = pod;
    }

    /** Runs them in the one pod of a Deployment whose pods have its name as {@code app.kubernetes.io/name}. */
    static PodExec inDeployment(KubernetesClient client, String namespace, String deployment) {
        return client
                .pods()
                .inNamespace(namespace)
                .withLabel("app.kubernetes.io/name", deployment)
                .list()
                .getItems()
                .stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .map(pod -> new PodExec(client, namespace, pod.getMetadata().getName()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no pod of " + deployment + " in " + namespace));
    }

    /**
     * @return what the program wrote to standard output, without blanks around it
     * @throws IllegalStateException with what it wrote to standard error, if it fails
     */
    String run(List<String> command) {
        var output = new ByteArrayOutputStream();
        var errors = new ByteArrayOutputStream();
        try (var execution = client.pods()
                .inNamespace(namespace)
                .withName(pod)
                .writingOutput(output)
                .writingError(errors)
                .exec(command.toArray(String[]::new))) {
            int status = execution.exitCode().get(PATIENCE_MINUTES, TimeUnit.MINUTES);
            if (status != 0) {
                throw new IllegalStateException(command.getFirst() + " in " + pod + ": " + errors.toString(UTF_8));
            }
            return output.toString(UTF_8).strip();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("no answer from " + command + " in " + pod, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command, e);
        }
    }
}
