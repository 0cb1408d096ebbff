package dev.stillhouse.operator.cluster;

import static java.net.HttpURLConnection.HTTP_BAD_REQUEST;
import static java.net.HttpURLConnection.HTTP_FORBIDDEN;
import static java.net.HttpURLConnection.HTTP_NOT_FOUND;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Set;

/** Answers of Kubernetes that do not change by asking again: the manifest, a quota or a policy has to. */
public final class Refusals {
    private static final int HTTP_UNPROCESSABLE = 422;
    private static final Set<Integer> CODES = Set.of(HTTP_BAD_REQUEST, HTTP_FORBIDDEN, HTTP_UNPROCESSABLE);

    private Refusals() {}

    public static boolean isFinal(KubernetesClientException answer) {
        return CODES.contains(answer.getCode());
    }

    /** Whether what was asked about is not there. */
    public static boolean isAbsent(KubernetesClientException answer) {
        return answer.getCode() == HTTP_NOT_FOUND;
    }

    /** Whether what was sent is not what the definition of its kind allows. */
    static boolean isInvalid(Exception answer) {
        return answer instanceof KubernetesClientException known && known.getCode() == HTTP_UNPROCESSABLE;
    }

    /** What to do, if it may be that the definitions are of another version than the operator. */
    static String advice(Exception answer) {
        return isInvalid(answer)
                ? " If the definitions (CRDs) in the cluster are not those of this version of the operator, apply them; until then a run's report waits in its pod, for spec.execution.ttlAfterFinished."
                : "";
    }

    /** What Kubernetes itself says, without what the client says of the request. */
    public static String words(KubernetesClientException answer) {
        return String.valueOf(
                answer.getStatus() == null
                        ? answer.getMessage()
                        : answer.getStatus().getMessage());
    }
}
