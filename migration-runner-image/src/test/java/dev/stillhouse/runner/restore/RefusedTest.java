package dev.stillhouse.runner.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.Outcome;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RestoreMode;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.fixture.ClientTools;
import dev.stillhouse.runner.fixture.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What ends a restore before anything is touched. */
class RefusedTest {
    @TempDir
    private Path folder;

    private final Postgres.Database database = Shop.create();
    private Restoring restoring;
    private List<String> rows;

    @BeforeEach
    void backUp() {
        restoring = new Restoring(folder);
        restoring.backUp(database.url());
        database.execute("UPDATE orders SET note = 'new'");
        rows = Shop.orders(database);
    }

    private void assertUntouched(RunReport report) {
        assertThat(report.outcome()).isEqualTo(Outcome.Failed);
        assertThat(report.message()).containsIgnoringCase("nothing was touched");
        assertThat(Shop.orders(database)).isEqualTo(rows);
        assertThat(Shop.databases(database.name() + "_")).isEmpty();
    }

    private void assertRefused(RunReport report, Reason reason, String... said) {
        assertThat(report.reason()).as(report.message()).isEqualTo(reason);
        assertThat(report.message()).contains(said);
        assertUntouched(report);
    }

    @ParameterizedTest
    @EnumSource(value = RestoreMode.class, mode = EnumSource.Mode.EXCLUDE, names = "Unknown")
    void theConfirmationNamesAnotherDatabase(RestoreMode mode) {
        RunReport report = restoring.confirming(database.name().toUpperCase()).restore(database.url(), mode);

        assertRefused(
                report,
                Reason.RestoreNotConfirmed,
                "\"" + database.name() + "\"",
                "\"" + database.name().toUpperCase() + "\"");
    }

    @Test
    void thereIsNoBackup() throws IOException {
        Files.delete(restoring.root().resolve(Restoring.LOCATION).resolve("manifest.json"));

        RunReport report = restoring.swap(database);

        assertThat(report.reason()).isEqualTo(Reason.BackupNotFound);
        assertThat(Shop.orders(database)).isEqualTo(rows);
    }

    @Test
    void theManifestIsNotTheOneThatWasAskedFor() {
        assertRefused(restoring.expecting("sha256:" + "0".repeat(64)).swap(database), Reason.BackupCorrupt, "digest");
    }

    @Test
    void theManifestIsOfAnotherFormat() throws IOException {
        Path manifest = restoring.root().resolve(Restoring.LOCATION).resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replaceFirst("\"format\":1", "\"format\":99"));

        assertRefused(restoring.swap(database), Reason.ProtocolMismatch, "format 99");
    }

    @Test
    void aFileOfTheDumpWasChanged() throws IOException {
        Path toc = restoring.root().resolve(Restoring.LOCATION).resolve("dump/toc.dat");
        byte[] bytes = Files.readAllBytes(toc);
        bytes[bytes.length / 2] ^= 1;
        Files.write(toc, bytes);

        RunReport report = restoring.swap(database);

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.BackupCorrupt);
        assertThat(Shop.orders(database)).isEqualTo(rows);
        assertThat(Shop.databases(database.name() + "_")).isEmpty();
    }

    @Test
    void theBackupIsOfANewerServer() throws IOException {
        Path manifest = restoring.root().resolve(Restoring.LOCATION).resolve("manifest.json");
        Files.writeString(
                manifest,
                Files.readString(manifest).replaceFirst("\"serverVersion\":\"[0-9.]+\"", "\"serverVersion\":\"99.1\""));

        assertRefused(restoring.swap(database), Reason.RestoreFailed, "PostgreSQL 99.1", "version 99");
    }

    @Test
    void theBackupCouldNotBeVerified() throws IOException {
        Path manifest = restoring.root().resolve(Restoring.LOCATION).resolve("manifest.json");
        Files.writeString(
                manifest,
                Files.readString(manifest).replaceFirst("\"notes\"", "\"unverified\":\"No room.\",\"notes\""));

        for (RestoreMode mode : List.of(RestoreMode.Swap, RestoreMode.InPlace)) {
            assertRefused(
                    restoring.restore(database.url(), mode), Reason.BackupNotVerifiable, "No room.", "NewDatabase");
        }
        assertThat(restoring.restore(database.url(), RestoreMode.NewDatabase))
                .satisfies(report -> assertThat(report.reason()).isEqualTo(Reason.Restored))
                .satisfies(report -> assertThat(report.message()).contains("No room."));
        assertThat(restoring.verifiedSince().swap(database).reason()).isEqualTo(Reason.Restored);
    }

    @Test
    void theProgramsAreOlderThanTheBackup() {
        assertRefused(
                restoring.with(ClientTools.older()).swap(database),
                Reason.RestoreFailed,
                "pg_restore",
                "PostgreSQL 18");
    }

    @Test
    void theUserMayNotCreateDatabases() {
        String url = Shop.role(database, "");

        assertRefused(
                restoring.restore(url, RestoreMode.Swap),
                Reason.BackupNotPermitted,
                "ALTER ROLE \"" + Shop.roleOf(url) + "\" CREATEDB;");
    }

    @Test
    void theUserMayNotRenameTheDatabase() {
        String url = Shop.role(database, "CREATEDB");

        assertRefused(
                restoring.restore(url, RestoreMode.Swap),
                Reason.BackupNotPermitted,
                "GRANT \"postgres\" TO \"" + Shop.roleOf(url) + "\"",
                "ALTER DATABASE \"" + database.name() + "\" OWNER TO \"" + Shop.roleOf(url) + "\"");
    }

    @Test
    void rolesOfTheBackupAreMissing() {
        String role = Shop.roleOf(Shop.role(database, ""));
        database.execute("GRANT SELECT ON orders TO " + role);
        Restoring other = new Restoring(folder.resolve("other"));
        other.backUp(database.url());
        database.execute("REVOKE ALL ON orders FROM " + role + "; DROP ROLE " + role);

        assertRefused(other.swap(database), Reason.RestoreFailed, "CREATE ROLE \"" + role + "\"");
    }

    @Test
    void theDatabaseHasPreparedTransactions() {
        // A server must be told at its start that it is to have some; the decision is all that can be tried here.
        Target target = new Target(
                1,
                17,
                "clerk",
                "clerk",
                new Target.Rights(true, true, true, false),
                Set.of(),
                List.of("tx-7"),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());

        assertThat(Refusals.check(
                        RestoreMode.Swap,
                        restoring.manifest(),
                        false,
                        target,
                        "app",
                        DatabaseNames.at("orders", Instant.EPOCH, Set.of()),
                        18))
                .hasValueSatisfying(trouble -> assertThat(trouble.message()).contains("tx-7", "ROLLBACK PREPARED"));
    }

    @ParameterizedTest
    @EnumSource(names = {"Swap", "InPlace"})
    void whatHasNoNameBelongsToSomebodyElse(RestoreMode mode) {
        String url = Shop.role(database, "CREATEDB");
        String user = Shop.roleOf(url);
        String other = Shop.roleOf(Shop.role(database, ""));
        database.execute("ALTER DATABASE " + database.name() + " OWNER TO " + user + "; ALTER TABLE orders OWNER TO "
                + user + "; ALTER TABLE alembic_version OWNER TO " + user + "; SET ROLE " + other
                + "; SELECT lo_from_bytea(0, 'x'); ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO " + user);
        Restoring theirs = new Restoring(folder.resolve("theirs"));
        theirs.backUp(database.url());

        assertRefused(
                theirs.restore(url, mode),
                Reason.BackupNotPermitted,
                "large objects of " + other,
                "default privileges of " + other + " on tables",
                "GRANT \"" + other + "\" TO \"" + user + "\"");
    }

    @ParameterizedTest
    @EnumSource(names = {"Swap", "NewDatabase"})
    void somebodyTakesTheNameOfTheNewDatabase(RestoreMode mode) {
        String announced = "Restoring into the new database ";
        List<String> taken = new ArrayList<>();
        restoring.witnessed(message -> {
            if (message.startsWith(announced)) {
                String name = message.substring(announced.length(), message.length() - 1);
                taken.add(name);
                database.execute("CREATE DATABASE " + name);
            }
        });

        RunReport report = restoring.restore(database.url(), mode);

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.RestoreTargetExists);
        assertThat(report.message()).contains(taken).containsIgnoringCase("nothing was touched");
        assertThat(Shop.orders(database)).isEqualTo(rows);
        assertThat(Shop.databases(database.name() + "_")).isEqualTo(taken);
    }
}
