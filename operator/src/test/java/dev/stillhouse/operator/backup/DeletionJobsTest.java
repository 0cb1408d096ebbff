package dev.stillhouse.operator.backup;

import static dev.stillhouse.operator.fixture.BackupBuilder.aBackup;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.operator.fixture.Golden;
import dev.stillhouse.operator.fixture.Resources;
import dev.stillhouse.operator.fixture.RestrictedPods;
import dev.stillhouse.operator.fixture.RunnerConfig;
import dev.stillhouse.operator.pod.RunnerSettings;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The Job that deletes files: {@code job/deletion/in.yaml} is the backup, {@code out.yaml} its Job. */
class DeletionJobsTest {
    private static final RunnerSettings SETTINGS =
            RunnerSettings.of(RunnerConfig.of("stillhouse/runner:test").read().runner());

    @Test
    void a_job_is_as_the_file_says() throws IOException {
        var job = DeletionJobs.create(Resources.read("job/deletion/in.yaml", MigrationBackup.class), 2, SETTINGS);
        Golden.assertMatches("job/deletion/out.yaml", job);
        RestrictedPods.assertAdmitted(job.getSpec().getTemplate().getSpec());
    }

    @Test
    void its_name_fits_and_differs_with_each_attempt() {
        var longest = aBackup().named("a".repeat(63) + "-1a2b3c4d").build();
        assertThat(DeletionJobs.name(longest, 12)).hasSizeLessThanOrEqualTo(63).endsWith("-delete-12");
        assertThat(DeletionJobs.name(longest, 1)).isNotEqualTo(DeletionJobs.name(longest, 2));
    }
}
