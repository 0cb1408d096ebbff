package dev.stillhouse.operator.cluster;

import static dev.stillhouse.operator.fixture.MigrationBuilder.aMigration;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.operator.fixture.MigrationBuilder;
import org.junit.jupiter.api.Test;

class MeaningfulUpdateTest {
    private static boolean isMeaningful(MigrationBuilder updated) {
        return isMeaningful(updated.build());
    }

    private static boolean isMeaningful(DatabaseMigration updated) {
        return new MeaningfulUpdate().accept(updated, aMigration().build());
    }

    @Test
    void a_status_is_not() {
        assertThat(isMeaningful(aMigration().remembersRun(3))).isFalse();
    }

    @Test
    void a_spec_an_annotation_and_a_deletion_are() {
        assertThat(isMeaningful(aMigration().generation(2))).isTrue();
        assertThat(isMeaningful(aMigration().retryAsked("Monday"))).isTrue();
        var deleted = aMigration().build();
        deleted.getMetadata().setDeletionTimestamp("2030-01-01T12:00:00Z");
        assertThat(isMeaningful(deleted)).isTrue();
    }

    /** Deleted and created again while no watch was open. */
    @Test
    void another_object_of_the_same_name_is() {
        var another = aMigration().build();
        another.getMetadata().setUid("uid-of-another-life");
        assertThat(isMeaningful(another)).isTrue();
    }
}
