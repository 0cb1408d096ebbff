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
import dev.stillhouse.runner.fixture.ManagedDatabase;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.fixture.Requests;
import dev.stillhouse.runner.fixture.Runner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Up, down, and back from backups, as the administrator of a hosted database, who lacks what only its provider may do. */
class HostedRoundTripTest {
    private static final String LOCATION = "shop/orders-1";

    private final ManagedDatabase managed = ManagedDatabase.create();

    @TempDir
    private Path folder;

    private AlembicProject project;

    @BeforeEach
    void migrateOnce() throws IOException {
        Files.createDirectories(folder.resolve("backups"));
        Files.createDirectories(folder.resolve("scratch"));
        project = AlembicProject.in(folder.resolve("project")).table("a1");
        RunReport first = Runner.on(managed.url()).run(Requests.migrate(project));
        assertThat(first.reason()).as(first.message()).isEqualTo(Reason.Upgraded);
        managed.execute("INSERT INTO a1 SELECT generate_series(1, 100)");
        project.revision("b2", "op.drop_column('a1', 'id')", "op.execute('ALTER TABLE a1 ADD id int')");
    }

    private BackupStorage storage() {
        return new BackupStorage(
                folder.resolve("backups").toString(),
                null,
                folder.resolve("scratch").toString());
    }

    private RunReport migrated(String target, BackupVerification verification, String... excluded) {
        return Runner.on(managed.url())
                .run(Requests.migrate(project)
                        .to(target)
                        .backup(new RunRequest.Backup(
                                BackupPolicy.Destructive,
                                verification,
                                LOCATION,
                                storage(),
                                2,
                                BackupScope.Database,
                                BackupWriters.Continue,
                                null,
                                new RunRequest.Exclude(List.of(), List.of(excluded), List.of()))));
    }

    private void assertUp(RunReport report, BackupState state) {
        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Upgraded);
        assertThat(requireNonNull(report.backup()).state()).isEqualTo(state);
        assertThat(columns(managed.asSuperuser())).isEmpty();
    }

    private static List<String> columns(Postgres.Database database) {
        return database.query("SELECT attname FROM pg_attribute WHERE attrelid = 'a1'::regclass AND attnum > 0"
                + " AND NOT attisdropped");
    }

    private RunReport restored(RestoreMode mode) {
        RunRequest like = Requests.migrate(project).build();
        return Runner.on(managed.url())
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
                        new RunRequest.Restore(LOCATION, null, false, storage(), mode, managed.name(), 2),
                        false,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));
    }

    private Postgres.Database made() {
        return new Postgres.Database(managed.asSuperuser()
                .query("SELECT datname FROM pg_database WHERE datname ~ '^" + managed.name() + "_restore'")
                .getFirst());
    }

    @Test
    void withTheProvidersSchemaInItItGoesUpAndDownAndIsRestoredBesideItself() {
        managed.withProvidersSchema();

        RunReport up = migrated("head", BackupVerification.Restore);

        assertUp(up, BackupState.Verified);
        assertThat(requireNonNull(requireNonNull(up.backup()).notes()))
                .anyMatch(note -> note.contains(managed.provider()))
                .anyMatch(note -> note.contains("the event trigger note"));
        for (RestoreMode mode : List.of(RestoreMode.Swap, RestoreMode.InPlace)) {
            RunReport refused = restored(mode);
            assertThat(refused.reason()).as(refused.message()).isEqualTo(Reason.BackupNotPermitted);
            assertThat(refused.message())
                    .contains(
                            "TABLE provider.definitions of " + managed.provider(),
                            "Nothing was touched",
                            "What belongs to " + managed.provider() + " only a superuser can bring back.",
                            "NewDatabase");
        }

        RunReport beside = restored(RestoreMode.NewDatabase);

        assertThat(beside.outcome()).as(beside.message()).isEqualTo(Outcome.Succeeded);
        assertThat(beside.message())
                .contains(
                        "CREATE EVENT TRIGGER \"note\" ON",
                        "the owner of TABLE provider.definitions is " + managed.user() + " instead of "
                                + managed.provider());
        assertThat(made().query("SELECT count(id) FROM a1")).containsExactly("100");
        assertThat(made().query("SELECT count(*) > 0 FROM provider.definitions"))
                .containsExactly("t");
        assertThat(migrated("a1", BackupVerification.Restore).reason()).isEqualTo(Reason.Downgraded);
        assertThat(columns(managed.asSuperuser())).containsExactly("id");
    }

    /** As on a server on which somebody else makes the tables' role, which is not the administrator's own. */
    @Test
    void whatBelongsToAnApplicationIsSwappedWithItsOwner() {
        String app = "app_of_" + managed.name();
        managed.execute("CREATE ROLE " + app + "; GRANT " + app + " TO " + managed.user()
                + "; GRANT CREATE ON SCHEMA public TO " + app
                + "; CREATE TABLE orders (id int); ALTER TABLE orders OWNER TO " + app
                + "; ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO " + app);
        assertUp(migrated("head", BackupVerification.Digest), BackupState.Stored);

        RunReport report = restored(RestoreMode.Swap);

        assertThat(report.outcome()).as(report.message()).isEqualTo(Outcome.Succeeded);
        assertThat(report.message()).doesNotContain("Not as in the backup");
        assertThat(columns(managed.asSuperuser())).containsExactly("id");
        assertThat(managed.asSuperuser().query("SELECT relowner::regrole FROM pg_class WHERE relname = 'orders'"))
                .containsExactly(app);
    }

    @Test
    void whatOnlyASuperuserCreatesIsToldAndKeepsItFromBeingSwapped() {
        managed.execute("COMMENT ON DATABASE " + managed.name() + " IS 'orders of the shop'; ALTER DATABASE "
                + managed.name() + " CONNECTION LIMIT 77;"
                + " CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';"
                + " CREATE PUBLICATION changes_of_a1 FOR TABLE a1");
        managed.asSuperuser()
                .execute("CREATE EVENT TRIGGER watch ON ddl_command_end EXECUTE FUNCTION watch();"
                        + " CREATE PUBLICATION everything FOR ALL TABLES;"
                        + " COMMENT ON PUBLICATION everything IS 'all of it'");
        assertUp(migrated("head", BackupVerification.Digest), BackupState.Stored);

        RunReport report = restored(RestoreMode.Swap);

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.BackupNotPermitted);
        assertThat(report.message())
                .contains(
                        "CREATE EVENT TRIGGER \"watch\" ON",
                        "CREATE PUBLICATION \"everything\" FOR ALL TABLES",
                        managed.name() + " is what it was",
                        "ALTER DATABASE \"" + managed.name() + "\" RENAME TO")
                .doesNotContain("changes_of_a1");
        assertThat(made().query("SELECT count(id) FROM a1")).containsExactly("100");
        assertThat(made().query("SELECT pubname FROM pg_publication")).containsExactly("changes_of_a1");
        assertThat(made().query("SELECT coalesce(shobj_description(oid, 'pg_database'), 'none') || datconnlimit"
                        + " FROM pg_database WHERE datname = current_database()"))
                .containsExactly("orders of the shop77");
        assertThat(columns(managed.asSuperuser())).isEmpty();
    }

    @Test
    void rowsThatPoliciesHideAreToldWithEachWayOut() {
        managed.execute("CREATE TABLE tenants (owner text); INSERT INTO tenants VALUES ('a'), ('b');"
                + " ALTER TABLE tenants ENABLE ROW LEVEL SECURITY; ALTER TABLE tenants FORCE ROW LEVEL SECURITY;"
                + " CREATE POLICY every_row ON tenants USING (true)");

        RunReport refused = migrated("head", BackupVerification.Digest);

        assertThat(refused.reason()).as(refused.message()).isEqualTo(Reason.RowSecurity);
        assertThat(refused.message())
                .contains(
                        "public.tenants",
                        "ALTER ROLE \"" + managed.user() + "\" BYPASSRLS",
                        "ALTER TABLE public.tenants NO FORCE ROW LEVEL SECURITY",
                        "spec.backup.exclude",
                        "nothing was applied");
        assertThat(columns(managed.asSuperuser())).containsExactly("id");
        assertUp(migrated("head", BackupVerification.Digest, "public.tenants"), BackupState.Stored);
        RunReport beside = restored(RestoreMode.NewDatabase);
        assertThat(beside.outcome()).as(beside.message()).isEqualTo(Outcome.Succeeded);
        assertThat(made().query("SELECT relforcerowsecurity FROM pg_class WHERE relname = 'tenants'"))
                .containsExactly("t");
    }

    @Test
    void whoOwnsTheTableNeedsNoMoreThanThatItIsNotForced() {
        managed.execute(
                "CREATE TABLE tenants (owner text); INSERT INTO tenants VALUES ('a'), ('b');"
                        + " ALTER TABLE tenants ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON tenants USING (owner = current_user)");
        assertUp(migrated("head", BackupVerification.Digest), BackupState.Stored);

        assertThat(restored(RestoreMode.Swap).outcome()).isEqualTo(Outcome.Succeeded);

        assertThat(managed.asSuperuser().query("SELECT count(*) FROM tenants")).containsExactly("2");
        assertThat(columns(managed.asSuperuser())).containsExactly("id");
    }
}
