package dev.stillhouse.operator.run;

import static dev.stillhouse.operator.fixture.BackupBuilder.aBackup;
import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.MigrationRunSpec.EarlierBackup;
import dev.stillhouse.operator.fixture.BackupBuilder;
import dev.stillhouse.operator.fixture.Backups;
import dev.stillhouse.operator.fixture.RunBuilder;
import dev.stillhouse.report.BackupPolicy;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.RunRequest;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a runner is told of the backup of an earlier attempt. */
class OfferTest {
    private static final EarlierBackup NAMED =
            new EarlierBackup("orders-1-backup", "sha256:manifest", "sha256:plan", NOON.toString(), 4000);

    private static RunBuilder run() {
        return aRun(2).taking(Backups.when(BackupPolicy.Destructive)).offered(NAMED);
    }

    private static BackupBuilder good() {
        return aBackup().concluded(BackupState.Verified, NOON);
    }

    private static Optional<RunRequest.Earlier> offer(RunBuilder run, BackupBuilder backup) {
        var request = RunRequests.of(new RunOrder(run.build(), Optional.empty(), Optional.of(backup.build()), NOON));
        return Optional.ofNullable(request.backup()).map(RunRequest.Backup::earlier);
    }

    @Test
    void it_is_told_where_it_is_and_for_how_long_it_may_be_used() {
        assertThat(offer(run(), good()))
                .contains(new RunRequest.Earlier(
                        "orders-1-backup", "shop/orders-1-backup", "sha256:manifest", "sha256:plan", 4000, 3_600_000));
    }

    @Test
    void a_run_without_an_offer_and_one_whose_backup_is_gone_are_told_of_none() {
        assertThat(offer(run().offered(null), good())).isEmpty();
        assertThat(Offer.of(run().build(), Optional.empty())).isEmpty();
    }

    static Stream<BackupBuilder> unfit() {
        return Stream.of(
                good().beingDeleted(),
                good().marked(),
                good().in(Backups.inBucket("elsewhere", null)),
                good().of("shipping"),
                good().savedRowsOf(),
                aBackup().concluded(BackupState.Failed, NOON),
                aBackup().concluded(BackupState.Stored, NOON),
                aBackup().concluded(BackupState.Unknown, NOON),
                aBackup().now(BackupState.Running),
                aBackup());
    }

    @ParameterizedTest
    @MethodSource("unfit")
    void what_goes_or_is_not_the_good_one_that_was_meant_is_not_offered(BackupBuilder backup) {
        assertThat(offer(run(), backup)).isEmpty();
    }

    @Test
    void files_that_were_replaced_are_not_offered() {
        var other = new EarlierBackup("orders-1-backup", "sha256:other", "sha256:plan", NOON.toString(), 4000);
        assertThat(offer(run().offered(other), good())).isEmpty();
    }

    /** The resource is read anew when the run is launched, and its absence is no trouble. */
    @Test
    void a_run_is_launched_whatever_has_become_of_the_offer() {
        assertThat(RunWorld.of(run()).offered(good()).decision()).isInstanceOf(RunDecision.Launch.class);
        assertThat(RunWorld.of(run()).offered(null).decision()).isInstanceOf(RunDecision.Launch.class);
    }
}
