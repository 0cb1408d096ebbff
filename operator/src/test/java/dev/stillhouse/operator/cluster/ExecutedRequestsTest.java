package dev.stillhouse.operator.cluster;

import static dev.stillhouse.operator.fixture.MigrationBuilder.aMigration;
import static dev.stillhouse.operator.fixture.RequestBuilder.asked;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus;
import dev.stillhouse.api.v1alpha1.ExecutedRequest;
import dev.stillhouse.api.v1alpha1.MigrationRecordSpec;
import dev.stillhouse.report.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExecutedRequestsTest {
    private static ExecutedRequest taken(int number, boolean moves) {
        var operation = moves ? Operation.Downgrade : Operation.Backup;
        return new ExecutedRequest(
                "request-" + number,
                RequestDigest.of(asked(operation).build().getSpec()),
                "uid-" + number,
                operation.name(),
                moves,
                "orders-" + number,
                number,
                "2026-11-01T12:00:00Z",
                null);
    }

    @Test
    void one_is_found_by_name_and_content() {
        var known = List.of(taken(1, false));

        assertThat(ExecutedRequests.find(
                        known, asked(Operation.Backup).named("request-1").build()))
                .contains(known.getFirst());
        assertThat(ExecutedRequests.find(
                        known, asked(Operation.Backup).named("request-2").build()))
                .isEmpty();
        assertThat(ExecutedRequests.find(
                        known, asked(Operation.Observe).named("request-1").build()))
                .isEmpty();
    }

    @Test
    void moves_are_remembered_longer_than_all_others() {
        List<ExecutedRequest> known = new ArrayList<>();
        for (var number = 1; number <= 300; number++) {
            known = ExecutedRequests.add(known, taken(number, number % 2 == 0), Set.of());
        }

        assertThat(known).filteredOn(ExecutedRequest::moves).hasSize(ExecutedRequests.MAX_MOVES);
        assertThat(known).filteredOn(one -> !one.moves()).hasSize(ExecutedRequests.MAX_OTHERS);
        assertThat(known.getLast().number()).isEqualTo(300);
        assertThat(known).extracting(ExecutedRequest::number).isSorted();
    }

    @Test
    void the_same_one_is_on_record_once() {
        var known = ExecutedRequests.add(
                ExecutedRequests.add(List.of(), taken(1, true), Set.of()), taken(1, true), Set.of());

        assertThat(known).hasSize(1);
    }

    private static Optional<MigrationRecordSpec> noted(String name, String text) {
        var migration = aMigration().named(name).build();
        migration.getMetadata().setAnnotations(Map.of(Labels.RECORD, text));
        return ExecutedRequests.noted(migration);
    }

    @Test
    void what_is_noted_counts_for_the_one_that_it_names() {
        var note = "{\"migrationRef\":{\"name\":\"orders\"}}";
        assertThat(noted("orders", note)).isPresent();
        assertThat(noted("a-copy", note)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"migrationRef\":{}}",
                "{\"migrationRef\":{\"name\":\"orders\"},\"requests\":[null]}",
                "{\"migrationRef\":{\"name\":\"orders\"},\"requests\":[{}]}",
                "{\"migrationRef\":{\"name\":\"orders\"},\"requests\":\"none\"}",
                "{\"migrationRef\":{\"name\":\"orders\"},\"held\":{}}"
            })
    void what_somebody_has_written_there_is_not_read(String note) {
        assertThat(noted("orders", note)).isEmpty();
    }

    /** Each would be carried out again, and push out the next. */
    @Test
    void what_is_still_open_is_not_forgotten() {
        List<ExecutedRequest> known = List.of();
        for (var number = 1; number <= 30; number++) {
            known = ExecutedRequests.add(known, taken(number, false), Set.of("uid-1", "uid-2"));
        }
        assertThat(known)
                .extracting(ExecutedRequest::uid)
                .contains("uid-1", "uid-2", "uid-30")
                .hasSize(22);
    }

    /** The default of the definition is there before anything is known. */
    @Test
    void what_nobody_has_looked_at_yet_is_not_on_record() {
        assertThat(ExecutedRequests.isOnRecord(
                        aMigration().observed(DatabaseMigrationStatus.UNSEEN).build()))
                .isFalse();
        assertThat(ExecutedRequests.isOnRecord(aMigration().observed(1).build()))
                .isTrue();
    }
}
