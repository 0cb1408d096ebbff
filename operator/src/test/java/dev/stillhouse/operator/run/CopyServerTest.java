package dev.stillhouse.operator.run;

import static dev.stillhouse.operator.fixture.BackupBuilder.aBackup;
import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.BackupSpec;
import dev.stillhouse.api.v1alpha1.CopiesSpec;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.fixture.Resources;
import dev.stillhouse.operator.fixture.RunBuilder;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.RehearsalMode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which runs know the server for copies, and wait for its Secrets: those that may make one. */
class CopyServerTest {
    private final CopiesSpec copies = Resources.read("job/copies-server/in.yaml", MigrationRun.class)
            .getSpec()
            .copies();

    private boolean isKnownTo(RunBuilder run, @Nullable BackupVerification source) {
        var order = new RunOrder(
                run.copies(copies).build(),
                Optional.ofNullable(source).map(how -> aBackup().verifiedBy(how).build()),
                Optional.empty(),
                NOON);
        return CopyServer.another(order).isPresent();
    }

    @Test
    void a_run_that_may_take_a_backup_knows_it() {
        assertThat(isKnownTo(aRun(1), null)).isTrue();
    }

    @Test
    void one_that_only_reads_where_the_database_is_does_not() {
        assertThat(isKnownTo(aRun(1).settling("orders-0"), null)).isFalse();
    }

    @Test
    void one_whose_backup_is_not_restored_does_not() {
        var spec = Serialization.unmarshal("verify: Digest", BackupSpec.class);
        assertThat(isKnownTo(aRun(1).taking(spec), null)).isFalse();
    }

    @Test
    void one_that_only_rehearses_does_not_as_its_project_would_be_given_the_password() {
        var never = Serialization.unmarshal("when: Never", BackupSpec.class);
        assertThat(isKnownTo(aRun(1).taking(never).rehearsing(RehearsalMode.Schema), null))
                .isFalse();
    }

    @Test
    void a_verification_does_if_the_backup_is_to_be_restored() {
        assertThat(isKnownTo(aRun(1).verifying("orders-0-backup"), BackupVerification.Restore))
                .isTrue();
        assertThat(isKnownTo(aRun(1).verifying("orders-0-backup"), BackupVerification.Digest))
                .isFalse();
    }
}
