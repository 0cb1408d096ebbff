package dev.stillhouse.runner.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.runner.fixture.Postgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sequence that never stands still, and readers who are slower than pg_dump: each of their sessions begins late. */
class BusySequenceTest {
    /** Java's driver names a time zone when it connects, pg_dump does not. */
    private static final String SLOW_FOR_JAVA = """
            CREATE FUNCTION wait() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
                IF (SELECT source FROM pg_settings WHERE name = 'TimeZone') = 'client' THEN PERFORM pg_sleep(1.5); END IF;
            END $$;
            CREATE EVENT TRIGGER wait ON login EXECUTE FUNCTION wait()""";

    @TempDir
    Path folder;

    @Test
    void theDumpMayComeToASequenceBeforeAllReadersAreThere() throws InterruptedException, SQLException {
        Postgres.Database database = Postgres.create();
        database.execute("CREATE SEQUENCE busy; CREATE TABLE orders (id int); INSERT INTO orders VALUES (1)");
        database.execute(SLOW_FOR_JAVA);
        Backed backed = new Backed(folder);
        AtomicBoolean done = new AtomicBoolean();
        Thread writer = Thread.ofPlatform().start(() -> {
            try (Connection connection = database.connect("writer")) {
                while (!done.get()) {
                    Postgres.Database.execute(connection, "SELECT nextval('busy') FROM generate_series(1, 100)");
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });

        assertThat(backed.taken(database.url(), BackupVerification.Restore).state())
                .isEqualTo(BackupState.Verified);
        done.set(true);
        writer.join();
    }
}
