package dev.stillhouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.e2e.cluster.PostgresServer;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A project without Stillhouse: a pod of its image that runs what its developers run. */
final class BareAlembic {
    private static final Set<String> ENDS = Set.of("Succeeded", "Failed");
    private static final int PATIENCE_MINUTES = 10;

    private final KubernetesClient client;
    private final String image;
    private final String urlVariable;
    private final Map<String, String> environment;
    private final List<String> alembic;

    /**
     * @param alembic the command line that starts Alembic in the image, without its arguments
     * @param environment what the project needs besides the variable with its database's URL
     */
    BareAlembic(
            KubernetesClient client,
            String image,
            String urlVariable,
            Map<String, String> environment,
            List<String> alembic) {
        this.client = client;
        this.image = image;
        this.urlVariable = urlVariable;
        this.environment = environment;
        this.alembic = alembic;
    }

    /** Runs Alembic in the image's own folder on the database of a Secret, to its end. */
    void run(String secret, String... arguments) {
        var pods = client.pods().inNamespace(Migration.NAMESPACE);
        var pod = pods.resource(pod(secret, arguments)).create();
        var running = pods.withName(pod.getMetadata().getName());
        try {
            var ended = running.waitUntilCondition(
                    now -> now != null && ENDS.contains(now.getStatus().getPhase()),
                    PATIENCE_MINUTES,
                    TimeUnit.MINUTES);
            assertThat(ended.getStatus().getPhase())
                    .as("bare Alembic in %s: %s", image, running.getLog())
                    .isEqualTo("Succeeded");
        } finally {
            running.delete();
        }
    }

    private Pod pod(String secret, String... arguments) {
        var variables = environment.entrySet().stream()
                .map(entry -> new EnvVarBuilder()
                        .withName(entry.getKey())
                        .withValue(entry.getValue())
                        .build())
                .toList();
        return new PodBuilder()
                .withNewMetadata()
                .withGenerateName("bare-alembic-")
                .withNamespace(Migration.NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .addNewContainer()
                .withName("alembic")
                .withImage(image)
                .withCommand(alembic)
                .withArgs(arguments)
                .withEnv(variables)
                .addNewEnv()
                .withName(urlVariable)
                .withNewValueFrom()
                .withNewSecretKeyRef(PostgresServer.URL_KEY, secret, false)
                .endValueFrom()
                .endEnv()
                .endContainer()
                .endSpec()
                .build();
    }
}
