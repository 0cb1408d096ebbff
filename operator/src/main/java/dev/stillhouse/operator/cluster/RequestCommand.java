package dev.stillhouse.operator.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.stillhouse.api.v1alpha1.MigrationRequest;
import dev.stillhouse.api.v1alpha1.MigrationRequestSpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Locale;

/** The command by which a person asks for something once: in words that can be pasted. */
public final class RequestCommand {
    private RequestCommand() {}

    public static String of(String namespace, MigrationRequestSpec spec) {
        return "echo '%s' | kubectl create -n %s -f -".formatted(json(spec).replace("'", "'\\''"), namespace);
    }

    private static String json(MigrationRequestSpec spec) {
        var request = new MigrationRequest();
        request.setMetadata(new ObjectMetaBuilder()
                .withGenerateName(spec.operation().name().toLowerCase(Locale.ROOT) + "-")
                .build());
        request.setSpec(spec);
        try {
            return Serialization.jsonMapper().writeValueAsString(request);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request can be written as JSON", e);
        }
    }
}
