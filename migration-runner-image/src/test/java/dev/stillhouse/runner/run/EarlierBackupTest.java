package dev.stillhouse.runner.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillhouse.report.BackupPolicy;
import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupStorage;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.BackupWriters;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.fixture.AlembicProject;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.fixture.Requests;
import dev.stillhouse.runner.fixture.Runner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An attempt that changed nothing leaves its backup to the next one, if that would take the very same. */
class EarlierBackupTest {
    private static final long HOUR = 3_600_000;
    private static final String FIRST = "shop/orders-1-1a2b";
    private static final String SECOND = "shop/orders-2-3c4d";

    private final Postgres.Database database = Postgres.create();

    @TempDir
    private Path folder;

    private AlembicProject project;

    @BeforeEach
    void prepare() throws IOException {
        Files.createDirectories(folder.resolve("backups"));
        Files.createDirectories(folder.resolve("scratch"));
        project = AlembicProject.in(folder.resolve("project")).table("a1");
        Runner.on(database).run(Requests.migrate(project));
        database.execute("INSERT INTO a1 SELECT generate_series(1, 100)");
        database.execute("CREATE TABLE other (id int)");
        project.revision("b2", "op.drop_column('a1', 'id')", "pass");
    }

    private RunRequest.@Nullable Exclude exclude;

    private Requests attempt(
            String location, BackupVerification verification, BackupScope scope, RunRequest.@Nullable Earlier earlier) {
        BackupStorage storage = new BackupStorage(
                folder.resolve("backups").toString(),
                null,
                folder.resolve("scratch").toString());
        return Requests.migrate(project)
                .lockTimeout(100)
                .backup(new RunRequest.Backup(
                        BackupPolicy.Destructive,
                        verification,
                        location,
                        storage,
                        2,
                        scope,
                        BackupWriters.Continue,
                        earlier,
                        exclude));
    }

    /** It finds its lock held by another session until all its tries are over. */
    private RunReport lockedOut() throws Exception {
        try (Connection reader = database.connect("reporting")) {
            reader.setAutoCommit(false);
            Postgres.Database.execute(reader, "LOCK TABLE a1 IN ACCESS SHARE MODE");
            RunReport report =
                    Runner.on(database).run(attempt(FIRST, BackupVerification.Restore, BackupScope.Database, null));
            assertThat(report.reason()).as(report.message()).isEqualTo(Reason.LockTimeout);
            return report;
        }
    }

    /** A view is in its way, which somebody takes away afterwards. */
    private RunReport hindered(BackupVerification verification, BackupScope scope) {
        database.execute("CREATE VIEW hindrance AS SELECT id FROM a1");
        RunReport report = Runner.on(database).run(attempt(FIRST, verification, scope, null));
        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.StatementFailed);
        database.execute("DROP VIEW hindrance");
        return report;
    }

    private RunReport hindered() {
        return hindered(BackupVerification.Restore, BackupScope.Database);
    }

    private static RunRequest.Earlier offer(RunReport of, long withinMillis) {
        RunReport.Backup backup = requireNonNull(of.backup());
        return new RunRequest.Earlier(
                "orders-1-1a2b",
                backup.location(),
                requireNonNull(backup.digest()),
                requireNonNull(of.plan()).digest(),
                requireNonNull(backup.millis()),
                withinMillis);
    }

    private Requests second(RunReport first) {
        return attempt(SECOND, BackupVerification.Restore, BackupScope.Database, offer(first, HOUR));
    }

    private boolean tookOne() {
        return Files.exists(folder.resolve("backups").resolve(SECOND).resolve("manifest.json"));
    }

    private void usesTheFirst(RunReport report) {
        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Upgraded);
        assertThat(requireNonNull(report.backup()).reused()).isEqualTo("orders-1-1a2b");
        assertThat(tookOne()).isFalse();
    }

    @Test
    void oneThatLacksWhatIsLeftOutAnywayIsUsedAndOthersAreNot() {
        database.execute("CREATE TABLE log AS SELECT generate_series(1, 10) AS n");
        exclude = new RunRequest.Exclude(List.of(), List.of("public.log"), List.of());
        RunReport first = hindered();

        usesTheFirst(Runner.on(database).run(second(first)));
    }

    @Test
    void oneThatLacksWhatIsWantedNowIsNotUsed() {
        database.execute("CREATE TABLE log AS SELECT generate_series(1, 10) AS n");
        exclude = new RunRequest.Exclude(List.of(), List.of("public.log"), List.of());
        RunReport first = hindered();
        exclude = null;

        takesAnother(second(first), "It has the rows of some tables only");
    }

    /** Another one was taken before the plan was applied, and why is told. */
    private void takesAnother(Requests request, String why) {
        Runner runner = Runner.on(database);
        RunReport report = runner.run(request);
        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Upgraded);
        RunReport.Backup taken = requireNonNull(report.backup());
        assertThat(taken.reused()).isNull();
        assertThat(taken.location()).isEqualTo(SECOND);
        assertThat(tookOne()).isTrue();
        assertThat(runner.messages()).anyMatch(line -> line.contains("is not used") && line.contains(why));
    }

    @Test
    void theNextAttemptUsesTheVerifiedBackup() throws Exception {
        RunReport first = lockedOut();
        Runner runner = Runner.on(database);

        RunReport second = runner.run(second(first));

        usesTheFirst(second);
        RunReport.Backup used = requireNonNull(second.backup());
        RunReport.Backup taken = requireNonNull(first.backup());
        assertThat(used.state()).isEqualTo(BackupState.Verified);
        assertThat(used.location()).isEqualTo(FIRST);
        assertThat(used.digest()).isEqualTo(taken.digest());
        assertThat(used.snapshotTime()).isEqualTo(taken.snapshotTime());
        assertThat(used.revisions()).containsExactly("a1");
        assertThat(used.rows()).isEqualTo(taken.rows());
        assertThat(second.message())
                .contains("used the backup orders-1-1a2b of an earlier attempt", taken.snapshotTime(), "verified");
        assertThat(runner.messages())
                .anyMatch(line -> line.contains("The backup orders-1-1a2b of an earlier attempt is used, as of"));
    }

    @Test
    void whatWasWrittenSinceItsSnapshotIsCountedByTheServersCounters() throws Exception {
        RunReport first = hindered();
        database.execute("INSERT INTO a1 SELECT generate_series(1, 7)");
        await().untilAsserted(() -> assertThat(
                        database.query("SELECT n_tup_ins FROM pg_stat_user_tables WHERE relname = 'a1'"))
                .containsExactly("107"));

        RunReport second = Runner.on(database).run(second(first));

        usesTheFirst(second);
        RunReport.Gap gap = requireNonNull(requireNonNull(second.backup()).gap());
        assertThat(gap.rows()).isEqualTo(7);
        assertThat(gap.tables()).contains(new RunReport.WrittenTable("public.a1", 7));
        assertThat(gap.millis()).isPositive();
        assertThat(second.message()).contains("about 7 rows", "public.a1 (7)");
    }

    /** As where somebody has put another database in its place, by the same name and at the same revision. */
    @Test
    void whereTheServerCountsLessThanThenAnotherIsTaken() throws Exception {
        RunReport first = hindered();
        database.execute("SELECT pg_stat_reset()");
        Runner runner = Runner.on(database);

        RunReport second = runner.run(second(first));

        assertThat(requireNonNull(second.backup()).reused()).isNull();
        assertThat(requireNonNull(second.backup()).state()).isEqualTo(BackupState.Verified);
        assertThat(runner.messages()).anyMatch(line -> line.contains("counted more rows then than now"));
    }

    /** With as many rows as before and more, so that the server's counters tell nothing. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE a1 RENAME TO gone; CREATE TABLE a1 AS SELECT generate_series(1, 900) AS id",
                "TRUNCATE a1; INSERT INTO a1 SELECT generate_series(1, 900)",
                "ALTER TABLE a1 ALTER id TYPE bigint",
                "ALTER TABLE a1 ADD note text; ALTER TABLE a1 DROP note"
            })
    void aTableInThePlaceOfTheOneThatWasSavedTakesAnother(String replace) throws Exception {
        RunReport first = hindered();
        for (String statement : replace.split("; ")) {
            database.execute(statement);
        }

        takesAnother(second(first), "\"a1\" was made anew, emptied or rewritten");
    }

    @Test
    void whatBecomesOfOtherTablesTakesNone() throws Exception {
        RunReport first = hindered(BackupVerification.Restore, BackupScope.Tables);
        database.execute("TRUNCATE other");

        usesTheFirst(Runner.on(database)
                .run(attempt(SECOND, BackupVerification.Restore, BackupScope.Tables, offer(first, HOUR))));
    }

    /** Dropped and made anew at the same revision, with more rows than before. */
    @Test
    void aDatabaseInThePlaceOfTheOneThatWasSavedTakesAnother() throws Exception {
        RunReport first = hindered();
        database.replace();
        Runner.on(database).run(Requests.migrate(project).to("a1"));
        database.execute("CREATE TABLE other (id int)");
        database.execute("INSERT INTO a1 SELECT generate_series(1, 900)");

        takesAnother(second(first), "in whose place this one was put");
    }

    @Test
    void anotherRevisionTakesAnother() throws Exception {
        RunReport first = hindered();
        RunRequest.Earlier offer = offer(first, HOUR);
        project.revision("c3", "op.drop_table('other')", "pass");
        Runner.on(database).run(Requests.migrate(project).to("b2"));
        database.execute("INSERT INTO other VALUES (1)");

        RunReport report =
                Runner.on(database).run(attempt(SECOND, BackupVerification.Restore, BackupScope.Database, offer));
        assertThat(requireNonNull(report.backup()).reused()).isNull();
        assertThat(requireNonNull(report.backup()).revisions()).containsExactly("b2");
        assertThat(tookOne()).isTrue();
    }

    @Test
    void rowsThatSomebodyWroteByHandTakeAnother() throws Exception {
        RunReport first = hindered();
        database.execute("CREATE SCHEMA tenant");
        database.execute("CREATE TABLE tenant.alembic_version AS SELECT 'z9'::varchar(32) AS version_num");

        takesAnother(second(first), "another revision");
    }

    @Test
    void anotherPlanTakesAnother() throws Exception {
        RunReport first = hindered();
        project.table("c3");

        takesAnother(second(first), "another plan");
    }

    @Test
    void oneThatIsTooOldTakesAnother() throws Exception {
        RunReport first = hindered();
        Thread.sleep(50);

        takesAnother(attempt(SECOND, BackupVerification.Restore, BackupScope.Database, offer(first, 1)), "reuseWithin");
    }

    @Test
    void oneThatWasNotVerifiedAsIsWantedTakesAnother() throws Exception {
        RunReport first = hindered(BackupVerification.Digest, BackupScope.Database);

        takesAnother(second(first), "not verified by a restore");
    }

    @Test
    void oneOfSomeTablesTakesAnotherWhereAllAreWanted() throws Exception {
        RunReport first = hindered(BackupVerification.Restore, BackupScope.Tables);
        assertThat(requireNonNull(first.backup()).scope()).isEqualTo(BackupScope.Tables);

        takesAnother(second(first), "some tables only");
    }

    @Test
    void oneOfSomeTablesIsUsedForTheSame() throws Exception {
        RunReport first = hindered(BackupVerification.Restore, BackupScope.Tables);

        RunReport second = Runner.on(database)
                .run(attempt(SECOND, BackupVerification.Restore, BackupScope.Tables, offer(first, HOUR)));

        usesTheFirst(second);
        assertThat(requireNonNull(second.backup()).rowsOf()).containsExactly("public.a1", "public.alembic_version");
    }

    @Test
    void oneWhoseTablesHaveGotAnHeirSinceTakesAnother() throws Exception {
        RunReport first = hindered(BackupVerification.Restore, BackupScope.Tables);
        database.execute("CREATE TABLE heir () INHERITS (a1)");
        database.execute("INSERT INTO heir SELECT generate_series(1, 5)");

        takesAnother(
                attempt(SECOND, BackupVerification.Restore, BackupScope.Tables, offer(first, HOUR)),
                "not the rows of \"public\".\"heir\"");
    }

    @Test
    void oneWhoseFilesAreGoneTakesAnother() throws Exception {
        RunReport first = hindered();
        try (var files = Files.list(folder.resolve("backups").resolve(FIRST).resolve("dump"))) {
            for (Path file :
                    files.filter(path -> path.toString().contains(".dat")).toList()) {
                Files.delete(file);
            }
        }

        takesAnother(second(first), "is not in the folder");
    }

    @Test
    void oneThatSomebodyReplacedTakesAnother() throws Exception {
        RunReport first = hindered();
        Path manifest = folder.resolve("backups").resolve(FIRST).resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest) + " ");

        takesAnother(second(first), "Somebody changed or replaced it");
    }

    @Test
    void oneOfAnotherDatabaseTakesAnother() throws Exception {
        RunReport first = hindered();
        Postgres.Database other = Postgres.create();
        Runner.on(other).run(Requests.migrate(project).to("a1"));
        other.execute("INSERT INTO a1 SELECT generate_series(1, 3)");

        RunReport report = Runner.on(other).run(second(first));

        assertThat(report.reason()).isEqualTo(Reason.Upgraded);
        assertThat(requireNonNull(report.backup()).reused()).isNull();
        assertThat(requireNonNull(report.backup()).rows()).isEqualTo(4);
    }

    @Test
    void whatFailsAfterItSaysWhichOneItUsed() throws Exception {
        RunReport first = hindered();
        RunReport second;
        try (Connection reader = database.connect("reporting")) {
            reader.setAutoCommit(false);
            Postgres.Database.execute(reader, "LOCK TABLE a1 IN ACCESS SHARE MODE");
            second = Runner.on(database).run(second(first));
        }

        assertThat(second.reason()).isEqualTo(Reason.LockTimeout);
        assertThat(requireNonNull(second.backup()).reused()).isEqualTo("orders-1-1a2b");
        assertThat(second.message()).contains("used the backup orders-1-1a2b");
        assertThat(tookOne()).isFalse();
    }
}
