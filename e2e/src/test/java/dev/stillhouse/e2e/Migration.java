package dev.stillhouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.report.Reason;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ScalableResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * A DatabaseMigration as a person writes it: YAML that is applied, read back through the API, and waited for. It is in the
 * namespace {@code default}, beside the PostgreSQL, unless another is named.
 */
final class Migration {
    static final String NAMESPACE = "default";
    /** Far longer than anything takes, on a busy machine too. */
    static final Duration PATIENCE = Duration.ofMinutes(4);
    /** Between two looks at the API server, which would otherwise spend its time on answering the tests. */
    static final Duration LOOKS = Duration.ofMillis(200);

    private final KubernetesClient client;
    private final String namespace;
    private final String name;
    private final Map<String, Object> spec = new LinkedHashMap<>();
    private final Map<String, String> annotations = new LinkedHashMap<>();

    /** A manifest that is not applied yet. */
    Migration(KubernetesClient client, String name, String specYaml) {
        this(client, NAMESPACE, name, specYaml);
    }

    Migration(KubernetesClient client, String namespace, String name, String specYaml) {
        this.client = client;
        this.namespace = namespace;
        this.name = name;
        with(specYaml);
    }

    /** Sets top-level fields of the spec; nothing is applied. */
    @SuppressWarnings("unchecked")
    Migration with(String specYaml) {
        spec.putAll(Serialization.unmarshal(specYaml, Map.class));
        return this;
    }

    /** Leaves a field of the spec out; nothing is applied. */
    Migration without(String field) {
        spec.remove(field);
        return this;
    }

    Migration annotated(String key, String value) {
        annotations.put(key, value);
        return this;
    }

    /** As {@code kubectl apply} does. */
    Migration apply() {
        var manifest = new GenericKubernetesResource();
        manifest.setApiVersion("stillhouse.dev/v1alpha1");
        manifest.setKind("DatabaseMigration");
        manifest.setMetadata(new io.fabric8.kubernetes.api.model.ObjectMetaBuilder()
                .withName(name)
                .withNamespace(namespace)
                .withAnnotations(annotations)
                .build());
        manifest.setAdditionalProperty("spec", spec);
        client.resource(manifest).fieldManager("e2e").forceConflicts().serverSideApply();
        return this;
    }

    /** Applies another target. */
    Migration target(String target) {
        return with("target: " + target).apply();
    }

    void delete() {
        client.resources(DatabaseMigration.class)
                .inNamespace(namespace)
                .withName(name)
                .delete();
    }

    /** Deletes it with its runs and backups, where an earlier test run in the same cluster left them. */
    void removeTraces() {
        delete();
        backups().forget();
        await().atMost(PATIENCE)
                .until(() ->
                        get() == null && runs().isEmpty() && backups().list().isEmpty());
    }

    String name() {
        return name;
    }

    /** Waits as {@code kubectl wait --for=condition=Ready} does: for the generation that was applied last. */
    Migration awaitReady() {
        return awaitStatus(status -> assertThat(condition("Ready"))
                .as("Ready of %s: %s", name, status.conditions())
                .hasValueSatisfying(ready -> assertThat(ready.getStatus()).isEqualTo("True")));
    }

    /** Waits until a condition is true for a reason. */
    Migration awaitCondition(String type, Reason reason) {
        return awaitStatus(status -> assertThat(condition(type))
                .as("%s of %s: %s", type, name, status.conditions())
                .hasValueSatisfying(condition -> {
                    assertThat(condition.getStatus()).isEqualTo("True");
                    assertThat(condition.getReason()).isEqualTo(reason.name());
                }));
    }

    /** Waits until the status speaks of the generation that was applied last, and an assertion about it holds. */
    Migration awaitStatus(Consumer<DatabaseMigrationStatus> assertion) {
        await().atMost(PATIENCE).pollInterval(LOOKS).untilAsserted(() -> {
            var current = get();
            assertThat(current.getStatus()).as("status of %s", name).isNotNull();
            assertThat(current.getStatus().observedGeneration())
                    .isEqualTo(current.getMetadata().getGeneration());
            assertion.accept(current.getStatus());
        });
        return this;
    }

    /** Waits until an assertion about the newest run holds, and returns the run as it was then. */
    MigrationRun awaitRun(Consumer<MigrationRun> assertion) {
        var seen = new AtomicReference<MigrationRun>();
        await().atMost(PATIENCE).pollInterval(LOOKS).untilAsserted(() -> {
            var runs = runs();
            assertThat(runs).as("runs of %s", name).isNotEmpty();
            assertion.accept(runs.getLast());
            seen.set(runs.getLast());
        });
        return seen.get();
    }

    DatabaseMigration get() {
        return client.resources(DatabaseMigration.class)
                .inNamespace(namespace)
                .withName(name)
                .get();
    }

    DatabaseMigrationStatus status() {
        return get().getStatus();
    }

    Optional<Condition> condition(String type) {
        return Optional.ofNullable(status()).map(DatabaseMigrationStatus::conditions).orElse(List.of()).stream()
                .filter(condition -> type.equals(condition.getType()))
                .findFirst();
    }

    /** Its runs, by number. */
    List<MigrationRun> runs() {
        return client.resources(MigrationRun.class).inNamespace(namespace).list().getItems().stream()
                .filter(run -> Objects.equals(run.getSpec().migrationRef().name(), name))
                .sorted(Comparator.comparingInt(Migration::number))
                .toList();
    }

    private static int number(MigrationRun run) {
        return run.getSpec().number();
    }

    MigrationRun newestRun() {
        return runs().getLast();
    }

    /** The Job of one of its runs. */
    ScalableResource<Job> job(MigrationRun run) {
        return client.batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withName(run.getMetadata().getName());
    }

    Backups backups() {
        return new Backups(client, namespace, name);
    }

    /**
     * Creates a run as a person does.
     *
     * @param what the operation, as its name, and what belongs to it
     */
    RequestByHand ask(String requestName, String what) {
        return RequestByHand.create(client, namespace, name, requestName, what);
    }

    /** A request that is there already. */
    RequestByHand request(String requestName) {
        return new RequestByHand(client, namespace, requestName);
    }
}
