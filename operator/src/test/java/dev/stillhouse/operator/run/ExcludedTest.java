package dev.stillhouse.operator.run;

import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.BackupSpec;
import dev.stillhouse.api.v1alpha1.BackupSpec.Exclude;
import dev.stillhouse.operator.fixture.Backups;
import dev.stillhouse.report.RunRequest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a manifest leaves out of backups reaches the runner. */
class ExcludedTest {
    private static RunRequest.Backup backup(BackupSpec spec) {
        var order = new RunOrder(aRun(2).taking(spec).build(), Optional.empty(), Optional.empty(), NOON);
        return Objects.requireNonNull(RunRequests.of(order).backup());
    }

    @Test
    void names_are_passed_on() {
        assertThat(backup(Backups.without(new Exclude(List.of("b", "a"), List.of("a.log"), null)))
                        .exclude())
                .isEqualTo(new RunRequest.Exclude(List.of("a", "b"), List.of("a.log"), List.of()));
    }

    @Test
    void nothing_is_left_out_where_nothing_is_named() {
        assertThat(backup(Backups.without(new Exclude(null, List.of(), null))).exclude())
                .isNull();
    }

    @Test
    void two_that_mean_the_same_are_equal() {
        assertThat(Backups.without(new Exclude(List.of("b", "a", "b"), null, null)))
                .isEqualTo(Backups.without(new Exclude(List.of("a", "b"), List.of(), List.of())));
    }
}
