package dev.stillhouse.runner.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.copies.PodCopies;
import dev.stillhouse.runner.database.Connector;
import dev.stillhouse.runner.fixture.ClientTools;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.CopyPurpose;
import dev.stillhouse.runner.postgres.Origin;
import dev.stillhouse.runner.postgres.OriginLocale;
import dev.stillhouse.runner.postgres.PrivateServer;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that orders and writes in a language that this machine has only as a source. */
class LocaleTest {
    private static final String GERMAN = "de_DE.UTF-8";

    @TempDir
    Path folder;

    @Test
    void whatNeedsTheOrderAndTheAmountsOfALanguageComesBackEqual() {
        assumeTrue(
                Files.isReadable(Path.of("/usr/share/i18n/SUPPORTED")), "the sources of glibc's locales are not here");
        try (PrivateServer server = server(origin(GERMAN, GERMAN, "sv_SE.utf8"))) {
            execute(
                    server.url("postgres"),
                    "CREATE DATABASE shop TEMPLATE template0 LC_COLLATE 'de_DE.UTF-8' LC_CTYPE 'de_DE.UTF-8'",
                    "ALTER DATABASE shop SET lc_monetary = 'de_DE.UTF-8'");
            execute(
                    server.url("shop"),
                    "CREATE TABLE words (word text) PARTITION BY RANGE (word)",
                    "CREATE TABLE words_first PARTITION OF words FOR VALUES FROM ('a') TO ('N')",
                    "INSERT INTO words VALUES ('Bob'), ('ärger'), ('m')",
                    "CREATE COLLATION swedish (LOCALE = 'sv_SE.utf8')",
                    "CREATE TABLE names (name text COLLATE swedish CHECK (name > 'z'))",
                    "INSERT INTO names VALUES ('ärlig')",
                    "CREATE TABLE prices (price money)",
                    "INSERT INTO prices VALUES ('1.234,56'), ('-0,01')");
            Backed backed = new Backed(folder);

            RunReport.Backup backup = backed.taken(written(server.url("shop")), BackupVerification.Restore);

            assertThat(backup.state()).isEqualTo(BackupState.Verified);
            OriginLocale locale = backed.manifest().origin().locale();
            assertThat(locale.monetary()).isEqualTo(GERMAN);
            assertThat(locale.collations()).containsExactly("sv_SE.utf8");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TYPE amounts AS RANGE (subtype = money);"
                        + " CREATE TABLE prices AS SELECT amounts('1.234,56', '2.000,00') AS price",
                "CREATE DOMAIN amount AS money; CREATE DOMAIN cost AS amount;"
                        + " CREATE TABLE prices (price cost); INSERT INTO prices VALUES ('1.234,56')",
                "CREATE TYPE amount AS (price money);"
                        + " CREATE TABLE prices AS SELECT ARRAY[ROW('1.234,56'::money)::amount] AS price"
            })
    void amountsInsideOtherValuesComeBackEqual(String statements) {
        assumeTrue(
                Files.isReadable(Path.of("/usr/share/i18n/SUPPORTED")), "the sources of glibc's locales are not here");
        try (PrivateServer server = server(origin("C", GERMAN))) {
            execute(
                    server.url("postgres"),
                    "CREATE DATABASE shop TEMPLATE template0",
                    "ALTER DATABASE shop SET lc_monetary = 'de_DE.UTF-8'");
            execute(server.url("shop"), statements);

            RunReport.Backup backup = new Backed(folder).taken(written(server.url("shop")), BackupVerification.Restore);

            assertThat(backup.state()).isEqualTo(BackupState.Verified);
        }
    }

    @Test
    void amountsThatCannotBeReadAreToldBeforehand() {
        Trouble trouble = new PodCopies(
                        ClientTools.newest(),
                        folder,
                        Map.of(),
                        CopyPurpose.VERIFICATION,
                        message -> {},
                        new Cancellation())
                .possible(origin("C", "xx_XX.UTF-8"), 1, 2)
                .fold(
                        origin -> {
                            throw new AssertionError("it is ready");
                        },
                        failed -> failed);

        assertThat(trouble.reason()).isEqualTo(Reason.BackupNotVerifiable);
        assertThat(trouble.message()).contains("money", "xx_XX.UTF-8", "lc_monetary = 'C'", "verify: Digest");
    }

    private PrivateServer server(Origin origin) {
        return PrivateServer.start(ClientTools.newest(), folder, Map.of(), origin, new Cancellation())
                .fold(server -> server, trouble -> {
                    throw new AssertionError(trouble.message());
                });
    }

    private static Origin origin(String collate, @Nullable String monetary, String... collations) {
        return new Origin(
                null,
                "shop",
                "postgres",
                "UTF8",
                collate,
                collate,
                "17.6",
                null,
                1,
                true,
                List.of(),
                List.of(),
                Map.of(),
                new OriginLocale("c", null, null, monetary, List.of(collations)));
    }

    private static String written(DatabaseUrl url) {
        return "postgresql://" + url.user() + ":" + url.password() + "@"
                + url.hosts().getFirst().authority() + "/" + url.database() + "?sslmode=disable";
    }

    private static void execute(DatabaseUrl url, String... statements) {
        Connection connected = new Connector(url, "test").connect().fold(connection -> connection, trouble -> {
            throw new AssertionError(trouble.message());
        });
        try (Connection connection = connected;
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
