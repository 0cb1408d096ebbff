package dev.stillhouse.runner.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RestoreMode;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.fixture.OtherPostgres;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The oldest and the newest server; the database is postgres, which other restores are led from. */
class OtherServersTest {
    private static final String EXPECT_ALL = """
            DO $$ BEGIN
                IF (SELECT count(note) FROM orders) <> 100 THEN RAISE EXCEPTION 'notes are missing'; END IF;
            END $$""";

    @TempDir
    private Path folder;

    private void fill(OtherPostgres server) {
        server.execute("CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY)");
        server.execute("INSERT INTO alembic_version VALUES ('a1')");
        server.execute("CREATE TABLE orders (id int PRIMARY KEY, note text)");
        server.execute("INSERT INTO orders SELECT n, 'note ' || n FROM generate_series(1, 100) n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"oldest", "13", "14", "16", "newest"})
    void swapsOnEachServer(String which) {
        try (OtherPostgres server = OtherPostgres.start(which)) {
            fill(server);
            Restoring restoring = new Restoring(folder);
            restoring.backUp(server.url());
            server.execute("ALTER TABLE orders DROP COLUMN note");

            RunReport report = restoring.restore(server.url(), RestoreMode.Swap);

            assertThat(report.reason()).as(report.message()).isEqualTo(Reason.Restored);
            assertThat(report.after()).containsExactly("a1");
            server.execute(EXPECT_ALL);
        }
    }

    @Test
    void whatAnOldServerRefusesIsTold() {
        try (OtherPostgres server = OtherPostgres.start("oldest")) {
            fill(server);
            server.execute("CREATE FUNCTION small(int) RETURNS boolean IMMUTABLE LANGUAGE sql"
                    + " AS 'SELECT current_database() NOT LIKE ''%restore%'' OR $1 < 50'");
            server.execute("ALTER TABLE orders ADD CONSTRAINT only_small CHECK (small(id))");
            Restoring restoring = new Restoring(folder);
            restoring.backUp(server.url());

            RunReport report = restoring.restore(server.url(), RestoreMode.Swap);

            assertThat(report.reason()).isEqualTo(Reason.RestoreFailed);
            assertThat(report.message()).contains("only_small", "is what it was", "was dropped");
            server.execute(EXPECT_ALL);
        }
    }

    @Test
    void inPlaceIsRefusedWherePgRestoreCannotDoIt() {
        try (OtherPostgres server = OtherPostgres.start("oldest")) {
            fill(server);
            Restoring restoring = new Restoring(folder);
            restoring.backUp(server.url());

            RunReport report = restoring.restore(server.url(), RestoreMode.InPlace);

            assertThat(report.reason()).isEqualTo(Reason.RestoreFailed);
            assertThat(report.message()).contains("PostgreSQL 12", "Swap", "Nothing was touched");
        }
    }
}
