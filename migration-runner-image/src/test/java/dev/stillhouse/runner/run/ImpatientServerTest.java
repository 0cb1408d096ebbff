package dev.stillhouse.runner.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.BackupPolicy;
import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupStorage;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.BackupWriters;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RestoreMode;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.fixture.AlembicProject;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.fixture.Requests;
import dev.stillhouse.runner.fixture.Runner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits that a role brings along are for an application. A run has those of its manifest, and a deadline. */
class ImpatientServerTest {
    private static final String LOCATION = "shop/orders-1";

    private final Postgres.Database database = Postgres.create();
    private final String user = "user_of_" + database.name();
    private final String url = database.url().replace("postgres:only-for-tests", user + ":secret-word");

    @TempDir
    private Path folder;

    @Test
    void noLimitOfTheRoleEndsARun() throws IOException {
        Files.createDirectories(folder.resolve("backups"));
        Files.createDirectories(folder.resolve("scratch"));
        database.execute("CREATE ROLE %1$s LOGIN CREATEDB PASSWORD 'secret-word'; ALTER DATABASE %2$s OWNER TO %1$s;"
                .formatted(user, database.name()));
        for (String limit : List.of(
                "statement_timeout = '100ms'",
                "lock_timeout = '100ms'",
                "transaction_timeout = '300ms'",
                "idle_session_timeout = '300ms'",
                "idle_in_transaction_session_timeout = '300ms'")) {
            database.execute("ALTER ROLE " + user + " SET " + limit);
        }
        AlembicProject project = AlembicProject.in(folder.resolve("project"))
                .revision(
                        "a1",
                        "op.execute('CREATE TABLE a1 AS SELECT n AS id, md5(n::text) AS text FROM generate_series(1, 300000) n')",
                        "pass")
                .revision("b2", "time.sleep(1); op.execute('SELECT pg_sleep(1)'); op.drop_column('a1', 'id')", "pass");
        BackupStorage storage = new BackupStorage(
                folder.resolve("backups").toString(),
                null,
                folder.resolve("scratch").toString());
        RunReport first = Runner.on(url).run(Requests.migrate(project).to("a1"));
        assertThat(first.reason()).as(first.message()).isEqualTo(Reason.Upgraded);

        RunReport migrated = Runner.on(url)
                .run(Requests.migrate(project)
                        .backup(new RunRequest.Backup(
                                BackupPolicy.Destructive,
                                BackupVerification.Restore,
                                LOCATION,
                                storage,
                                2,
                                BackupScope.Database,
                                BackupWriters.Continue,
                                null,
                                null)));

        assertThat(migrated.reason()).as(migrated.message()).isEqualTo(Reason.Upgraded);
        assertThat(requireNonNull(migrated.backup()).state()).isEqualTo(BackupState.Verified);
        RunRequest like = Requests.migrate(project).build();
        RunReport restored = Runner.on(url)
                .run(new RunRequest(
                        like.version(),
                        "shop/orders-2",
                        "uid-of-shop/orders-2",
                        Operation.Restore,
                        like.targets(),
                        like.downgrade(),
                        like.approvals(),
                        like.project(),
                        like.session(),
                        like.deadline(),
                        null,
                        new RunRequest.Restore(LOCATION, null, false, storage, RestoreMode.Swap, database.name(), 2),
                        false,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));
        assertThat(restored.reason()).as(restored.message()).isEqualTo(Reason.Restored);
        assertThat(database.query("SELECT count(id) FROM a1")).containsExactly("300000");
    }
}
