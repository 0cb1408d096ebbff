package dev.stillhouse.operator.run;

import static java.net.HttpURLConnection.HTTP_BAD_REQUEST;
import static java.net.HttpURLConnection.HTTP_FORBIDDEN;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Set;

/** Answers of Kubernetes that do not change by asking again: the manifest, a quota or a policy has to. */
final class Refusals {
    private static final int HTTP_UNPROCESSABLE = 422;
    private static final Set<Integer> CODES = Set.of(HTTP_BAD_REQUEST, HTTP_FORBIDDEN, HTTP_UNPROCESSABLE);

    private Refusals() {}

    static boolean isFinal(KubernetesClientException answer) {
        return CODES.contains(answer.getCode());
    }
}
