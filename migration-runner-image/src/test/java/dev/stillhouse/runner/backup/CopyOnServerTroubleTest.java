package dev.stillhouse.runner.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.copies.CopyHost;
import dev.stillhouse.runner.fixture.InThread;
import dev.stillhouse.runner.fixture.OtherPostgres;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps a backup from being verified in a database beside its own, and what is left then: nothing. */
class CopyOnServerTroubleTest {
    private static final Postgres.Database SERVER = new Postgres.Database("postgres");

    @TempDir
    Path folder;

    private final OwnedDatabase owned = new OwnedDatabase();
    private final Postgres.Database database = owned.database;
    private final String user = owned.user;
    private final String url = owned.url;

    @AfterEach
    void noCopyIsLeft() {
        assertThat(SERVER.query("SELECT datname FROM pg_database WHERE datname LIKE 'stillhouse_copy%'"))
                .isEmpty();
    }

    private Backed backed() {
        return new Backed(folder).copiedTo(new CopyHost.OnServer(Backed.parsed(url), null, true));
    }

    @Test
    void aUserWhoMayNotCreateDatabasesIsToldHowBeforeTheDump() {
        database.execute("ALTER ROLE " + user + " NOCREATEDB");
        Backed backed = backed();

        Trouble trouble = backed.refused(url, BackupVerification.Restore);

        assertThat(trouble.reason()).isEqualTo(Reason.BackupNotPermitted);
        assertThat(trouble.message())
                .contains("ALTER ROLE \"" + user + "\" CREATEDB", "spec.copies.where")
                .doesNotContain("secret-word");
        assertThat(backed.messages).noneMatch(message -> message.contains("Dumping"));
    }

    @Test
    void anExtensionThatTheUserMayNotCreateIsNamedBeforeTheDump() {
        database.execute("CREATE EXTENSION pageinspect; CREATE EXTENSION pgcrypto");
        Backed backed = backed();

        Trouble trouble = backed.refused(url, BackupVerification.Restore);

        assertThat(trouble.reason()).isEqualTo(Reason.BackupNotVerifiable);
        assertThat(trouble.message())
                .contains("pageinspect", "permission denied")
                .doesNotContain("pgcrypto");
        assertThat(backed.messages).noneMatch(message -> message.contains("Dumping"));
    }

    @Test
    void tooFewConnectionsAreToldBeforeTheDump() {
        database.execute("ALTER ROLE " + user + " CONNECTION LIMIT 4");
        Backed backed = backed();

        Trouble trouble = backed.refused(url, BackupVerification.Restore);

        assertThat(trouble.reason()).isEqualTo(Reason.ConnectionFailed);
        assertThat(trouble.message()).contains("CONNECTION LIMIT", "spec.backup.jobs");
        assertThat(backed.messages).noneMatch(message -> message.contains("Dumping"));
    }

    @Test
    void aCopyThatCannotBeFilledIsDropped() {
        owned.asUser("CREATE FUNCTION here(int) RETURNS boolean IMMUTABLE LANGUAGE sql"
                + " RETURN current_database() NOT LIKE 'stillhouse%' OR $1 < 50;"
                + " ALTER TABLE orders ADD CONSTRAINT only_here CHECK (here(id))");

        Trouble trouble = backed().refused(url, BackupVerification.Restore);

        assertThat(trouble.reason()).isEqualTo(Reason.BackupNotVerifiable);
        assertThat(trouble.message()).contains("only_here", "\"" + user + "\"");
    }

    /** Words that a full disk has; the next attempt would fill it again, and one by one job does too. */
    @Test
    void aServerWhoseDiskIsFullIsNotFilledAgain() {
        failingInTheCopy("RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'");
        Backed backed = backed();

        Trouble trouble = backed.refused(url, BackupVerification.Restore);

        assertThat(trouble.reason()).isEqualTo(Reason.BackupNotVerifiable);
        assertThat(trouble.message()).contains("disk became full");
        assertThat(backed.messages).noneMatch(message -> message.contains("Trying again"));
    }

    /** As when the server is restarted meanwhile: no fault of the backup. */
    @Test
    void aServerThatEndsTheSessionsIsTriedAgainLater() {
        failingInTheCopy("PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '" + user
                + "' AND pid <> pg_backend_pid(); PERFORM pg_sleep(1); RAISE EXCEPTION 'it broke'");
        Backed backed = backed();

        Trouble trouble = backed.refused(url, BackupVerification.Restore);

        assertThat(trouble.reason()).as(trouble.message()).isEqualTo(Reason.ConnectionFailed);
        assertThat(backed.messages).noneMatch(message -> message.contains("Trying again"));
    }

    private void failingInTheCopy(String statements) {
        owned.asUser("CREATE FUNCTION fails(int) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN"
                + " IF current_database() LIKE 'stillhouse%' THEN " + statements + "; END IF; RETURN true; END $$;"
                + " ALTER TABLE orders ADD CHECK (fails(id))");
    }

    @Test
    void oneThatCannotBeDroppedIsInTheNotes() {
        templateInTheCopy();
        Backed backed = backed();

        assertThat(backed.taken(url, BackupVerification.Restore).state()).isEqualTo(BackupState.Verified);
        assertThat(backed.manifest().notes())
                .anyMatch(note ->
                        note.contains("cannot be dropped") && note.contains("next run that makes a copy there"));
        dropTemplates();
    }

    /** There may be room for one. */
    @Test
    void besideOneThatCannotBeDroppedNoOtherIsMade() {
        templateInTheCopy();
        owned.asUser("CREATE FUNCTION indexed(int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN"
                + " IF current_database() LIKE 'stillhouse%' THEN RAISE EXCEPTION 'not here'; END IF; RETURN $1; END $$;"
                + " CREATE INDEX ON orders (indexed(id))");
        Backed backed = backed();

        Trouble trouble = backed.refused(url, BackupVerification.Restore);

        assertThat(trouble.reason()).isEqualTo(Reason.BackupNotVerifiable);
        assertThat(trouble.message()).contains("not here", "cannot be dropped");
        assertThat(backed.messages)
                .anyMatch(message -> message.contains("cannot be dropped"))
                .noneMatch(message -> message.contains("Trying again"));
        dropTemplates();
    }

    /** A template cannot be dropped. */
    private void templateInTheCopy() {
        owned.asUser("CREATE FUNCTION be_template(int) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN"
                + " IF $1 = 1 AND current_database() LIKE 'stillhouse%' THEN"
                + " EXECUTE format('ALTER DATABASE %I IS_TEMPLATE true', current_database()); END IF; RETURN true; END $$;"
                + " ALTER TABLE orders ADD CHECK (be_template(id))");
    }

    private static void dropTemplates() {
        for (String name : SERVER.query("SELECT datname FROM pg_database WHERE datname LIKE 'stillhouse_copy%'")) {
            SERVER.execute("ALTER DATABASE " + name + " IS_TEMPLATE false");
            SERVER.execute("DROP DATABASE " + name + " WITH (FORCE)");
        }
    }

    @Test
    void aCopyInWhichSomethingHangsIsDroppedWhenTheRunIsStopped() {
        owned.asUser("CREATE FUNCTION slow(int) RETURNS boolean VOLATILE LANGUAGE sql"
                + " RETURN current_database() NOT LIKE 'stillhouse%' OR pg_sleep(5) IS NOT NULL;"
                + " ALTER TABLE orders ADD CHECK (slow(id))");
        Backed backed = backed();

        CompletableFuture<Result<RunReport.Backup>> taking =
                InThread.supply(() -> backed.take(url, BackupVerification.Restore));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !SERVER.query("SELECT pid FROM pg_stat_activity"
                                + " WHERE datname LIKE 'stillhouse_copy%' AND wait_event = 'PgSleep'")
                        .isEmpty());
        backed.cancellation.now();

        assertThat(taking.join())
                .isInstanceOfSatisfying(
                        Result.Failed.class,
                        failed -> assertThat(
                                        ((Result.Failed<?>) failed).trouble().reason())
                                .isEqualTo(Reason.Cancelled));
    }

    @Test
    void anOlderServerIsRefusedBeforeTheDump() {
        try (OtherPostgres server = OtherPostgres.start("oldest")) {
            Backed backed =
                    new Backed(folder).copiedTo(new CopyHost.OnServer(Backed.parsed(server.url()), null, false));

            Trouble trouble = backed.refused(url, BackupVerification.Restore);

            assertThat(trouble.reason()).isEqualTo(Reason.BackupNotVerifiable);
            assertThat(trouble.message()).contains("PostgreSQL 12", "PostgreSQL 17", "spec.copies.database");
            assertThat(backed.messages).noneMatch(message -> message.contains("Dumping"));
        }
    }
}
