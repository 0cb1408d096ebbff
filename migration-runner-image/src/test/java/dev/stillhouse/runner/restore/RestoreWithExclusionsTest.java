package dev.stillhouse.runner.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.Outcome;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RestoreMode;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.contents.Exclusion;
import dev.stillhouse.runner.fixture.Postgres;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was left out of a backup is not taken from a database by a restore. */
class RestoreWithExclusionsTest {
    private final Postgres.Database database = Postgres.create();

    @TempDir
    private Path folder;

    private Restoring backedUpWithoutTheLog() {
        database.execute("""
                CREATE TABLE alembic_version (version_num text PRIMARY KEY); INSERT INTO alembic_version VALUES ('a1');
                CREATE TABLE log (id int PRIMARY KEY); INSERT INTO log VALUES (1);
                CREATE TABLE notes (line int CONSTRAINT of_line REFERENCES log); INSERT INTO notes VALUES (1);
                SELECT lo_from_bytea(4242, 'x');
                """);
        Restoring restoring = new Restoring(folder).without(new Exclusion(Set.of(), Set.of("public.log"), Set.of()));
        restoring.backUp(database.url());
        return restoring;
    }

    @ParameterizedTest
    @EnumSource(
            value = RestoreMode.class,
            names = {"Swap", "InPlace"})
    void itTakesThePlaceOfNothing(RestoreMode mode) {
        RunReport report = backedUpWithoutTheLog().restore(database.url(), mode);

        assertThat(report.reason()).isEqualTo(Reason.BackupPartial);
        assertThat(report.message())
                .contains(
                        "the rows of public.log",
                        "spec.backup.exclude",
                        mode.name(),
                        "NewDatabase",
                        "Nothing was touched");
        assertThat(database.query("SELECT count(*) FROM log")).containsExactly("1");
    }

    @Test
    void besideTheDatabaseItSaysWhatIsNotInIt() {
        RunReport report = backedUpWithoutTheLog().restore(database.url(), RestoreMode.NewDatabase);

        assertThat(report.outcome()).as(report.message()).isEqualTo(Outcome.Succeeded);
        assertThat(report.message())
                .contains(
                        "Not in it, as spec.backup.exclude has it: the rows of public.log.", "of_line of public.notes")
                .doesNotContain("materialized views");
        String made = database.query(
                        "SELECT datname FROM pg_database WHERE datname ~ '^" + database.name() + "_restore'")
                .getFirst();
        assertThat(new Postgres.Database(Objects.requireNonNull(made))
                        .query("SELECT (SELECT count(*) FROM notes) || ' ' || (SELECT count(*) FROM log) || ' '"
                                + " || (SELECT count(*) FROM pg_largeobject_metadata)"))
                .containsExactly("1 0 1");
    }
}
