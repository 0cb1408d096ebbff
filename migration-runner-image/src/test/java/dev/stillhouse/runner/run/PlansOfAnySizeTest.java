package dev.stillhouse.runner.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.BackupPolicy;
import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.BackupWriters;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.fixture.AlembicProject;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.fixture.PythonEnvironment;
import dev.stillhouse.runner.fixture.Requests;
import dev.stillhouse.runner.fixture.RunnerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However much SQL a plan has, the runner's memory, which is what its image gives it, is enough to judge it. */
class PlansOfAnySizeTest {
    private final Postgres.Database database = Postgres.create();

    @TempDir
    private Path folder;

    private AlembicProject project() {
        database.execute("CREATE TABLE people AS SELECT 'jane'::text AS name");
        return AlembicProject.in(folder.resolve("project"));
    }

    /** What may lose data is refused, as there is no place for a backup: what is applied was found harmless. */
    private RunReport judged(AlembicProject project) throws IOException {
        List<String> options;
        try (var lines = Files.lines(PythonEnvironment.MODULE.resolve("image/java.options"))) {
            options = lines.filter(line -> line.startsWith("-X")).toList();
        }
        assertThat(options).contains("-Xmx192m");
        Requests request = Requests.migrate(project)
                .backup(new RunRequest.Backup(
                        BackupPolicy.Destructive,
                        BackupVerification.Restore,
                        "shop/orders-1",
                        null,
                        2,
                        BackupScope.Database,
                        BackupWriters.Continue,
                        null,
                        null));
        try (RunnerProcess runner = RunnerProcess.start(database, request, options)) {
            runner.exitCode();
            return runner.report();
        }
    }

    @Test
    void oneStepOfManyLetters() throws IOException {
        RunReport report = judged(project()
                .revision(
                        "a1",
                        "op.execute(\"INSERT INTO people VALUES ('\" + 'ж' * (16 * 1024 * 1024 - 100) + \"')\")",
                        "pass"));

        assertThat(report.message()).contains("to a1");
        assertThat(report.reason()).isEqualTo(Reason.Upgraded);
        assertThat(Objects.requireNonNull(report.plan()).destructive()).isEmpty();
        assertThat(database.query("SELECT max(length(name)) FROM people")).containsExactly("16777116");
    }

    @Test
    void manySteps() throws IOException {
        AlembicProject project = project();
        for (int step = 1; step <= 100; step++) {
            project.revision(
                    "a" + step,
                    "[op.execute(\"INSERT INTO people VALUES ('\" + 'ж' * 100000 + \"')\") for _ in range(10)]",
                    "pass");
        }

        RunReport report = judged(project);

        assertThat(report.message()).contains("to a100");
        assertThat(report.reason()).isEqualTo(Reason.Upgraded);
        assertThat(database.query("SELECT count(*) FROM people")).containsExactly("1001");
    }

    @Test
    void whatIsTooLargeToBeJudgedIsNoHarmlessOne() throws IOException {
        RunReport report = judged(project()
                .revision(
                        "a1", "op.execute(\"UPDATE people SET name = '\" + 'ж' * (10 * 1024 * 1024) + \"'\")", "pass"));

        assertThat(report.reason()).isEqualTo(Reason.BackupStorageMissing);
        assertThat(report.message()).contains("a1", "too large to be judged", "UPDATE");
    }
}
