package dev.stillhouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillhouse.e2e.cluster.Cluster;
import dev.stillhouse.e2e.cluster.ImageNames;
import dev.stillhouse.e2e.cluster.ObjectServer;
import dev.stillhouse.e2e.cluster.Prometheus;
import dev.stillhouse.e2e.cluster.PrometheusServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A real Prometheus watches a release of its own, by what the chart has written. Each alert is made to fire by its real cause
 * and goes out when that is gone; meanwhile the commands of the runbooks are run, and the dashboards asked. One story in the order of its methods, as
 * all alerts fire side by side.
 */
@Order(1)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(TestCluster.class)
class PrometheusIT {
    private static final String NAMESPACE = "alerts";
    private static final String OPERATOR_ABSENT = "StillhouseOperatorAbsent";
    private static final Path VALUES = Path.of("src", "test", "resources", "quick-alerts.yaml");
    /** Of an alert that is about the operator. */
    private static final String NONE = "";

    private final Cluster cluster;
    private final ImageNames images;
    private final Stillhouse stillhouse;
    private final TeamRelease team;
    private final PrometheusServer server;
    private final ObjectServer storage;
    private Prometheus prometheus;
    private List<Trouble> troubles;
    private Trouble queue;
    private List<DashboardQueries.Query> silent = List.of();

    /** An alert that fires for a DatabaseMigration, or for none. */
    private record Firing(String alert, String migration) {}

    PrometheusIT(Cluster cluster, ImageNames images) {
        this.cluster = cluster;
        this.images = images;
        stillhouse = new Stillhouse(cluster, images);
        team = new TeamRelease(cluster, images, NAMESPACE);
        server = cluster.prometheus("alerts-prometheus");
        storage = cluster.objectServer(NAMESPACE);
    }

    @BeforeAll
    void install() {
        server.defineKinds();
        TeamRelease.letWrite(cluster, images, List.of(team));
        team.createNamespace(team.identity());
        inParallel(Stream.of(
                () -> storage.apply(images.objectServer()),
                () -> team.release().withValues(VALUES).apply()));
        prometheus = server.apply(images.prometheus(), team.operatorNamespace(), team.team());
        var all = new Troubles(cluster, stillhouse, storage, NAMESPACE);
        troubles = all.independent();
        queue = all.queue();
    }

    @AfterAll
    void remove() {
        inParallel(Stream.of(team::remove, server::remove));
        cluster.operator(images).apply();
    }

    @Test
    @Order(1)
    void an_operator_with_nothing_to_do_is_scraped_and_silent() {
        awaitUntil(() -> {
            assertThat(prometheus.query("up{job=\"alerts\", namespace=\"alerts-operator\"} == 1"))
                    .hasSize(1);
            assertThat(firing()).isEmpty();
        });
    }

    @Test
    @Order(2)
    void each_fires_by_its_cause() {
        inParallel(troubles.stream().map(Trouble::come));
        awaitUntil(() -> assertThat(firing()).containsAll(of(troubles)));
        // Only now, as nothing else gets a place from then on.
        queue.come().run();
        awaitUntil(() -> assertThat(firing()).contains(new Firing("StillhouseQueueStands", NONE)));
    }

    @Test
    @Order(3)
    void no_alert_is_left_out() {
        var tried = everything().flatMap(trouble -> trouble.alerts().stream()).collect(Collectors.toSet());
        tried.add(OPERATOR_ABSENT);
        assertThat(prometheus.rules()).isEqualTo(tried);
    }

    @Test
    @Order(4)
    void the_commands_of_their_runbooks_show_something() {
        var done = new HashSet<String>();
        everything()
                .forEach(trouble -> trouble.alerts().stream()
                        .filter(done::add)
                        .forEach(alert -> diagnose(alert, trouble.migration())
                                .forEach((command, output) -> assertThat(output)
                                        .as("%s: %s", alert, command)
                                        .isNotBlank()
                                        .doesNotContain("No resources found"))));
    }

    @Test
    @Order(5)
    void the_dashboards_show_trouble() {
        silent = silentQueries();
        assertThat(silent)
                .as("queries without an answer")
                .hasSizeLessThan(queries(queue).size() / 2);
    }

    @Test
    @Order(6)
    void an_operator_that_is_gone_is_told_until_it_is_back() {
        var absent = new Firing(OPERATOR_ABSENT, NONE);
        scale(0);
        awaitUntil(() -> assertThat(firing()).contains(absent));
        assertThat(diagnose(OPERATOR_ABSENT, queue.migration()).values()).noneMatch(String::isBlank);

        scale(1);
        awaitUntil(() -> assertThat(firing()).doesNotContain(absent).containsAll(of(troubles)));
    }

    @Test
    @Order(7)
    void each_goes_out_when_its_cause_is_gone() {
        var left = of(troubles);
        left.add(new Firing("StillhouseQueueStands", NONE));
        var gone = CompletableFuture.runAsync(() -> inParallel(everything().map(Trouble::go)));
        // A new backup becomes an old one while others go out, so each is watched for itself.
        awaitUntil(() -> {
            left.retainAll(firing());
            assertThat(left).isEmpty();
            assertThat(gone).isDone();
        });
        assertThat(gone).isCompleted();
    }

    @Test
    @Order(8)
    void every_query_of_the_dashboards_has_had_an_answer() {
        silent.retainAll(silentQueries());
        assertThat(silent).isEmpty();
    }

    /** Those that have no answer for any DatabaseMigration, in the words for one of them. */
    private List<DashboardQueries.Query> silentQueries() {
        var asked = everything().map(this::queries).toList();
        var one = queries(queue);
        return IntStream.range(0, one.size())
                .filter(place -> asked.stream().allMatch(queries -> hasNoAnswer(queries.get(place))))
                .mapToObj(one::get)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private boolean hasNoAnswer(DashboardQueries.Query query) {
        return prometheus.query(query.text()).isEmpty();
    }

    private List<DashboardQueries.Query> queries(Trouble trouble) {
        try {
            return DashboardQueries.about(NAMESPACE, trouble.migration());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rules are evaluated once a second. */
    private static void awaitUntil(ThrowingRunnable assertion) {
        await().pollInterval(Duration.ofSeconds(1)).untilAsserted(assertion);
    }

    private Set<Firing> firing() {
        return prometheus.alerts().stream()
                .filter(Prometheus.Alert::firing)
                .map(alert -> new Firing(alert.name(), alert.label("migration")))
                .collect(Collectors.toSet());
    }

    private Stream<Trouble> everything() {
        return Stream.concat(troubles.stream(), Stream.of(queue));
    }

    private static Set<Firing> of(List<Trouble> troubles) {
        return troubles.stream()
                .flatMap(trouble -> trouble.alerts().stream().map(alert -> new Firing(alert, trouble.migration())))
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** What the commands of a page's diagnosis write, each of which has to succeed. */
    private Map<String, String> diagnose(String alert, String migration) {
        var run = new Migration(stillhouse.client(), NAMESPACE, migration, "{}")
                .runs().stream().map(found -> found.getMetadata().getName()).reduce("none", (earlier, later) -> later);
        var outputs = new LinkedHashMap<String, String>();
        Runbook.of(alert)
                .diagnosis(NAMESPACE, migration, run, team)
                .forEach(command -> outputs.put(command, cluster.shell(command)));
        assertThat(outputs).as("commands of %s", alert).isNotEmpty();
        return outputs;
    }

    private void scale(int replicas) {
        stillhouse
                .client()
                .apps()
                .deployments()
                .inNamespace(team.operatorNamespace())
                .withName(team.team())
                .scale(replicas);
    }

    /** Returns when all of it is done. */
    private static void inParallel(Stream<Runnable> work) {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            work.map(task -> CompletableFuture.runAsync(task, executor))
                    .toList()
                    .forEach(CompletableFuture::join);
        }
    }
}
