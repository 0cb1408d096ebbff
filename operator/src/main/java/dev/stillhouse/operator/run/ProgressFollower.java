package dev.stillhouse.operator.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.pod.Containers;
import dev.stillhouse.report.Progress;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Follows the standard output of runners at work and remembers the last word of each. It only informs: what a run did is
 * decided from its report and the database, so a lost line costs nothing. A reconciliation is asked for at most twice a
 * second for each run, however many steps it takes.
 */
@ApplicationScoped
class ProgressFollower {
    private static final Logger LOG = Logger.getLogger(ProgressFollower.class);
    private static final long TICK_MILLIS = 500;

    private final KubernetesClient client;
    private final SimpleInboundEventSource<MigrationRun> news = new SimpleInboundEventSource<>("progress");
    private final Map<ResourceID, Followed> followed = new ConcurrentHashMap<>();
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("progress-ticker").factory());

    ProgressFollower(KubernetesClient client) {
        this.client = client;
        var _ = ticker.scheduleWithFixedDelay(this::tell, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The last word of a run's pod. */
    private static final class Followed {
        private volatile Optional<Progress> last = Optional.empty();
        private volatile boolean untold;
        private volatile Optional<LogWatch> watch = Optional.empty();

        void hear(Progress progress) {
            last = Optional.of(progress);
            untold = true;
        }

        void close() {
            watch.ifPresent(LogWatch::close);
        }
    }

    /** The source of events by which a run is reconciled when its runner has said something. */
    SimpleInboundEventSource<MigrationRun> eventSource() {
        return news;
    }

    Optional<Progress> latest(MigrationRun run) {
        return Optional.ofNullable(followed.get(ResourceID.fromResource(run))).flatMap(found -> found.last);
    }

    /** Starts to follow the runner of a pod, unless it is being followed already. */
    void follow(MigrationRun run, Pod pod) {
        followed.computeIfAbsent(ResourceID.fromResource(run), id -> {
            var fresh = new Followed();
            Thread.ofVirtual().name("progress " + id).start(() -> read(id, pod, fresh));
            return fresh;
        });
    }

    void forget(MigrationRun run) {
        Optional.ofNullable(followed.remove(ResourceID.fromResource(run))).ifPresent(Followed::close);
    }

    private void read(ResourceID id, Pod pod, Followed into) {
        try (var watch = client.pods()
                        .inNamespace(pod.getMetadata().getNamespace())
                        .withName(pod.getMetadata().getName())
                        .inContainer(Containers.RUNNER)
                        .watchLog();
                var lines = new BufferedReader(new InputStreamReader(watch.getOutput(), StandardCharsets.UTF_8))) {
            into.watch = Optional.of(watch);
            lines.lines().forEach(line -> parse(line).ifPresent(into::hear));
        } catch (IOException | KubernetesClientException | java.io.UncheckedIOException e) {
            LOG.debugf("The progress of run %s is not followed any more: %s", id, e.getMessage());
        }
    }

    private static Optional<Progress> parse(String line) {
        try {
            return Optional.ofNullable(Serialization.jsonMapper().readValue(line, Progress.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private void tell() {
        followed.forEach((id, found) -> {
            if (found.untold && news.isRunning()) {
                found.untold = false;
                news.propagateEvent(id);
            }
        });
    }

    @PreDestroy
    void close() {
        ticker.shutdownNow();
        followed.values().forEach(Followed::close);
    }
}
