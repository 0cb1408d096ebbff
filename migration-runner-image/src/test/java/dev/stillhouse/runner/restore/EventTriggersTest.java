package dev.stillhouse.runner.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RestoreMode;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.fixture.Postgres;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A restore is a lot of definitions, and event triggers that log or forbid them are not to see it. */
class EventTriggersTest {
    private static final String FILLED = "CREATE MATERIALIZED VIEW totals AS SELECT count(*) AS n FROM orders";

    @TempDir
    private Path folder;

    private final Postgres.Database database = Shop.create();

    @ParameterizedTest
    @EnumSource(
            value = RestoreMode.class,
            names = {"Swap", "NewDatabase", "InPlace"})
    void oneThatLogsWritesNothing(RestoreMode mode) {
        database.execute("CREATE TABLE ddl_log (tag text)");
        database.execute(FILLED);
        database.execute("CREATE FUNCTION log_ddl() RETURNS event_trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN INSERT INTO public.ddl_log VALUES (tg_tag); END $$");
        database.execute("CREATE EVENT TRIGGER log_ddl ON ddl_command_end EXECUTE FUNCTION log_ddl()");
        Restoring restoring = new Restoring(folder);
        restoring.backUp(database.url());

        RunReport report = restoring.restore(database.url(), mode);

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Restored);
        assertThat(database.query("SELECT count(*) FROM ddl_log")).containsExactly("0");
        assertThat(database.query("SELECT evtname FROM pg_event_trigger")).containsExactly("log_ddl");
    }

    @Test
    void oneThatForbidsIsNotInTheWay() {
        database.execute(FILLED);
        database.execute("CREATE FUNCTION forbid() RETURNS event_trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN RAISE EXCEPTION 'only migrations may do that'; END $$");
        database.execute("CREATE EVENT TRIGGER forbid ON ddl_command_start EXECUTE FUNCTION forbid();"
                + " COMMENT ON EVENT TRIGGER forbid IS 'for people'");
        Restoring restoring = new Restoring(folder);
        restoring.backUp(database.url());

        RunReport report = restoring.swap(database);

        assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Restored);
        assertThat(database.query("SELECT obj_description(oid, 'pg_event_trigger') FROM pg_event_trigger"))
                .containsExactly("for people");
    }
}
