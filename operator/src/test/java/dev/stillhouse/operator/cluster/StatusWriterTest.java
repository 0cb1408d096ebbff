package dev.stillhouse.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the framework makes of a write, and of what somebody else does in that moment. */
@EnableKubernetesMockClient(crud = true)
class StatusWriterTest {
    KubernetesClient client;
    private Operator operator;
    private final Looking looking = new Looking();

    @Group("test.stillhouse.dev")
    @Version("v1")
    static class Thing extends CustomResource<Void, Thing.Status> implements Namespaced {
        /** Does something just before it is sent. */
        static final class Status {
            @JsonIgnore
            private Runnable before = () -> {};

            public String state = "Seen";

            public String getState() {
                before.run();
                return state;
            }

            @Override
            public boolean equals(Object other) {
                return other instanceof Status status && state.equals(status.state);
            }

            @Override
            public int hashCode() {
                return state.hashCode();
            }
        }
    }

    private final class Looking implements Reconciler<Thing> {
        private final StatusWriter statuses = new StatusWriter();
        private final List<Map<String, String>> seen = new CopyOnWriteArrayList<>();

        @Override
        public UpdateControl<Thing> reconcile(Thing thing, Context<Thing> context) {
            seen.add(thing.getMetadata().getAnnotations());
            var status = new Thing.Status();
            if (seen.size() == 1) {
                status.before = () -> annotate(thing);
            }
            return statuses.write(context, thing, status);
        }

        @Override
        public List<EventSource<?, Thing>> prepareEventSources(EventSourceContext<Thing> context) {
            return List.of(statuses.overtaken(Thing.class));
        }
    }

    private void annotate(Thing thing) {
        client.resource(thing).edit(now -> {
            now.getMetadata().setAnnotations(Map.of("cancel", "now"));
            return now;
        });
    }

    @BeforeEach
    void start() {
        operator =
                new Operator(settings -> settings.withKubernetesClient(client).withCloseClientOnStop(false));
        operator.register(
                looking,
                settings -> settings.withGenerationAware(false).withOnUpdateFilter(new MeaningfulUpdate()::accept));
        operator.start();
    }

    @AfterEach
    void stop() {
        operator.stop();
    }

    @Test
    void what_somebody_changes_in_the_moment_of_a_write_is_looked_at() {
        var thing = new Thing();
        thing.setMetadata(
                new ObjectMetaBuilder().withName("a").withNamespace("test").build());
        client.resource(thing).create();

        await().untilAsserted(() -> assertThat(looking.seen).containsExactly(Map.of(), Map.of("cancel", "now")));
    }
}
