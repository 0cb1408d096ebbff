package dev.stillhouse.operator.migration;

import static dev.stillhouse.operator.fixture.MigrationBuilder.aMigration;
import static dev.stillhouse.operator.migration.Situation.runOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.operator.cluster.Adoption;
import org.junit.jupiter.api.Test;

class OwnershipTest {
    /** It was deleted and created again, and the garbage collector is still at work. */
    @Test
    void the_runs_of_an_earlier_migration_of_the_same_name_are_not_ours() {
        var migration = aMigration().build();
        var ours = runOf(aMigration(), 1).build();
        var theirs = runOf(aMigration(), 1).build();
        theirs.getMetadata().getOwnerReferences().getFirst().setUid("uid-of-an-earlier-one");

        assertThat(Adoption.isOwned(ours, migration)).isTrue();
        assertThat(Adoption.isOwned(theirs, migration)).isFalse();
    }
}
