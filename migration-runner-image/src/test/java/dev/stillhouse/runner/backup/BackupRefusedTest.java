package dev.stillhouse.runner.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.fixture.ClientTools;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.model.Trouble;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be whole is refused before anything is dumped. */
class BackupRefusedTest {
    @TempDir
    Path folder;

    private final Postgres.Database database = Postgres.create();
    private final String user = "user_of_" + database.name();
    private final String url = database.url().replace("postgres:only-for-tests", user + ":secret-word");

    @BeforeEach
    void createUser() {
        database.execute("CREATE ROLE " + user + " LOGIN PASSWORD 'secret-word'; CREATE TABLE notes (owner text);"
                + " GRANT SELECT ON notes TO " + user);
    }

    @Test
    void rowsThatAreHiddenWouldBeMissing() {
        database.execute("ALTER TABLE notes ENABLE ROW LEVEL SECURITY;"
                + " CREATE POLICY own ON notes USING (owner = current_user)");
        Backed backed = new Backed(folder);

        Trouble trouble = backed.refused(url, BackupVerification.Restore);

        assertThat(trouble.reason()).isEqualTo(Reason.RowSecurity);
        assertThat(trouble.message()).contains("public.notes", user, "BYPASSRLS");
        assertThat(backed.standings.getLast().state()).isEqualTo(BackupState.Failed);
        assertThat(backed.remains()).isEmpty();
    }

    @Test
    void aRoleThatSeesAllRowsMaySeeThem() {
        database.execute("ALTER TABLE notes ENABLE ROW LEVEL SECURITY; INSERT INTO notes VALUES ('somebody');"
                + " CREATE ROLE all_" + user + " BYPASSRLS; GRANT SELECT ON notes TO all_" + user
                + "; GRANT all_" + user + " TO " + user);

        assertThat(new Backed(folder)
                        .as("all_" + user)
                        .taken(url, BackupVerification.Restore)
                        .rows())
                .isEqualTo(1);
    }

    @Test
    void whatCannotBeReadIsNamed() {
        database.execute("CREATE TABLE secrets (a int); CREATE SCHEMA hidden; CREATE TABLE hidden.more (a int);"
                + " CREATE SEQUENCE numbers; SELECT lo_from_bytea(1234567, 'x')");

        Trouble trouble = new Backed(folder).refused(url, BackupVerification.Restore);

        assertThat(trouble.reason()).isEqualTo(Reason.BackupNotPermitted);
        assertThat(trouble.message())
                .contains("public.secrets", "hidden.more", "public.numbers", "1234567")
                .doesNotContain("public.notes");
    }

    @Test
    void aServerThatIsNewerThanPgDumpIsRefused() {
        Trouble trouble =
                new Backed(folder).with(ClientTools.older()).refused(database.url(), BackupVerification.Restore);

        assertThat(trouble.reason()).isEqualTo(Reason.ServerTooNew);
        assertThat(trouble.message()).contains("PostgreSQL 17", "pg_dump is 16");
    }

    @Test
    void anExtensionThatThePrivateServerHasNotIsNamedBeforeTheDump() {
        database.execute("CREATE EXTENSION pgcrypto");
        Backed backed = new Backed(folder);

        Trouble trouble = backed.refused(database.url(), BackupVerification.Restore);

        assertThat(trouble.reason()).isEqualTo(Reason.BackupNotVerifiable);
        assertThat(trouble.message()).contains("pgcrypto", "spec.backup.verify: Digest");
        assertThat(backed.messages).noneMatch(message -> message.contains("Dumping"));
        assertThat(new Backed(folder)
                        .taken(database.url(), BackupVerification.Digest)
                        .state())
                .isEqualTo(BackupState.Stored);
    }

    @Test
    void noPasswordIsInAMessage() {
        Backed backed = new Backed(folder);
        Trouble trouble = backed.refused(url.replace("/" + database.name(), "/nowhere"), BackupVerification.Restore);

        assertThat(trouble.message()).doesNotContain("secret-word");
        assertThat(trouble.reason()).isEqualTo(Reason.ConnectionFailed);
    }
}
