package dev.stillhouse.operator.run;

import dev.stillhouse.operator.pod.Containers;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection by which the log of a runner comes, until the container has ended or the connection was lost. No thread
 * waits for it. The client's own way to follow a log waits for the answer, tells no refusal from a log, and prints traces.
 */
final class LogStream {
    private final AtomicBoolean over = new AtomicBoolean();
    private final CompletableFuture<HttpResponse<AsyncBody>> answer;
    private final Consumer<Optional<String>> ended;
    private volatile long lastSign = System.nanoTime();

    /**
     * Begins to read.
     *
     * @param hear is called with each line
     * @param ended is called once, with what went wrong if something did; not after {@link #close()}
     */
    static LogStream open(
            KubernetesClient client, Pod pod, LogStart from, Consumer<String> hear, Consumer<Optional<String>> ended) {
        return new LogStream(client, pod, from, hear, ended);
    }

    private LogStream(
            KubernetesClient client, Pod pod, LogStart from, Consumer<String> hear, Consumer<Optional<String>> ended) {
        this.ended = ended;
        var lines = new LogLines(hear);
        var http = client.getHttpClient();
        answer = http.consumeBytes(
                http.newHttpRequestBuilder().uri(uri(client, pod, from)).build(), (buffers, body) -> {
                    lastSign = System.nanoTime();
                    if (!over.get()) {
                        buffers.forEach(lines::take);
                        body.consume();
                    }
                });
        var _ = answer.whenComplete((response, failure) -> {
            if (failure != null) {
                end(failure);
            } else if (!response.isSuccessful()) {
                response.body().cancel();
                end(Optional.of("HTTP " + response.code()));
            } else {
                var _ = response.body().done().whenComplete((done, broken) -> {
                    lines.end();
                    end(broken);
                });
                response.body().consume();
            }
        });
    }

    private static String uri(KubernetesClient client, Pod pod, LogStart from) {
        return "%sapi/v1/namespaces/%s/pods/%s/log?container=%s&follow=true%s"
                .formatted(
                        client.getMasterUrl().toString().replaceFirst("/?$", "/"),
                        pod.getMetadata().getNamespace(),
                        pod.getMetadata().getName(),
                        Containers.RUNNER,
                        from.query());
    }

    private void end(@Nullable Throwable failure) {
        end(Optional.ofNullable(failure).map(thrown -> String.valueOf(thrown.getMessage())));
    }

    private void end(Optional<String> trouble) {
        if (!over.getAndSet(true)) {
            ended.accept(trouble);
        }
    }

    boolean isOpen() {
        return !over.get();
    }

    /** Nanoseconds since something came; a connection may be dead although nobody says so. */
    long silentNanos() {
        return System.nanoTime() - lastSign;
    }

    /** Whatever has not come is not read, also if the answer itself is still to come. */
    void close() {
        if (!over.getAndSet(true)) {
            var _ = answer.thenAccept(response -> response.body().cancel());
        }
    }
}
