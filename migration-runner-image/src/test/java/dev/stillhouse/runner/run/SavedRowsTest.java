package dev.stillhouse.runner.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.BackupPolicy;
import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupStorage;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.BackupWriters;
import dev.stillhouse.report.DowngradePolicy;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Outcome;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RestoreMode;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.fixture.AlembicProject;
import dev.stillhouse.runner.fixture.InThread;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.fixture.Requests;
import dev.stillhouse.runner.fixture.Runner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that are saved right before statements change them, and put back. */
class SavedRowsTest {
    private static final String LOCATION = "shop/orders-1";

    private static final String ORDERS = """
            CREATE TYPE mood AS ENUM ('fine', 'ill');
            CREATE TYPE place AS (street text, number int);
            CREATE TABLE orders (
                id int PRIMARY KEY, number int GENERATED ALWAYS AS IDENTITY, note text, amount numeric, doc json, docb jsonb,
                raw bytea, at timestamptz, tags text[], mood mood, home place, during daterange, every interval, code char(5),
                ratio float8, kind regclass, cash money, twice int GENERATED ALWAYS AS (id * 2) STORED);
            INSERT INTO orders (id, note, amount, doc, docb, raw, at, tags, mood, home, during, every, code, ratio, kind, cash)
            VALUES
                (1, E'a\\tb"c,(d)\\\\ é', 1.10, '{"a":  1, "a": 2}', 'null', '\\x00ff', '2024-03-31 02:30:00.123456+01',
                    '{a,NULL,"b,c"}', 'ill', ROW('x"y', NULL), '[2020-01-01,2020-02-01)', '1 mon -2 days', 'ab', 0.1,
                    'orders', 12.5),
                (2, '', 'NaN', 'null', NULL, '', 'infinity', '{}', NULL, NULL, 'empty', '0', NULL, '-0', NULL, NULL),
                (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
            INSERT INTO orders (id, note) SELECT i, 'many' FROM generate_series(4, 3000) i;
            CREATE TABLE chosen (id int PRIMARY KEY);
            INSERT INTO chosen VALUES (1), (2), (3);
            """;

    private static final String UPDATE = """
            op.execute('''
                    WITH few AS (SELECT id FROM chosen) -- WHERE
                    UPDATE orders AS o SET note = $x$ FROM WHERE $x$, amount = 0, doc = '{}', docb = '{}', raw = NULL, at = now(),
                        tags = '{x}', mood = 'fine', home = NULL, during = NULL, every = NULL, code = 'x', ratio = 1, kind = NULL,
                        cash = 1
                    FROM few WHERE o.id = few.id''')\
            """;

    private static final String DELETE = "op.execute('DELETE FROM orders USING chosen AS c WHERE orders.id = c.id')";

    private final Postgres.Database database = Postgres.create();

    @TempDir
    private Path folder;

    /** Of the manifest, as it was told. */
    private @Nullable String digest;

    @BeforeEach
    void fill() throws IOException {
        Files.createDirectories(folder.resolve("backups"));
        database.execute(ORDERS);
    }

    private AlembicProject project() {
        return AlembicProject.in(folder.resolve("project"));
    }

    private BackupStorage storage() {
        return new BackupStorage(
                folder.resolve("backups").toString(),
                null,
                folder.resolve("scratch").toString());
    }

    private Requests migrating(AlembicProject project) {
        return migrating(project, BackupPolicy.Destructive, BackupWriters.Continue);
    }

    private Requests migrating(AlembicProject project, BackupPolicy when, BackupWriters writers) {
        return Requests.migrate(project)
                .backup(new RunRequest.Backup(
                        when,
                        BackupVerification.Restore,
                        LOCATION,
                        storage(),
                        2,
                        BackupScope.Rows,
                        writers,
                        null,
                        null));
    }

    private RunReport migrate(AlembicProject project) {
        return Runner.on(database).run(migrating(project));
    }

    private RunReport restore(RestoreMode mode) {
        return Runner.on(database)
                .run(new RunRequest(
                        RunRequest.VERSION,
                        "shop/orders-2",
                        "uid-of-shop/orders-2",
                        Operation.Restore,
                        List.of("head"),
                        DowngradePolicy.Forbid,
                        List.of(),
                        new RunRequest.Project("/", "alembic.ini", null, null, List.of(), null, null),
                        new RunRequest.Session(0, 0, null),
                        Instant.now().plusSeconds(600).toString(),
                        null,
                        new RunRequest.Restore(LOCATION, digest, false, storage(), mode, database.name(), 2),
                        false,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));
    }

    private List<String> rows(String table) {
        return database.query("SELECT t::text FROM " + table + " t ORDER BY id");
    }

    private RunReport.Backup saved(RunReport report) {
        RunReport.Backup saved = Objects.requireNonNull(report.backup(), report.message());
        assertThat(saved.scope()).as(saved.scopeReason()).isEqualTo(BackupScope.Rows);
        digest = saved.digest();
        return saved;
    }

    @Test
    void whatAnUpdateOverwroteIsPutBack() {
        List<String> before = rows("orders");
        Runner runner = Runner.on(database);

        RunReport report = runner.run(migrating(project().revision("a1", UPDATE, "pass")));

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Upgraded);
        RunReport.Backup saved = saved(report);
        assertThat(saved.state()).isEqualTo(BackupState.Verified);
        assertThat(saved.rows()).isEqualTo(3);
        assertThat(saved.rowsOf()).containsExactly("public.orders");
        assertThat(runner.messages()).contains("Saved 3 rows of public.orders that a1 is about to update.");
        assertThat(rows("orders")).isNotEqualTo(before);

        RunReport restored = restore(RestoreMode.Rows);

        assertThat(restored.reason()).as(restored.message()).isEqualTo(Reason.Restored);
        assertThat(restored.message())
                .contains("Of 3 rows that were saved of public.orders, 3 were put back.", "at a1", "overwritten");
        assertThat(rows("orders")).isEqualTo(before);
        assertThat(database.query("SELECT version_num FROM alembic_version")).containsExactly("a1");
    }

    @Test
    void whatADeleteTookIsPutBack() {
        List<String> before = rows("orders");

        RunReport report = migrate(project().revision("a1", DELETE, "pass"));

        assertThat(saved(report).rows()).isEqualTo(3);
        assertThat(database.query("SELECT count(*) FROM orders")).containsExactly("2997");
        RunReport restored = restore(RestoreMode.Rows);
        assertThat(restored.message()).contains("3 were put back.").doesNotContain("overwritten");
        assertThat(rows("orders")).isEqualTo(before);

        assertThat(restore(RestoreMode.Rows).message()).contains("0 were put back, 3 are there again");
    }

    @Test
    void whatSeveralStatementsChangedComesToWhatItWasBefore() {
        List<String> before = rows("orders");
        AlembicProject project = AlembicProject.stepwise(folder.resolve("project"))
                .revision("a1", UPDATE + "\n    op.execute(\"UPDATE orders SET note = 'b' WHERE id < 100\")", "pass")
                .revision("b2", "op.execute('ALTER TABLE orders ADD more int')\n    " + DELETE, "pass")
                .revision("c3", "op.execute('DELETE FROM orders')", "pass");

        Runner runner = Runner.on(database);
        RunReport report = runner.run(migrating(project));

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Upgraded);
        assertThat(runner.lines().stream().flatMap(line -> Stream.ofNullable(line.backup())))
                .as("what is told while it grows is not taken for its last word")
                .filteredOn(told -> told.state() == BackupState.Verified)
                .extracting(RunReport.Backup::rows)
                .containsOnly(3L + 99 + 3 + 2997);
        assertThat(saved(report).rows()).isEqualTo(3 + 99 + 3 + 2997);
        assertThat(database.query("SELECT count(*) FROM orders")).containsExactly("0");

        RunReport restored = restore(RestoreMode.Rows);

        assertThat(restored.outcome()).as(restored.message()).isEqualTo(Outcome.Succeeded);
        database.execute("ALTER TABLE orders DROP more");
        assertThat(rows("orders")).isEqualTo(before);
    }

    @Test
    void whatIsNotThereAnyMoreOrHinderedIsTold() {
        database.execute(
                "CREATE TABLE mails (id int PRIMARY KEY, mail text UNIQUE); INSERT INTO mails VALUES (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd')");
        RunReport report = migrate(project()
                .revision(
                        "a1",
                        "op.execute(\"UPDATE mails SET mail = mail || 'x' WHERE id > 2\")\n"
                                + "    op.execute('DELETE FROM mails WHERE id < 3')",
                        "pass"));
        assertThat(saved(report).rows()).isEqualTo(4);
        database.execute("DELETE FROM mails WHERE id = 3; INSERT INTO mails VALUES (1, 'new'), (9, 'b')");

        RunReport restored = restore(RestoreMode.Rows);

        assertThat(restored.message())
                .contains(
                        "1 were put back, 1 are not there any more, 1 are there again, and were left as they are, 1 were left out");
        assertThat(rows("mails")).containsExactly("(1,new)", "(4,d)", "(9,b)");
    }

    @Test
    void whatDoesNotFitAnyMoreIsRefusedBeforeAnythingIsWritten() {
        saved(migrate(project().revision("a1", UPDATE, "pass").revision("b2", DELETE, "pass")));
        database.execute("ALTER TABLE orders ALTER code TYPE text; ALTER TABLE orders DROP raw");

        RunReport restored = restore(RestoreMode.Rows);

        assertThat(restored.reason()).isEqualTo(Reason.RestoreFailed);
        assertThat(restored.message())
                .contains("code of public.orders is of the type text now, and was of character(5)")
                .contains("no column raw any more")
                .contains("Nothing was changed");
        assertThat(database.query("SELECT count(*) FROM orders")).containsExactly("2997");
    }

    @Test
    void nothingButRowsIsDoneWithIt() {
        saved(migrate(project().revision("a1", DELETE, "pass")));

        for (RestoreMode mode : List.of(RestoreMode.Swap, RestoreMode.InPlace, RestoreMode.NewDatabase)) {
            RunReport restored = restore(mode);

            assertThat(restored.reason()).as(restored.message()).isEqualTo(Reason.BackupPartial);
            assertThat(restored.message()).contains("mode Rows");
        }
    }

    @Test
    void damagedRowsAreNotPutBack() throws IOException {
        saved(migrate(project().revision("a1", DELETE, "pass")));
        Path file = folder.resolve("backups/" + LOCATION + "/dump/rows-1.jsonl.gz");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        assertThat(restore(RestoreMode.Rows).reason()).isEqualTo(Reason.BackupCorrupt);
        assertThat(database.query("SELECT count(*) FROM orders")).containsExactly("2997");
    }

    @Test
    void whereRowsCannotBeSavedTablesAre() {
        database.execute("CREATE TABLE logs AS SELECT generate_series(1, 10) AS id");

        RunReport report = migrate(project().revision("a1", "op.execute('DELETE FROM logs')", "pass"));

        RunReport.Backup taken = Objects.requireNonNull(report.backup());
        assertThat(taken.scope()).isEqualTo(BackupScope.Tables);
        assertThat(taken.scopeReason()).contains("rows were not saved one by one", "public.logs has no primary key");
        assertThat(taken.state()).isEqualTo(BackupState.Verified);
        assertThat(report.reason()).isEqualTo(Reason.Upgraded);
    }

    @Test
    void whatSetsOffMoreIsNotSavedByRow() {
        database.execute("CREATE TABLE lines (id int PRIMARY KEY, of int REFERENCES orders ON DELETE CASCADE)");

        RunReport report = migrate(project().revision("a1", DELETE, "pass"));

        assertThat(Objects.requireNonNull(report.backup()).scopeReason()).contains("public.lines change along");
    }

    /** What env.py does is not known beforehand: here it migrates in autocommit. */
    @Test
    void whereThereIsNoTransactionABackupComesFirstAfterAll() throws IOException {
        AlembicProject project = project().revision("a1", DELETE, "pass");
        Path env = project.folder().resolve("migrations/env.py");
        Files.writeString(env, Files.readString(env).replace("poolclass=", "isolation_level='AUTOCOMMIT', poolclass="));

        RunReport report = migrate(project);

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Upgraded);
        assertThat(Objects.requireNonNull(report.backup()).scope()).isEqualTo(BackupScope.Database);
    }

    @Test
    void whereNothingCanBeKeptNothingIsChanged() {
        List<String> before = rows("orders");
        Path backups = folder.resolve("backups");
        Runner runner = Runner.on(database).witnessed(line -> {
            if (line.contains("Saved 3 rows")) {
                delete(backups);
            }
        });

        RunReport report = runner.run(migrating(project().revision("a1", DELETE, "pass")));

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.StorageUnavailable);
        assertThat(report.message()).contains("The statement was not sent");
        assertThat(Objects.requireNonNull(report.backup()).state()).isEqualTo(BackupState.Failed);
        assertThat(report.stepsDone()).isZero();
        assertThat(rows("orders")).isEqualTo(before);
    }

    /** Its first attempt had saved rows, and was rolled back. */
    @Test
    void whatAnAttemptHasSavedThatWasRolledBackIsLeftOut() throws Exception {
        database.execute("CREATE TABLE busy (id int PRIMARY KEY)");
        AlembicProject project = project()
                .revision("a1", "op.execute(\"UPDATE orders SET note = 'x' WHERE id = 1\")", "pass")
                .revision("b2", "op.execute('ALTER TABLE busy ADD more int')", "pass");
        try (Connection other = database.connect("other")) {
            other.setAutoCommit(false);
            Postgres.Database.execute(other, "INSERT INTO busy VALUES (1)");
            CompletableFuture<Void> goes = new CompletableFuture<>();
            Runner runner = Runner.on(database).witnessed(line -> {
                if (line.contains("tried again") && goes.complete(null)) {
                    InThread.supply(() -> {
                        database.execute("UPDATE orders SET note = 'later' WHERE id = 1");
                        try {
                            other.rollback();
                        } catch (SQLException e) {
                            throw new IllegalStateException(e);
                        }
                        return null;
                    });
                }
            });

            RunReport report = runner.run(migrating(project).lockTimeout(500));

            assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Upgraded);
            assertThat(goes).isCompleted();
            assertThat(saved(report).rows()).isEqualTo(1);
        }
        restore(RestoreMode.Rows);
        assertThat(database.query("SELECT note FROM orders WHERE id = 1")).containsExactly("later");
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It is wanted before every change, whether or not a row is concerned. */
    @Test
    void whereNothingWasFoundTheBackupThatIsWantedIsTakenAllTheSame() {
        RunReport report =
                Runner.on(database).run(migrating(project().table("a1"), BackupPolicy.Always, BackupWriters.Wait));

        assertThat(report.message()).contains("to a1");
        RunReport.Backup taken = Objects.requireNonNull(report.backup());
        assertThat(taken.state()).isEqualTo(BackupState.Verified);
        assertThat(taken.scope()).isEqualTo(BackupScope.Database);
    }
}
