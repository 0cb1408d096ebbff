package dev.stillhouse.runner.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.database.Connector;
import dev.stillhouse.runner.fixture.ClientTools;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.PgTools;
import dev.stillhouse.runner.postgres.PrivateServer;
import dev.stillhouse.runner.url.SqlAlchemyForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database may have what a newer server refuses; where the machine has its own version too, that one is taken. */
class OwnMajorVersionTest {
    /** The column left this view with PostgreSQL 17. */
    private static final String OF_ITS_TIME =
            "CREATE VIEW checkpoints AS SELECT checkpoints_timed FROM pg_stat_bgwriter; CREATE TABLE t AS SELECT 1 AS a";

    @TempDir
    Path folder;

    @Test
    void theCopyIsMadeOnAServerOfTheDatabasesOwnVersion() throws Exception {
        try (PrivateServer original = original()) {
            Backed backed = new Backed(folder).with(newestBeside(ClientTools.older()));

            assertThat(backed.taken(url(original), BackupVerification.Restore).state())
                    .isEqualTo(BackupState.Verified);
        }
    }

    @Test
    void onAMachineWithoutItTheNewestSaysWhatItDoesNotTake() throws Exception {
        try (PrivateServer original = original()) {
            assertThat(new Backed(folder)
                            .refused(url(original), BackupVerification.Restore)
                            .reason())
                    .isEqualTo(Reason.BackupNotVerifiable);
        }
    }

    private PrivateServer original() throws SQLException {
        PrivateServer server = PrivateServer.start(
                        ClientTools.older(), folder.resolve("original"), Map.of(), new Cancellation())
                .fold(started -> started, trouble -> {
                    throw new AssertionError(trouble.message());
                });
        try (Connection connection = connected(server)) {
            Postgres.Database.execute(connection, OF_ITS_TIME);
        }
        return server;
    }

    private static Connection connected(PrivateServer server) {
        return new Connector(server.url("postgres"), "test").connect().fold(connection -> connection, trouble -> {
            throw new AssertionError(trouble.message());
        });
    }

    private static String url(PrivateServer server) {
        return SqlAlchemyForm.url(server.url("postgres"));
    }

    /** As Debian lays them. */
    private PgTools newestBeside(PgTools other) throws IOException {
        for (PgTools tools : new PgTools[] {ClientTools.newest(), other}) {
            Path version = Files.createDirectories(folder.resolve("versions").resolve("" + tools.major()));
            Files.createSymbolicLink(version.resolve("bin"), tools.bin());
        }
        Path newest =
                folder.resolve("versions").resolve("" + ClientTools.newest().major());
        return PgTools.find(Map.of(PgTools.VARIABLE, newest.resolve("bin").toString()))
                .fold(tools -> tools, trouble -> {
                    throw new AssertionError(trouble.message());
                });
    }
}
