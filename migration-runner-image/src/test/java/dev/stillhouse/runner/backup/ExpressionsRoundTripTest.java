package dev.stillhouse.runner.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.copies.CopyHost;
import dev.stillhouse.runner.fingerprint.Expressions;
import dev.stillhouse.runner.fixture.OtherPostgres;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.fixture.Resources;
import dev.stillhouse.runner.json.Json;
import dev.stillhouse.runner.json.MalformedJson;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.TableLoss;
import dev.stillhouse.runner.model.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server writes expressions in other words after they were restored; they are the same nevertheless, and others are not. */
class ExpressionsRoundTripTest {
    @TempDir
    Path folder;

    /** Those of a version, with those of the versions before it. */
    private static List<String> upTo(int major) {
        return Stream.of(12, 14, 15, 16, 17, 18)
                .filter(version -> version <= major)
                .map(version -> Resources.text("backup/expressions/" + version + ".sql"))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"oldest, 12", "13, 13", "14, 14", "16, 16", "newest, 18"})
    void oddExpressionsAreTheSameInTheCopy(String which, int major) {
        try (OtherPostgres server = OtherPostgres.start(which)) {
            areTheSame(server.url(), server::execute, major);
        }
    }

    @Test
    void andOnTheVersionBetweenThem() {
        Postgres.Database database = Postgres.create();
        areTheSame(database.url(), database::execute, 17);
    }

    /** A copy in the pod is of the newest version, and knows no XML and no extensions; one on the same server is of the same version. */
    private void areTheSame(String url, Consumer<String> database, int major) {
        upTo(major).forEach(database);
        areTheSame(new Backed(folder.resolve("pod")), url);
        database.accept(Resources.text("backup/expressions/xml.sql"));
        database.accept(Resources.text("backup/expressions/extensions.sql"));
        areTheSame(
                new Backed(folder.resolve("server")).copiedTo(new CopyHost.OnServer(Backed.parsed(url), null, true)),
                url);
    }

    private static void areTheSame(Backed backed, String url) {
        RunReport.Backup backup = backed.taken(url, BackupVerification.Restore);

        assertThat(backup.state()).isEqualTo(BackupState.Verified);
        assertThat(backed.manifest().notes()).noneMatch(note -> note.contains("expressions"));
        Expressions read = Objects.requireNonNull(backed.manifest().contents().expressions());
        assertThat(read.lines()).hasSizeGreaterThan(400).noneMatch(line -> line.endsWith("\t-"));
    }

    private static final String SHOP = "CREATE TABLE customers (id int PRIMARY KEY, name text DEFAULT 'hunter2');"
            + " CREATE TABLE orders (id int PRIMARY KEY, total int CONSTRAINT positive CHECK (total > 0));"
            + " CREATE VIEW large AS SELECT id FROM orders WHERE total > 4711";

    @Test
    void anotherExpressionInTheCopyIsTold() throws Exception {
        try (OtherPostgres server = OtherPostgres.start("newest")) {
            server.execute(SHOP);
            Backed before = new Backed(folder.resolve("before"));
            before.taken(server.url(), BackupVerification.Digest);
            server.execute("ALTER TABLE orders DROP CONSTRAINT positive, ADD CONSTRAINT positive CHECK (total >= 0);"
                    + " CREATE OR REPLACE VIEW large AS SELECT id FROM orders WHERE total > 4712;"
                    + " ALTER TABLE customers ALTER name SET DEFAULT 'hunter3'");
            Backed after = new Backed(folder.resolve("after"));
            after.taken(server.url(), BackupVerification.Digest);
            assertThat(after.verify()).isInstanceOf(Result.Ok.class);

            putExpressions(before, after);

            Trouble trouble = refused(after);
            assertThat(trouble.reason()).isEqualTo(Reason.BackupNotEqual);
            assertThat(trouble.message())
                    .contains(
                            "condition of constraint positive on public.orders is not as in the database",
                            "query of view public.large is not",
                            "default of column public.customers.name is not")
                    .doesNotContain("hunter", "471");
        }
    }

    @Test
    void onAnotherMajorVersionItIsANote() throws Exception {
        Postgres.Database database = Postgres.create();
        database.execute(SHOP);
        Backed before = new Backed(folder.resolve("before"));
        before.taken(database.url(), BackupVerification.Digest);
        database.execute("ALTER TABLE customers ALTER name SET DEFAULT 'hunter3'");
        Backed after = new Backed(folder.resolve("after"));
        after.taken(database.url(), BackupVerification.Digest);

        putExpressions(before, after);

        List<String> said = after.verify().fold(notes -> notes, trouble -> List.of(trouble.message()));
        assertThat(said)
                .hasSize(1)
                .first()
                .asString()
                .contains("another major version", "default of column public.customers.name")
                .doesNotContain("hunter");
    }

    @Test
    void aBackupOfBeforeIsComparedAsItWas() throws Exception {
        try (OtherPostgres server = OtherPostgres.start("newest")) {
            server.execute(SHOP);
            Backed backed = new Backed(folder);
            backed.taken(server.url(), BackupVerification.Digest);
            Path manifest = manifest(backed);
            String[] parts = Files.readString(manifest).split("\"expressions\":\\{[^}]*},", -1);
            assertThat(parts).hasSize(2);
            Files.writeString(manifest, parts[0] + parts[1]);

            assertThat(backed.manifest().contents().expressions()).isNull();
            List<String> said = backed.verify().fold(notes -> notes, trouble -> List.of(trouble.message()));
            assertThat(said).singleElement().asString().contains("expressions say was not compared");
        }
    }

    /** The text is no Unicode: its byte is a letter in whatever encoding the application has. */
    @Test
    void whatCannotBeReadIsNotComparedAndTheRestIs() {
        try (OtherPostgres server = OtherPostgres.start("newest")) {
            server.execute("CREATE DATABASE bytes TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'");
            String url = server.url("bytes");
            server.execute(
                    "bytes",
                    "CREATE TABLE people (id int PRIMARY KEY, sex text); DO $$ BEGIN EXECUTE format("
                            + "'ALTER TABLE people ADD CHECK (sex <> %L)', convert_from('m\\344nnlich', 'SQL_ASCII')); END $$");
            Backed backed = new Backed(folder);

            RunReport.Backup backup = backed.taken(url, BackupVerification.Restore);

            assertThat(backup.state()).isEqualTo(BackupState.Verified);
            assertThat(backed.manifest().contents().expressions()).isNull();
            assertThat(backed.manifest().notes()).anyMatch(note -> note.contains("expressions say was not compared"));
        }
    }

    @Test
    void whatIsTooLongToBeComparedIsTold() {
        try (OtherPostgres server = OtherPostgres.start("newest")) {
            server.execute(SHOP + "; ALTER TABLE orders ADD note text DEFAULT '" + "x".repeat(100_000) + "'");
            Backed backed = new Backed(folder);

            assertThat(backed.taken(server.url(), BackupVerification.Restore).state())
                    .isEqualTo(BackupState.Verified);
            assertThat(backed.manifest().notes())
                    .singleElement()
                    .asString()
                    .startsWith("It was not compared what these say")
                    .endsWith("default of column public.orders.note.");
        }
    }

    @Test
    void aBackupOfSomeTablesHasTheirExpressions() {
        try (OtherPostgres server = OtherPostgres.start("newest")) {
            server.execute(SHOP);
            Backed backed = new Backed(folder).ofTables(new TableLoss(null, "orders", TableLoss.By.DEFINITION));

            assertThat(backed.taken(server.url(), BackupVerification.Restore).state())
                    .isEqualTo(BackupState.Verified);
            assertThat(Objects.requireNonNull(backed.manifest().contents().expressions())
                            .lines())
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith("constraint positive on public.orders\tcondition\t");
        }
    }

    private static Path manifest(Backed backed) {
        return backed.dump().resolveSibling("manifest.json");
    }

    private static void putExpressions(Backed from, Backed to) throws IOException, MalformedJson {
        Files.write(
                manifest(to),
                Json.bytes(Json.parse(Files.readString(manifest(to)))
                        .put(
                                ManifestExpressions.FIELD,
                                Json.parse(Files.readString(manifest(from))).object(ManifestExpressions.FIELD))));
    }

    private static Trouble refused(Backed backed) {
        return backed.verify()
                .fold(
                        notes -> {
                            throw new AssertionError("it is taken for good");
                        },
                        trouble -> trouble);
    }
}
