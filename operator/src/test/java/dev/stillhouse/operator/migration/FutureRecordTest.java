package dev.stillhouse.operator.migration;

import static dev.stillhouse.operator.fixture.MigrationBuilder.aMigration;
import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.fixture.RunBuilder;
import dev.stillhouse.operator.migration.MigrationDecision.Hold;
import dev.stillhouse.report.Reason;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An older operator, after a rollback, writes again what a newer one has put on record: nothing of it is lost. */
class FutureRecordTest {
    private static final String RECORD = """
            {"observedGeneration":1,"lastRun":{"name":"orders-2","number":2,"launched":true},
             "held":{"run":"orders-2","number":2,"targets":["head"],"reason":"Cloned","message":"It was cloned."},
             "lastBackup":{"name":"orders-2-backup","state":"Archived","verified":"Replayed"},
             "requests":[{"name":"mine","digest":"v9:sha256:1","uid":"uid-of-mine","operation":"Clone","moves":true,
                          "run":"orders-2","number":2,"time":"2030-01-01T11:00:00Z","outcome":"Cloned"}]}
            """;

    private static DatabaseMigration migration() {
        return aMigration()
                .status(Serialization.unmarshal(RECORD, DatabaseMigrationStatus.class))
                .build();
    }

    private static Situation situation() {
        return Situation.of(migration(), List.<MigrationRun>of(run().build()));
    }

    private static RunBuilder run() {
        return aRun(1).succeeded();
    }

    @Test
    void its_words_are_written_again_as_they_were() {
        var before = Serialization.unmarshal(RECORD, JsonNode.class);
        var after = Serialization.unmarshal(Serialization.asJson(situation().status()), JsonNode.class);
        assertThat(after.get("held")).isEqualTo(before.get("held"));
        assertThat(after.get("requests")).isEqualTo(before.get("requests"));
        assertThat(after.get("lastBackup")).isEqualTo(before.get("lastBackup"));
    }

    @Test
    void so_are_they_in_the_copies_of_the_record() {
        var memory = Memory.of(migration(), Optional.empty());
        assertThat(Records.note(migration(), memory)).contains("\"Cloned\"", "\"Clone\"");
        assertThat(Serialization.asJson(Records.record(migration(), memory))).contains("\"Cloned\"", "\"Clone\"");
    }

    @Test
    void what_is_not_known_still_holds_and_is_told_as_unknown() {
        assertThat(situation().decision())
                .asInstanceOf(type(Hold.class))
                .satisfies(hold -> assertThat(hold.held().message()).isEqualTo("It was cloned."));
        assertThat(situation().standing().reason()).isEqualTo(Reason.Unknown);
    }
}
