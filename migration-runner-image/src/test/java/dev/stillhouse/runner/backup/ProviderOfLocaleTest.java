package dev.stillhouse.runner.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.fixture.ClientTools;
import dev.stillhouse.runner.fixture.OtherPostgres;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.postgres.OriginLocale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases whose order is not the operating system's. */
class ProviderOfLocaleTest {
    private static final String NEEDS_AN_ORDER = """
            CREATE TABLE people (surname text NOT NULL) PARTITION BY RANGE (surname);
            CREATE TABLE people_a_n PARTITION OF people FOR VALUES FROM ('a') TO ('n');
            CREATE TABLE people_n_z PARTITION OF people FOR VALUES FROM ('n') TO ('zz');
            INSERT INTO people VALUES ('Ada'), ('berta'), ('Nora'), ('zoe');
            CREATE TABLE customers (name text CHECK (name >= 'a' AND name < 'zz'));
            INSERT INTO customers VALUES ('Bob');
            """;

    @TempDir
    Path folder;

    @Test
    void theCopyHasTheOrderOfIcu() throws IOException {
        try (OtherPostgres server = OtherPostgres.start("newest")) {
            server.execute("CREATE DATABASE ordered TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US'"
                    + " ICU_RULES '&z < a1' LC_COLLATE 'C' LC_CTYPE 'C'");
            server.execute("ordered", NEEDS_AN_ORDER);
            server.execute("ordered", """
                    CREATE TABLE ruled (a text CHECK (a > 'z1'));
                    INSERT INTO ruled VALUES ('a1');
                    CREATE COLLATION phonebook (PROVIDER = icu, LOCALE = 'de@collation=phonebook');
                    CREATE TABLE names (name text COLLATE "de-x-icu" CHECK (name < 'B'), listed text COLLATE phonebook);
                    INSERT INTO names VALUES ('b', 'ä')
                    """);
            Backed backed = new Backed(folder)
                    .with(ClientTools.withServerOf(server, Files.createDirectory(folder.resolve("postgresql"))));

            assertThat(backed.taken(server.url("ordered"), BackupVerification.Restore)
                            .state())
                    .isEqualTo(BackupState.Verified);
            assertThat(backed.manifest().origin().locale())
                    .isEqualTo(new OriginLocale("i", "en-US", "&z < a1", null, List.of()));
            assertThat(backed.manifest().origin().collations()).containsExactly("de-x-icu");
        }
    }

    @Test
    void anOrderThatCannotBeHadIsNamed() {
        try (OtherPostgres server = OtherPostgres.start("newest")) {
            server.execute("CREATE DATABASE ordered TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US'"
                    + " LC_COLLATE 'C' LC_CTYPE 'C'");
            server.execute("ordered", NEEDS_AN_ORDER);

            Trouble trouble = new Backed(folder).refused(server.url("ordered"), BackupVerification.Restore);

            assertThat(trouble.reason()).isEqualTo(Reason.BackupNotVerifiable);
            assertThat(trouble.message()).contains("It has not the locale en-US of ICU of the database");
        }
    }

    @Test
    void theCopyHasTheLettersOfPostgresqlItself() {
        try (OtherPostgres server = OtherPostgres.start("newest")) {
            server.execute("CREATE DATABASE lettered TEMPLATE template0 LOCALE_PROVIDER builtin"
                    + " BUILTIN_LOCALE 'PG_UNICODE_FAST' LC_COLLATE 'C' LC_CTYPE 'C'");
            // No other provider turns one letter into two.
            server.execute(
                    "lettered",
                    "CREATE TABLE words (word text CHECK (upper(word) = 'SS')); INSERT INTO words VALUES ('ß')");
            Backed backed = new Backed(folder);

            assertThat(backed.taken(server.url("lettered"), BackupVerification.Restore)
                            .state())
                    .isEqualTo(BackupState.Verified);
            assertThat(backed.manifest().origin().locale())
                    .isEqualTo(new OriginLocale("b", "PG_UNICODE_FAST", null, null, List.of()));
        }
    }
}
