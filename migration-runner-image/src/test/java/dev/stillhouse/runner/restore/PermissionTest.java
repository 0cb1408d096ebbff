package dev.stillhouse.runner.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.DatabaseVariables;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.NeutralSession;
import dev.stillhouse.runner.url.DatabaseReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PermissionTest {
    private static final String PUBLICATION = "CREATE PUBLICATION everything FOR ALL TABLES;";

    private final Postgres.Database database = Postgres.create();

    private boolean lacks(String role, boolean afterAnother, String... statements) {
        return !lacking(role, afterAnother, statements).isEmpty();
    }

    private List<String> lacking(String role, boolean afterAnother, String... statements) {
        database.execute("DO $$ BEGIN IF to_regrole('plain') IS NULL THEN CREATE ROLE plain; END IF; END $$");
        return Permission.lacking(
                DatabaseReader.read(Map.of(DatabaseVariables.URL, database.url()))
                        .then(url -> NeutralSession.open(url, role, "test", new Cancellation())),
                List.of(statements),
                afterAnother);
    }

    @Test
    void itIsKnownByTheCodeOfTheServer() {
        assertThat(lacks("plain", false, PUBLICATION)).isTrue();
    }

    @Test
    void otherFailuresAreNone() {
        assertThat(lacks("plain", false, "CREATE NONSENSE;")).isFalse();
        assertThat(lacks("plain", false, "COMMENT ON PUBLICATION gone IS 'that';"))
                .isFalse();
    }

    @Test
    void whatIsSaidOfAThingThatWasRefusedFailsWithIt() {
        assertThat(lacks("plain", true, "COMMENT ON PUBLICATION gone IS 'that';"))
                .isTrue();
    }

    @Test
    void nothingOfTheTrialStays() {
        assertThat(lacks("postgres", false, PUBLICATION)).isFalse();
        assertThat(database.query("SELECT pubname FROM pg_publication")).isEmpty();
    }

    /** pg_restore sends CREATE and ALTER … OWNER TO apart; the owner may lack CREATE on the database. */
    @Test
    void whatPgRestoreHasMadeIsNoOtherFailureAndIsNotMissing() {
        makePublicationOfUser();
        String owner = "ALTER PUBLICATION things OWNER TO " + database.name() + "_owner;";

        assertThat(lacking(database.name() + "_user", false, "CREATE PUBLICATION things;", owner, "SELECT 1;"))
                .containsExactly(owner, "SELECT 1;");
    }

    @Test
    void whatIsThereAndCanBeSaidOfIsNotLacking() {
        makePublicationOfUser();

        assertThat(lacks(database.name() + "_user", false, "CREATE PUBLICATION things;", "SELECT 1;"))
                .isFalse();
        assertThat(lacks(database.name() + "_user", false, "CREATE PUBLICATION things;", "SELECT 1/0;"))
                .isFalse();
    }

    private void makePublicationOfUser() {
        String user = database.name() + "_user";
        String owner = database.name() + "_owner";
        database.execute("CREATE ROLE " + user);
        database.execute("CREATE ROLE " + owner);
        database.execute("GRANT " + owner + " TO " + user);
        database.execute("GRANT CREATE ON DATABASE " + database.name() + " TO " + user);
        database.execute("CREATE PUBLICATION things");
        database.execute("ALTER PUBLICATION things OWNER TO " + user);
    }
}
