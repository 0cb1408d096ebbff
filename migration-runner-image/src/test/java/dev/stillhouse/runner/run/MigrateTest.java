package dev.stillhouse.runner.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.Direction;
import dev.stillhouse.report.DowngradePolicy;
import dev.stillhouse.report.Outcome;
import dev.stillhouse.report.Phase;
import dev.stillhouse.report.Progress;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.fixture.AlembicProject;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.fixture.Requests;
import dev.stillhouse.runner.fixture.Runner;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Up, down and standing still, with the real bridge. */
class MigrateTest {
    private final Postgres.Database database = Postgres.create();
    private AlembicProject project;

    @BeforeEach
    void makeProject(@TempDir Path folder) {
        project = AlembicProject.in(folder).table("a1").table("b2").table("c3");
    }

    private RunReport run(Requests request) {
        return Runner.on(database).run(request);
    }

    @Test
    void goesUpToHead() {
        Runner runner = Runner.on(database);
        RunReport report = runner.run(Requests.migrate(project));

        assertThat(report.outcome()).isEqualTo(Outcome.Succeeded);
        assertThat(report.reason()).isEqualTo(Reason.Upgraded);
        assertThat(report.before()).isEmpty();
        assertThat(report.after()).containsExactly("c3");
        assertThat(report.target()).containsExactly("c3");
        assertThat(report.stepsDone()).isEqualTo(3);
        assertThat(Objects.requireNonNull(report.plan()).direction()).isEqualTo(Direction.UP);
        assertThat(Objects.requireNonNull(report.plan()).steps()).containsExactly("a1", "b2", "c3");
        assertThat(report.phaseMillis())
                .containsOnlyKeys(Phase.OBSERVE, Phase.PLAN, Phase.GATE, Phase.APPLY, Phase.VERIFY);
        assertThat(Objects.requireNonNull(report.database()).systemIdentifier()).isNotEmpty();
        assertThat(database.tables()).containsExactly("a1", "b2", "c3");
        assertThat(runner.lines().getLast().report()).isEqualTo(report);
        assertThat(runner.lines()).extracting(Progress::revision).contains("a1", "b2", "c3");
    }

    @Test
    void isUpToDateTheSecondTime() {
        run(Requests.migrate(project));
        RunReport report = run(Requests.migrate(project));

        assertThat(report.reason()).isEqualTo(Reason.UpToDate);
        assertThat(report.after()).containsExactly("c3");
        assertThat(Objects.requireNonNull(report.plan()).total()).isZero();
    }

    @Test
    void goesDownToBase() {
        run(Requests.migrate(project));
        RunReport report = run(Requests.migrate(project).to("base"));

        assertThat(report.reason()).isEqualTo(Reason.Downgraded);
        assertThat(report.after()).isEmpty();
        assertThat(report.target()).isEmpty();
        assertThat(database.tables()).isEmpty();
    }

    @Test
    void goesDownOnlyWhenItMay() {
        run(Requests.migrate(project));
        RunReport report = run(Requests.migrate(project).to("a1").under(DowngradePolicy.Forbid));

        assertThat(report.outcome()).isEqualTo(Outcome.Failed);
        assertThat(report.reason()).isEqualTo(Reason.DowngradeForbidden);
        assertThat(report.after()).containsExactly("c3");
        assertThat(database.tables()).containsExactly("a1", "b2", "c3");
    }

    @Test
    void goesDownAfterApproval() {
        run(Requests.migrate(project));
        Requests down = Requests.migrate(project).to("b2");

        RunReport waiting = run(down.under(DowngradePolicy.RequireApproval, "sha256:other"));
        assertThat(waiting.outcome()).isEqualTo(Outcome.AwaitingApproval);
        assertThat(waiting.reason()).isEqualTo(Reason.ApprovalRequired);
        String digest = Objects.requireNonNull(waiting.plan()).digest();
        assertThat(waiting.message()).contains(digest, "spec.approvals", "c3 (make c3)");

        RunReport approved = run(down.under(DowngradePolicy.RequireApproval, digest));
        assertThat(approved.reason()).isEqualTo(Reason.Downgraded);
        assertThat(database.tables()).containsExactly("a1", "b2");
    }

    @Test
    void observesWithoutChangingAnything() {
        RunReport pending = run(Requests.migrate(project).observing());
        assertThat(pending.outcome()).isEqualTo(Outcome.Succeeded);
        assertThat(pending.reason()).isEqualTo(Reason.Observed);
        assertThat(Objects.requireNonNull(pending.plan()).total()).isEqualTo(3);
        assertThat(database.tables()).isEmpty();

        run(Requests.migrate(project));
        assertThat(run(Requests.migrate(project).observing()).reason()).isEqualTo(Reason.UpToDate);
    }

    @Test
    void findsTheVersionTableOfAnotherSearchPath(@TempDir Path folder) {
        run(Requests.migrate(project));
        database.execute("CREATE SCHEMA tenant");
        AlembicProject other = AlembicProject.in(folder)
                .executing("SET search_path TO tenant")
                .table("x1")
                .table("x2");

        assertThat(run(Requests.migrate(other).to("x1")).reason()).isEqualTo(Reason.Upgraded);
        RunReport second = run(Requests.migrate(other));
        assertThat(second.reason()).isEqualTo(Reason.Upgraded);
        assertThat(second.after()).containsExactly("x2");
        assertThat(run(Requests.migrate(project)).reason()).isEqualTo(Reason.UpToDate);
    }

    @Test
    void worksAsTheRoleThatItIsGiven() {
        database.execute("CREATE ROLE owner_of_" + database.name());
        database.execute("GRANT CREATE ON SCHEMA public TO owner_of_" + database.name());
        RunRequest plain = Requests.migrate(project).build();
        RunReport report = Runner.on(database)
                .run(new RunRequest(
                        plain.version(),
                        plain.run(),
                        plain.uid(),
                        plain.operation(),
                        plain.targets(),
                        plain.downgrade(),
                        plain.approvals(),
                        plain.project(),
                        new RunRequest.Session(0, 0, "owner_of_" + database.name()),
                        plain.deadline(),
                        null,
                        null,
                        false,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));

        assertThat(report.after()).containsExactly("c3");
        assertThat(database.query("SELECT tableowner FROM pg_tables WHERE tablename = 'alembic_version'"))
                .containsExactly("owner_of_" + database.name());
    }

    @Test
    void namesARowThatTheProjectDoesNotContain() {
        run(Requests.migrate(project));
        database.execute("UPDATE alembic_version SET version_num = 'fffffff'");
        RunReport report = run(Requests.migrate(project));

        assertThat(report.reason()).isEqualTo(Reason.UnknownRevision);
        assertThat(report.message()).contains("fffffff", "image");
        assertThat(report.after()).isEqualTo(List.of("fffffff"));
        assertThat(report.known()).containsExactly("c3", "b2", "a1");
    }

    @Test
    void goesDownToTheNewestRevisionThatAnOlderProjectKnows(@TempDir Path folder) {
        run(Requests.migrate(project));
        AlembicProject older = AlembicProject.in(folder).table("a1").table("b2").table("x3");
        RunReport lost = run(Requests.migrate(older));
        assertThat(lost.reason()).isEqualTo(Reason.UnknownRevision);

        Requests allowed = Requests.migrate(project);
        RunReport refused = Runner.on(database)
                .run(downTo(allowed.under(DowngradePolicy.Forbid), Objects.requireNonNull(lost.known())));
        assertThat(refused.reason()).isEqualTo(Reason.DowngradeForbidden);
        RunReport down = Runner.on(database).run(downTo(allowed, lost.known()));

        assertThat(down.reason()).isEqualTo(Reason.Downgraded);
        assertThat(down.after()).containsExactly("b2");
        assertThat(down.pending()).isZero();
        assertThat(run(Requests.migrate(older)).after()).containsExactly("x3");
    }

    private static RunRequest downTo(Requests requests, List<String> known) {
        RunRequest plain = requests.build();
        return new RunRequest(
                plain.version(),
                plain.run(),
                plain.uid(),
                plain.operation(),
                plain.targets(),
                plain.downgrade(),
                plain.approvals(),
                plain.project(),
                plain.session(),
                plain.deadline(),
                null,
                null,
                false,
                known,
                null,
                null,
                null,
                null,
                null);
    }
}
