package dev.stillhouse.operator.cluster;

import static dev.stillhouse.operator.fixture.MigrationBuilder.aMigration;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static dev.stillhouse.operator.fixture.Times.secondsLater;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.Reason;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class EventRecorderTest {
    private static final Standing FAILED = Standing.stalled(Reason.StatementFailed, "It failed.");
    private static final Standing READY = Standing.ready(Reason.Upgraded, "At c3.");

    KubernetesClient client;
    private EventRecorder events;

    @BeforeEach
    void create() {
        events = new EventRecorder(client);
    }

    private List<Event> written() {
        return client.v1().events().inNamespace("shop").list().getItems();
    }

    @Test
    void an_event_says_what_happened_to_what() {
        events.record(aMigration().build(), READY, "orders-1", NOON);
        assertThat(written()).singleElement().satisfies(event -> {
            assertThat(event.getType()).isEqualTo("Normal");
            assertThat(event.getReason()).isEqualTo("Upgraded");
            assertThat(event.getMessage()).isEqualTo("At c3.");
            assertThat(event.getInvolvedObject().getKind()).isEqualTo("DatabaseMigration");
            assertThat(event.getInvolvedObject().getName()).isEqualTo("orders");
            assertThat(event.getInvolvedObject().getUid()).isEqualTo("uid-of-orders");
            assertThat(event.getLastTimestamp()).isEqualTo("2030-01-01T12:00:00Z");
            assertThat(event.getReportingComponent()).isEqualTo("stillhouse");
        });
    }

    @Test
    void trouble_is_a_warning() {
        events.record(aMigration().build(), FAILED, "orders-1", NOON);
        assertThat(written()).extracting(Event::getType).containsExactly("Warning");
    }

    /** The operator was killed between the event and the status. */
    @Test
    void saying_it_again_writes_nothing() {
        events.record(aMigration().build(), FAILED, "orders-1", NOON);
        events.record(aMigration().build(), FAILED, "orders-1", secondsLater(30));
        assertThat(written()).hasSize(1);
    }

    @Test
    void another_run_reason_message_or_resource_is_another_event() {
        events.record(aMigration().build(), FAILED, "orders-1", NOON);
        events.record(aMigration().build(), FAILED, "orders-2", NOON);
        events.record(aMigration().build(), READY, "orders-1", NOON);
        events.record(aMigration().build(), Standing.stalled(Reason.StatementFailed, "Otherwise."), "orders-1", NOON);
        events.record(aMigration().named("bills").build(), FAILED, "orders-1", NOON);
        assertThat(written()).hasSize(5);
    }

    @Test
    void the_longest_names_and_messages_fit() {
        var wordy = Standing.stalled(Reason.StatementFailed, "x".repeat(5000));
        events.record(aMigration().named("a.".repeat(126) + "b").build(), wordy, "", NOON);
        assertThat(written()).singleElement().satisfies(event -> {
            assertThat(event.getMessage()).hasSize(1024).endsWith("…");
            assertThat(event.getMetadata().getName())
                    .hasSizeLessThanOrEqualTo(253)
                    .matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
        });
    }
}
