package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.pod.Containers;
import dev.stillhouse.report.Progress;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Follows the standard output of runners at work and remembers the last word of each, and its plan. It only informs: what
 * a run did is decided from its report and the database, so a lost line costs nothing but the plan's text. A reconciliation
 * is asked for at most once a second for each run, however many steps it takes.
 */
@ApplicationScoped
class ProgressFollower {
    private static final Logger LOG = Logger.getLogger(ProgressFollower.class);
    private static final long TICK_MILLIS = 1000;
    /** The log of a runner that has ended comes at once, if its node answers. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final KubernetesClient client;
    private final Duration patience;
    private final SimpleInboundEventSource<MigrationRun> news = new SimpleInboundEventSource<>("progress");
    private final Map<ResourceID, Followed> followed = new ConcurrentHashMap<>();
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("progress-ticker").factory());

    @Inject
    ProgressFollower(KubernetesClient client) {
        this(client, PATIENCE);
    }

    /** @param patience how long to wait, at most twice, for the plan of a run that has ended */
    ProgressFollower(KubernetesClient client, Duration patience) {
        this.client = client;
        this.patience = patience;
        var _ = ticker.scheduleWithFixedDelay(this::tell, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The log of a run's pod, and the connection by which it comes. */
    private static final class Followed {
        private final RunnerLog log = new RunnerLog();
        private volatile Optional<LogWatch> watch = Optional.empty();

        void close() {
            watch.ifPresent(LogWatch::close);
        }
    }

    /** The source of events by which a run is reconciled when its runner has said something. */
    SimpleInboundEventSource<MigrationRun> eventSource() {
        return news;
    }

    Optional<Progress> latest(MigrationRun run) {
        return Optional.ofNullable(followed.get(ResourceID.fromResource(run))).flatMap(found -> found.log.latest());
    }

    /** The whole plan of a run, if its runner has told it so far. */
    Optional<WholePlan> plan(MigrationRun run) {
        return Optional.ofNullable(followed.get(ResourceID.fromResource(run))).flatMap(found -> found.log.plan());
    }

    /** The whole plan of a run whose runner has ended. Its log is read once more where what was heard of it is not all. */
    Optional<WholePlan> finalPlan(MigrationRun run, Pod pod) {
        var heard = Optional.ofNullable(followed.get(ResourceID.fromResource(run)));
        var plan = heard.flatMap(found -> found.log.planWithin(patience));
        if (plan.isPresent() || heard.filter(found -> found.log.isPlanDropped()).isPresent()) {
            return plan;
        }
        forget(run);
        return following(run, pod).log.planWithin(patience);
    }

    /** The plan of a run needs not be remembered any more. */
    void dropPlan(MigrationRun run) {
        Optional.ofNullable(followed.get(ResourceID.fromResource(run))).ifPresent(found -> found.log.dropPlan());
    }

    /** Starts to follow the runner of a pod, unless it is being followed already. */
    void follow(MigrationRun run, Pod pod) {
        var _ = following(run, pod);
    }

    private Followed following(MigrationRun run, Pod pod) {
        return followed.computeIfAbsent(ResourceID.fromResource(run), id -> {
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
            lines.lines().forEach(into.log::hear);
        } catch (IOException | KubernetesClientException | java.io.UncheckedIOException e) {
            LOG.debugf("The progress of run %s is not followed any more: %s", id, e.getMessage());
        } finally {
            into.log.end();
        }
    }

    private void tell() {
        followed.forEach((id, found) -> {
            if (news.isRunning() && found.log.hasNews()) {
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
