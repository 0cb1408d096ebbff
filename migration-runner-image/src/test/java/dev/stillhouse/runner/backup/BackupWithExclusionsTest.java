package dev.stillhouse.runner.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.contents.ExcludedNames;
import dev.stillhouse.runner.contents.Exclusion;
import dev.stillhouse.runner.contents.ForeignKey;
import dev.stillhouse.runner.contents.QualifiedName;
import dev.stillhouse.runner.contents.TableContent;
import dev.stillhouse.runner.fixture.ClientTools;
import dev.stillhouse.runner.fixture.OtherPostgres;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.model.Losses;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.TableLoss;
import dev.stillhouse.runner.model.TableLoss.By;
import dev.stillhouse.runner.model.Trouble;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody wants to have left out is in no backup, which says so, and nothing else is missing in it. */
class BackupWithExclusionsTest {
    private static final String ALEMBIC = "CREATE TABLE alembic_version (version_num text PRIMARY KEY);"
            + " INSERT INTO alembic_version VALUES ('a1');";
    private static final String SETTINGS_OF_AN_EXTENSION = """
            CREATE EXTENSION pgcrypto;
            CREATE TABLE settings (name text);
            INSERT INTO settings VALUES ('x');
            ALTER EXTENSION pgcrypto ADD TABLE settings;
            UPDATE pg_extension SET extconfig = ARRAY['settings'::regclass::oid], extcondition = ARRAY['']
                WHERE extname = 'pgcrypto';
            """;
    private static final String LOG = ALEMBIC + """
            CREATE SCHEMA audit;
            CREATE TABLE audit.log (id serial PRIMARY KEY, text text);
            INSERT INTO audit.log (text) SELECT 'line' FROM generate_series(1, 1000) n;
            CREATE TABLE orders (id int PRIMARY KEY);
            INSERT INTO orders VALUES (1), (2);
            """;

    private final Postgres.Database database = Postgres.create();

    @TempDir
    private Path folder;

    private RunReport.Backup taken(Backed backed) {
        RunReport.Backup backup = backed.taken(database.url(), BackupVerification.Restore);
        assertThat(backup.state()).isEqualTo(BackupState.Verified);
        return backup;
    }

    private static ExcludedNames excluded(Backed backed) {
        return Objects.requireNonNull(backed.manifest().excluded());
    }

    private static List<String> tables(Backed backed) {
        return backed.manifest().contents().tables().stream()
                .map(TableContent::table)
                .map(QualifiedName::toString)
                .toList();
    }

    private String userWhoReads(String tables) {
        String user = "user_of_" + database.name();
        database.execute(
                "CREATE ROLE " + user + " LOGIN PASSWORD 'secret-word'; GRANT SELECT ON " + tables + " TO " + user);
        return database.url().replace("postgres:only-for-tests", user + ":secret-word");
    }

    @Test
    void theRowsOfATableAreLeftOutAndItsDefinitionIsNot() {
        database.execute(LOG + "CREATE VIEW lines AS SELECT count(*) FROM audit.log;"
                + " CREATE MATERIALIZED VIEW counted AS SELECT count(*) FROM orders; SELECT lo_from_bytea(4242, 'x')");
        Backed backed = new Backed(folder).withoutTables("audit.log");

        RunReport.Backup backup = taken(backed);

        assertThat(backup.scope()).isEqualTo(BackupScope.Tables);
        assertThat(backup.rowsOf()).isNull();
        assertThat(backup.rows()).isEqualTo(3);
        assertThat(Objects.requireNonNull(backup.notes()).getFirst())
                .isEqualTo("Not in it, as spec.backup.exclude has it: the rows of audit.log.");
        assertThat(tables(backed)).containsExactly("public.alembic_version", "public.orders");
        assertThat(backed.manifest().contents().schema()).anyMatch(line -> line.startsWith("table audit.log"));
        assertThat(backed.manifest().contents().sequences()).hasSize(1);
        assertThat(backed.manifest().contents().largeObjects().count()).isEqualTo(1);
        assertThat(excluded(backed).rows()).containsExactly(new QualifiedName("audit", "log"));
        assertThat(backed.verify()).isInstanceOf(Result.Ok.class);
    }

    @Test
    void aSchemaStandsForItsTablesAndPartitionsGoWithTheirTable() {
        database.execute(LOG + """
                CREATE TABLE events (day int) PARTITION BY RANGE (day);
                CREATE TABLE audit.events_1 PARTITION OF events FOR VALUES FROM (0) TO (10);
                CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM (10) TO (20);
                CREATE TABLE days (day int) PARTITION BY RANGE (day);
                CREATE TABLE days_1 PARTITION OF days FOR VALUES FROM (0) TO (10);
                CREATE TABLE hashed (day int) PARTITION BY HASH (day);
                CREATE TABLE hashed_0 PARTITION OF hashed FOR VALUES WITH (MODULUS 2, REMAINDER 0);
                CREATE TABLE hashed_1 PARTITION OF hashed FOR VALUES WITH (MODULUS 2, REMAINDER 1);
                INSERT INTO events VALUES (1), (11); INSERT INTO days VALUES (1);
                INSERT INTO hashed SELECT generate_series(1, 20);
                """);
        Backed backed = new Backed(folder)
                .without(new Exclusion(Set.of("audit"), Set.of("public.days", "public.hashed_0"), Set.of()));

        taken(backed);

        assertThat(tables(backed))
                .containsExactly("public.alembic_version", "public.events_2", "public.hashed", "public.orders");
        assertThat(excluded(backed).rows())
                .extracting(QualifiedName::toString)
                .containsExactly("audit.events_1", "audit.log", "public.days_1");
    }

    @Test
    void foreignKeysToRowsThatAreLeftOutAreToldAndLeftOut() {
        database.execute(LOG + "CREATE TABLE notes (line int CONSTRAINT of_line REFERENCES audit.log);"
                + " INSERT INTO notes VALUES (1)");
        Backed backed = new Backed(folder).withoutTables("audit.log");

        taken(backed);

        assertThat(Objects.requireNonNull(backed.manifest().partial()).foreignKeys())
                .extracting(ForeignKey::name)
                .containsExactly("of_line");
    }

    @Test
    void theVersionRowsAreInItInAnyCaseAndWhatIsMisspeltIsSaid() {
        database.execute(LOG);
        Backed backed = new Backed(folder)
                .without(new Exclusion(Set.of("public", "adit"), Set.of("audit.lgo"), Set.of("cron")));

        RunReport.Backup backup = taken(backed);

        assertThat(backup.revisions()).containsExactly("a1");
        assertThat(tables(backed)).containsExactly("audit.log", "public.alembic_version");
        assertThat(backed.messages)
                .contains("spec.backup.exclude names what is not there: extension cron, schema adit, table audit.lgo.");
    }

    @Test
    void whatTheUserMayNotReadIsLeftOutWithItsDefinition() {
        database.execute(LOG + """
                CREATE TABLE secrets (id bigint GENERATED ALWAYS AS IDENTITY, text text);
                CREATE INDEX ON secrets (text);
                CREATE STATISTICS of_secrets (ndistinct) ON id, text FROM secrets;
                CREATE TABLE parts (a int) PARTITION BY RANGE (a);
                CREATE TABLE part_1 PARTITION OF parts FOR VALUES FROM (0) TO (10);
                CREATE TABLE others (who text);
                ALTER TABLE others ENABLE ROW LEVEL SECURITY;
                CREATE SEQUENCE audit.numbers;
                """);
        String url = userWhoReads("alembic_version, orders, part_1, others");
        Trouble refused = new Backed(folder.resolve("refused")).refused(url, BackupVerification.Restore);
        assertThat(refused.reason()).isEqualTo(Reason.BackupNotPermitted);
        assertThat(refused.message()).contains("audit.log", "public.secrets", "spec.backup.exclude");
        Backed backed = new Backed(folder)
                .without(new Exclusion(
                        Set.of("audit"), Set.of("public.secrets", "public.parts", "public.others"), Set.of()));

        RunReport.Backup backup = backed.taken(url, BackupVerification.Restore);

        assertThat(backup.state()).isEqualTo(BackupState.Verified);
        assertThat(excluded(backed).definitions())
                .extracting(QualifiedName::toString)
                .containsExactly("audit.log", "public.part_1", "public.parts", "public.secrets");
        assertThat(excluded(backed).sequences())
                .extracting(QualifiedName::toString)
                .containsExactly("audit.log_id_seq", "audit.numbers", "public.secrets_id_seq");
        assertThat(Objects.requireNonNull(backup.notes()).getFirst())
                .contains(
                        "the rows of audit.log", "the definition of audit.log", "where the sequence audit.log_id_seq");
        assertThat(backed.verify()).isInstanceOf(Result.Ok.class);
    }

    @Test
    void theRowsOfAnExtensionsTableAreLeftOutByItsName() {
        database.execute(LOG + SETTINGS_OF_AN_EXTENSION);
        String url = userWhoReads("alembic_version, orders");
        Backed backed = new Backed(folder).without(new Exclusion(Set.of("audit"), Set.of(), Set.of("pgcrypto")));

        RunReport.Backup backup = backed.taken(url, BackupVerification.Digest);

        assertThat(backup.rows()).isEqualTo(3);
        assertThat(excluded(backed).rows())
                .extracting(QualifiedName::toString)
                .containsExactly("audit.log", "public.settings");
        assertThat(excluded(backed).definitions())
                .extracting(QualifiedName::toString)
                .containsExactly("audit.log");
    }

    @Test
    void whatAPlanTakesSomethingFromCannotBeLeftOut() {
        database.execute(LOG + "CREATE TABLE audit.more (line int REFERENCES audit.log ON DELETE CASCADE)");
        TableLoss deleted = new TableLoss("audit", "log", By.DELETE);
        for (Losses losses : List.of(
                new Losses.Known(List.of(deleted)),
                new Losses.Unknown("b2 runs a DO block, which can do anything", List.of(deleted)),
                new Losses.Unknown("b2 drops the schema", List.of(TableLoss.ofSchema("audit"))))) {
            Backed backed = new Backed(folder).withoutTables("audit.more").losing(losses);

            Trouble trouble = backed.refused(database.url(), BackupVerification.Restore);

            assertThat(trouble.reason()).isEqualTo(Reason.ExclusionRefused);
            assertThat(trouble.message()).contains("audit.more", "spec.backup.exclude", "spec.backup.when: Never");
            assertThat(backed.remains()).isEmpty();
        }
        assertThat(new Backed(folder)
                        .withoutTables("audit.more")
                        .ofTables(deleted)
                        .refused(database.url(), BackupVerification.Restore)
                        .reason())
                .isEqualTo(Reason.ExclusionRefused);
    }

    @Test
    void anExtensionThatAPlanDropsCannotBeLeftOut() {
        database.execute(LOG + SETTINGS_OF_AN_EXTENSION);
        Backed backed = new Backed(folder)
                .without(new Exclusion(Set.of(), Set.of(), Set.of("pgcrypto")))
                .losing(new Losses.Unknown(
                        "b2 drops the extension pgcrypto with its types and tables",
                        List.of(TableLoss.ofExtension("pgcrypto"))));

        Trouble trouble = backed.refused(database.url(), BackupVerification.Digest);

        assertThat(trouble.reason()).isEqualTo(Reason.ExclusionRefused);
        assertThat(trouble.message()).contains("public.settings");
        assertThat(backed.losing(new Losses.Unknown("b2 drops another", List.of(TableLoss.ofExtension("hstore"))))
                        .taken(database.url(), BackupVerification.Digest)
                        .state())
                .isEqualTo(BackupState.Stored);
    }

    @Test
    void aBackupOfOtherTablesIsAsItWouldBe() {
        database.execute(LOG);
        Backed backed =
                new Backed(folder).withoutTables("audit.log").ofTables(new TableLoss(null, "orders", By.DELETE));

        assertThat(taken(backed).rowsOf()).containsExactly("public.alembic_version", "public.orders");
        assertThat(backed.manifest().excluded()).isNull();
    }

    @Test
    void whereAllWouldBeInItTheExcludedIsNotAndItIsSaidWhy() {
        database.execute(LOG);
        Backed backed = new Backed(folder).withoutTables("audit.log").of(new Losses.Unknown("b2 does anything"));

        assertThat(taken(backed).scopeReason()).isEqualTo("b2 does anything");
        assertThat(tables(backed)).containsExactly("public.alembic_version", "public.orders");
    }

    @Test
    void anOlderPgDumpCannotLeaveAnythingOut() {
        database.execute(LOG);
        try (OtherPostgres server = OtherPostgres.start("oldest")) {
            server.execute(LOG);
            Trouble trouble = new Backed(folder)
                    .with(ClientTools.older())
                    .withoutTables("audit.log")
                    .refused(server.url(), BackupVerification.Digest);

            assertThat(trouble.reason()).isEqualTo(Reason.ExclusionRefused);
            assertThat(trouble.message()).contains("pg_dump 16");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"oldest", "newest"})
    void serversFromTheOldestToTheNewestHaveTheSameCatalogs(String which) {
        try (OtherPostgres server = OtherPostgres.start(which)) {
            server.execute(LOG);
            Backed backed = new Backed(folder).without(new Exclusion(Set.of("audit"), Set.of(), Set.of()));

            assertThat(backed.taken(server.url(), BackupVerification.Restore).state())
                    .isEqualTo(BackupState.Verified);
            assertThat(tables(backed)).containsExactly("public.alembic_version", "public.orders");
        }
    }
}
