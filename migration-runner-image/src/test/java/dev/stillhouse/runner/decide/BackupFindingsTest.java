package dev.stillhouse.runner.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BackupFindingsTest {
    private static final BackupVerification RESTORE = BackupVerification.Restore;
    private static final BackupVerification DIGEST = BackupVerification.Digest;

    @Test
    void filesThatWereRestoredOnceAndAreTheSameAreVerified() {
        assertThat(BackupFindings.good(RESTORE, RESTORE)).isEqualTo(BackupState.Verified);
        assertThat(BackupFindings.good(RESTORE, DIGEST)).isEqualTo(BackupState.Verified);
        assertThat(BackupFindings.good(DIGEST, RESTORE)).isEqualTo(BackupState.Verified);
        assertThat(BackupFindings.good(DIGEST, DIGEST)).isEqualTo(BackupState.Stored);
    }

    @Test
    void onlyWhatShowsFilesToBeWrongMakesABackupFail() {
        assertThat(BackupFindings.wrong(Reason.BackupCorrupt, RESTORE)).contains(BackupState.Failed);
        assertThat(BackupFindings.wrong(Reason.BackupNotEqual, DIGEST)).contains(BackupState.Failed);
        assertThat(BackupFindings.wrong(Reason.BackupNotEqual, RESTORE)).isEmpty();
        assertThat(BackupFindings.withoutManifest(Reason.BackupCorrupt)).contains(BackupState.Failed);
        assertThat(BackupFindings.withoutManifest(Reason.BackupNotFound)).contains(BackupState.Unknown);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"BackupCorrupt", "BackupNotEqual", "BackupNotFound"})
    void everythingElseShowsNothing(Reason reason) {
        assertThat(BackupFindings.withoutManifest(reason)).isEmpty();
        assertThat(BackupFindings.wrong(reason, DIGEST)).isEmpty();
    }
}
