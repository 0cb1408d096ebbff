package dev.stillhouse.runner.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.BackupPolicy;
import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupStorage;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.BackupWriters;
import dev.stillhouse.report.DowngradePolicy;
import dev.stillhouse.report.Outcome;
import dev.stillhouse.report.PlanChunk;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.fixture.AlembicProject;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.fixture.Requests;
import dev.stillhouse.runner.fixture.Runner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run tells its whole plan on standard output, with the SQL of each step: as it ran, or as it would. */
class KeptPlanTest {
    private static final int STATEMENTS = 4;
    private static final int DIGESTS = 3500;

    /** Digests, which no compression makes small: as much as a step may be for all of it to be kept. */
    private static final String MEGABYTE = """
            [op.execute("SELECT '" + ''.join(__import__('hashlib').sha256(str(n).encode()).hexdigest() \
            for n in range(part * %2$d, (part + 1) * %2$d)) + "'") for part in range(%1$d)]\
            """.formatted(STATEMENTS, DIGESTS);

    private final Postgres.Database database = Postgres.create();
    private final Runner runner = Runner.on(database);
    private AlembicProject project;

    @BeforeEach
    void makeProject(@TempDir Path folder) {
        project = AlembicProject.in(folder).table("a1");
    }

    private String plan() throws IOException, NoSuchAlgorithmException {
        List<PlanChunk> chunks = runner.chunks();
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (PlanChunk chunk : chunks) {
            byte[] piece = Base64.getDecoder().decode(chunk.data());
            assertThat(piece).hasSizeLessThanOrEqualTo(PlanChunk.MAX_BYTES);
            whole.write(piece);
        }
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(whole.toByteArray()));
        assertThat(chunks).extracting(PlanChunk::digest).containsOnly(digest);
        assertThat(chunks).extracting(PlanChunk::total).containsOnly(chunks.size());
        assertThat(chunks).extracting(PlanChunk::number).isSorted().doesNotHaveDuplicates();
        return runner.plan();
    }

    @Test
    void withTheSqlThatEachStepExecuted() throws Exception {
        project.table("b2").revision("c3", "op.get_bind().exec_driver_sql('SELECT 1')", "pass");

        RunReport report = runner.run(Requests.migrate(project));

        assertThat(report.outcome()).isEqualTo(Outcome.Succeeded);
        assertThat(plan())
                .startsWith("-- Database " + database.name() + " on PostgreSQL ")
                .endsWith("""
                        , at base
                        -- Up to c3 in 3 steps
                        -- Plan %s
                        -- As run shop/orders-1 ran it.
                        -- Values that went to the server apart from the text are left out, as are the changes of alembic_version.

                        -- Step 1 of 3: a1 (make a1), migrations/versions/a1.py
                        CREATE TABLE a1 (id int);

                        -- Step 2 of 3: b2 (make b2), migrations/versions/b2.py
                        CREATE TABLE b2 (id int);

                        -- Step 3 of 3: c3 (make c3), migrations/versions/c3.py
                        SELECT 1;
                        """.formatted(Objects.requireNonNull(report.plan()).digest()));
    }

    /** Rendered, they would be called twice. */
    @Test
    void withRevisionsThatAreCalledOnce(@TempDir Path folder) throws Exception {
        Path calls = folder.resolve("calls");
        project.revision("b2", "open('" + calls + "', 'a').write('b2 ')", "pass");

        runner.run(Requests.migrate(project));

        assertThat(calls).hasContent("b2 ");
        assertThat(plan()).contains("-- no statements");
    }

    @Test
    void whenAStepFails() throws Exception {
        project.revision("b2", "op.execute('CREATE TABLE b2 (id int)'); op.execute('SELECT nothing')", "pass")
                .table("c3");

        RunReport report = runner.run(Requests.migrate(project));

        assertThat(report.outcome()).isEqualTo(Outcome.Failed);
        assertThat(plan()).endsWith("""
                CREATE TABLE a1 (id int);

                -- Step 2 of 3: b2 (make b2), migrations/versions/b2.py
                CREATE TABLE b2 (id int);

                SELECT nothing;

                -- It did not come to its end.

                -- Step 3 of 3: c3 (make c3), migrations/versions/c3.py
                -- NOT RUN: the run ended before it.
                """);
    }

    @Test
    void whenTheProcessIsKilledWithinAStep() throws Exception {
        project.revision("b2", "__import__('os').kill(__import__('os').getpid(), 9)", "pass")
                .table("c3");

        RunReport report = runner.run(Requests.migrate(project));

        assertThat(report.reason()).isEqualTo(Reason.BridgeLost);
        assertThat(plan()).endsWith("""
                -- Step 2 of 3: b2 (make b2), migrations/versions/b2.py
                -- NOT TOLD: the project's process was lost before it told of it.

                -- Step 3 of 3: c3 (make c3), migrations/versions/c3.py
                -- NOT TOLD: the project's process was lost before it told of it.
                """);
    }

    @Test
    void onceWhereItWasReviewed() throws Exception {
        Runner.on(database).run(Requests.migrate(project));
        database.execute("INSERT INTO a1 VALUES (1)");
        project.table("b2");

        RunReport report = runner.run(Requests.migrate(project)
                .backup(new RunRequest.Backup(
                        BackupPolicy.Destructive,
                        BackupVerification.Digest,
                        "shop/orders-1",
                        null,
                        1,
                        BackupScope.Database,
                        BackupWriters.Continue,
                        null,
                        null)));

        assertThat(report.reason()).isEqualTo(Reason.Upgraded);
        assertThat(plan()).contains("-- As run shop/orders-1 planned it.").endsWith("CREATE TABLE b2 (id int);\n");
    }

    @Test
    void whenItIsOnlyLookedAtAndWhereItsSqlIsNotKnown() throws Exception {
        project.revision("b2", "op.get_bind().exec_driver_sql('SELECT 1')", "pass");

        runner.run(Requests.migrate(project).observing());

        assertThat(plan())
                .contains("-- As run shop/orders-1 planned it.\n"
                        + "-- For review. The changes of alembic_version are left out.\n")
                .contains("-- NOT RENDERED: Revision b2 (migrations/versions/b2.py, line 10) cannot be rendered");
    }

    @Test
    void whenItIsRefused() throws Exception {
        Runner.on(database).run(Requests.migrate(project));

        RunReport report = runner.run(Requests.migrate(project).to("base").under(DowngradePolicy.Forbid));

        assertThat(report.reason()).isEqualTo(Reason.DowngradeForbidden);
        assertThat(plan()).endsWith("""
                -- Step 1 of 1: a1 (make a1), migrations/versions/a1.py
                -- NOT RENDERED: the plan is refused, so nothing of the revision was called.
                """);
    }

    @Test
    void beforeItIsApproved() throws Exception {
        Runner.on(database).run(Requests.migrate(project));
        database.execute("INSERT INTO a1 VALUES (1)");
        BackupStorage storage = new BackupStorage("/backups", null, "/scratch");

        RunReport report = runner.run(Requests.migrate(project)
                .to("base")
                .under(DowngradePolicy.RequireApproval)
                .backup(new RunRequest.Backup(
                        BackupPolicy.Destructive,
                        BackupVerification.Digest,
                        "shop/orders-1",
                        storage,
                        1,
                        BackupScope.Database,
                        BackupWriters.Continue,
                        null,
                        null)));

        assertThat(report.outcome()).isEqualTo(Outcome.AwaitingApproval);
        assertThat(plan()).endsWith("""
                -- Step 1 of 1: a1 (make a1), migrations/versions/a1.py
                -- CAN LOSE DATA (drop-table): it drops the table a1 with all its rows
                DROP TABLE a1;
                """);
    }

    @Test
    void whenItIsOnlyLookedAt() throws Exception {
        RunReport report = runner.run(Requests.migrate(project).observing());

        assertThat(report.stepsDone()).isZero();
        assertThat(plan()).endsWith("CREATE TABLE a1 (id int);\n");
    }

    @Test
    void whenItIsLarge() throws Exception {
        project.revision("b2", MEGABYTE, "pass");

        runner.run(Requests.migrate(project).observing());

        assertThat(plan().lines().filter(line -> line.startsWith("SELECT '")))
                .hasSize(STATEMENTS)
                .allSatisfy(line -> assertThat(line).hasSize("SELECT '';".length() + 64 * DIGESTS));
        assertThat(runner.chunks()).hasSizeGreaterThan(50);
    }

    @Test
    void withoutThePassword() throws Exception {
        project.revision("b2", "op.execute(\"COMMENT ON TABLE a1 IS 'only-for-tests'\")", "pass");

        runner.run(Requests.migrate(project));

        assertThat(plan()).contains("COMMENT ON TABLE a1 IS '***';");
    }

    @Test
    void unlessThereIsNothingToDo() {
        Runner.on(database).run(Requests.migrate(project));

        runner.run(Requests.migrate(project));

        assertThat(runner.chunks()).isEmpty();
    }
}
