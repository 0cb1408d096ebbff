package dev.stillhouse.runner.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.model.Trouble;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was stored and cannot be verified may be all that there is. */
class UnverifiedTest {
    @TempDir
    Path folder;

    @Test
    void itStaysAsAFailedOneWithItsFiles() {
        Postgres.Database database = Postgres.create();
        database.execute("CREATE TABLE orders AS SELECT n AS id FROM generate_series(1, 100) AS n;"
                + " CREATE FUNCTION fast(cstring) RETURNS int STRICT IMMUTABLE LANGUAGE internal AS 'int4in'");
        Backed backed = new Backed(folder);

        Trouble trouble = backed.refused(database.url(), BackupVerification.Restore);

        assertThat(trouble.reason()).isEqualTo(Reason.BackupNotVerifiable);
        assertThat(trouble.message()).contains("language internal", "What was stored is kept at " + Backed.LOCATION);
        assertThat(backed.standings.getLast()).satisfies(last -> {
            assertThat(last.state()).isEqualTo(BackupState.Failed);
            assertThat(last.digest()).startsWith("sha256:");
            assertThat(last.rows()).isEqualTo(100);
        });
        Manifest manifest = backed.manifest();
        assertThat(manifest.verification()).isEqualTo(BackupVerification.Digest);
        assertThat(manifest.unverified()).contains("language internal");
        assertThat(manifest.notes()).isEmpty();
        assertThat(Objects.requireNonNull(backed.dump().toFile().list()))
                .hasSize(manifest.files().size());
        database.execute("DROP FUNCTION fast(cstring)");
        assertThat(new Backed(folder.resolve("next"))
                        .taken(database.url(), BackupVerification.Restore)
                        .state())
                .isEqualTo(BackupState.Verified);
    }
}
