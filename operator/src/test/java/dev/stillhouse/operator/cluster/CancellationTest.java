package dev.stillhouse.operator.cluster;

import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CancellationTest {
    @Test
    void nobody_asked() {
        assertThat(Cancellation.isAsked(aRun(1).build())).isFalse();
        assertThat(Cancellation.byPerson(aRun(1).build())).isFalse();
    }

    @Test
    void a_person_writes_what_they_like() {
        for (var note : new String[] {"", "true", "superseded", "wrong database"}) {
            assertThat(Cancellation.isAsked(aRun(1).cancelled(note).build())).isTrue();
            assertThat(Cancellation.byPerson(aRun(1).cancelled(note).build())).isTrue();
        }
    }

    @Test
    void the_operator_withdraws_with_an_annotation_of_its_own() {
        var withdrawn = aRun(1).superseded().build();
        assertThat(Cancellation.isAsked(withdrawn)).isTrue();
        assertThat(Cancellation.byPerson(withdrawn)).isFalse();
    }
}
