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
import dev.stillhouse.report.Outcome;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * On a hosted server the user owns the database and is nobody beside: no superuser, without BYPASSRLS, and not told which server
 * this is. An extension with a table, an event trigger and a function belongs to the provider, whose roles are not the user's.
 */
class ManagedServerTest {
    private static final String LOCATION = "shop/orders-1";

    private final Postgres.Database database = Postgres.create();
    private final String user = "customer_of_" + database.name();
    private final String provider = "provider_of_" + database.name();
    private final String url = database.url().replace("postgres:only-for-tests", user + ":secret-word");

    @TempDir
    private Path folder;

    private AlembicProject project;

    @BeforeEach
    void provide() throws IOException {
        database.execute("CREATE ROLE %s LOGIN CREATEDB PASSWORD 'secret-word'; CREATE ROLE %s;"
                        .formatted(user, provider)
                + "ALTER DATABASE %s OWNER TO %s;".formatted(database.name(), user)
                + "REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC;" + """
                CREATE EXTENSION pgcrypto;
                CREATE SCHEMA jobs;
                CREATE TABLE jobs.job (command text);
                INSERT INTO jobs.job VALUES ('VACUUM');
                CREATE FUNCTION jobs.watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
                CREATE EVENT TRIGGER watch ON ddl_command_end EXECUTE FUNCTION jobs.watch();
                ALTER EXTENSION pgcrypto ADD SCHEMA jobs;
                ALTER EXTENSION pgcrypto ADD TABLE jobs.job;
                ALTER EXTENSION pgcrypto ADD FUNCTION jobs.watch();
                ALTER EXTENSION pgcrypto ADD EVENT TRIGGER watch;
                UPDATE pg_extension SET extconfig = ARRAY['jobs.job'::regclass::oid], extcondition = ARRAY['']
                    WHERE extname = 'pgcrypto';
                """
                + "ALTER TABLE jobs.job OWNER TO %1$s; ALTER FUNCTION jobs.watch() OWNER TO %1$s".formatted(provider));
        Files.createDirectories(folder.resolve("backups"));
        Files.createDirectories(folder.resolve("scratch"));
        project = AlembicProject.in(folder.resolve("project")).table("a1");
        RunReport first = Runner.on(url).run(Requests.migrate(project));
        assertThat(first.reason()).as(first.message()).isEqualTo(Reason.Upgraded);
        database.execute("INSERT INTO a1 SELECT generate_series(1, 100)");
        project.revision("b2", "op.drop_column('a1', 'id')", "pass");
    }

    private BackupStorage storage() {
        return new BackupStorage(
                folder.resolve("backups").toString(),
                null,
                folder.resolve("scratch").toString());
    }

    private RunReport migrated(RunRequest.@Nullable Exclude exclude) {
        return Runner.on(url)
                .run(Requests.migrate(project)
                        .backup(new RunRequest.Backup(
                                BackupPolicy.Destructive,
                                BackupVerification.Digest,
                                LOCATION,
                                storage(),
                                2,
                                BackupScope.Database,
                                BackupWriters.Continue,
                                null,
                                exclude)));
    }

    private RunReport restored(RestoreMode mode) {
        RunRequest like = Requests.migrate(project).build();
        return Runner.on(url)
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
                        new RunRequest.Restore(LOCATION, null, false, storage(), mode, database.name(), 2),
                        false,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));
    }

    @Test
    void whatIsMissingIsNamedWithTheWayToDoWithoutIt() {
        RunReport report = migrated(null);

        assertThat(report.reason()).isEqualTo(Reason.BackupNotPermitted);
        assertThat(report.message()).contains("jobs.job", "spec.backup.exclude");
        assertThat(database.query("SELECT count(id) FROM a1")).containsExactly("100");
    }

    @Test
    void withoutTheExtensionsRowsItIsMigratedAndRestored() {
        RunReport report = migrated(new RunRequest.Exclude(List.of(), List.of(), List.of("pgcrypto")));

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Upgraded);
        RunReport.Backup backup = requireNonNull(report.backup());
        assertThat(backup.state()).isEqualTo(BackupState.Stored);
        assertThat(requireNonNull(backup.notes()).getFirst()).contains("the rows of jobs.job");

        RunReport restored = restored(RestoreMode.NewDatabase);

        assertThat(restored.outcome()).as(restored.message()).isEqualTo(Outcome.Succeeded);
        String made = database.query(
                        "SELECT datname FROM pg_database WHERE datname ~ '^" + database.name() + "_restore'")
                .getFirst();
        assertThat(new Postgres.Database(made).query("SELECT count(id) FROM a1"))
                .containsExactly("100");
    }

    @Test
    void theProvidersRolesAreNoneOfTheBackup() throws IOException {
        assertThat(migrated(new RunRequest.Exclude(List.of(), List.of(), List.of("pgcrypto")))
                        .reason())
                .isEqualTo(Reason.Upgraded);

        assertThat(Files.readString(folder.resolve("backups").resolve(LOCATION).resolve("manifest.json")))
                .contains("\"roles\":[\"" + user + "\"]");
    }
}
