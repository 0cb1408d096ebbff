package dev.stillhouse.runner.copies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.postgres.Maintenance;
import dev.stillhouse.runner.url.DatabaseUrl;
import dev.stillhouse.runner.url.UrlParser;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a killed run left is dropped, and nothing else ever. */
class LeftoversTest {
    private static final Postgres.Database SERVER = new Postgres.Database("postgres");

    private final List<String> databases = new ArrayList<>();
    private final List<String> messages = new ArrayList<>();
    private final CopyName name = CopyName.draw(new Random());

    @AfterEach
    void drop() {
        databases.forEach(database -> SERVER.execute("DROP DATABASE IF EXISTS \"" + database + "\""));
    }

    private void database(String called) {
        databases.add(called);
        SERVER.execute("CREATE DATABASE \"" + called + "\"");
    }

    private void comment(String called, String comment) {
        SERVER.execute("COMMENT ON DATABASE \"" + called + "\" IS '" + comment + "'");
    }

    private void clear(String url) {
        try (Maintenance server = Maintenance.beside(parsed(url), "test").fold(it -> it, trouble -> {
            throw new AssertionError(trouble.message());
        })) {
            new Leftovers(server, messages::add).drop();
        }
    }

    private void clear() {
        clear(Postgres.create().url());
    }

    private static DatabaseUrl parsed(String url) {
        return UrlParser.parse(url).fold(parsed -> parsed, trouble -> {
            throw new AssertionError(trouble.message());
        });
    }

    private static boolean isThere(String database) {
        return !SERVER.query("SELECT 1 FROM pg_database WHERE datname = '" + database + "'")
                .isEmpty();
    }

    @Test
    void oneThatNobodyWorksWithIsDropped() {
        database(name.text());
        comment(name.text(), Leftovers.REMARK + ": test");

        clear();

        assertThat(isThere(name.text())).isFalse();
        assertThat(messages).singleElement().asString().contains(name.text(), "killed");
    }

    @Test
    void oneOfARunThatWasKilledBeforeItCouldSayMoreIsDropped() {
        database(name.text());

        clear();

        assertThat(isThere(name.text())).isFalse();
    }

    /** Who holds the lock may be in another database than who looks. */
    @Test
    void oneWhoseLockIsHeldStays() throws SQLException {
        database(name.text());
        comment(name.text(), Leftovers.REMARK + ": test");
        try (Connection maker = Postgres.create().connect("maker")) {
            Postgres.Database.execute(
                    maker,
                    "SELECT pg_advisory_lock(" + name.lock().classId() + ", "
                            + name.lock().objectId() + ")");

            clear();

            assertThat(isThere(name.text())).isTrue();
        }
    }

    @Test
    void oneThatSomebodyIsInStays() throws SQLException {
        database(name.text());
        try (Connection visitor = new Postgres.Database(name.text()).connect("visitor")) {
            assertThat(visitor.isValid(5)).isTrue();

            clear();

            assertThat(isThere(name.text())).isTrue();
            assertThat(messages).singleElement().asString().contains(name.text(), "still in it");
        }
    }

    @Test
    void whatIsNotSurelyOursStays() {
        String wrong = name.text().substring(0, name.text().length() - 1)
                + (name.text().endsWith("0") ? "1" : "0");
        database(wrong);
        comment(wrong, Leftovers.REMARK + ": test");
        database("stillhouse_copy_of_last_year");
        comment("stillhouse_copy_of_last_year", Leftovers.REMARK + ": test");
        database(name.text());
        comment(name.text(), "Keep this, it is evidence");

        clear();

        assertThat(databases).allMatch(LeftoversTest::isThere);
        assertThat(messages).isEmpty();
    }

    @Test
    void thatOfAnotherUserIsLeftToHim() {
        SERVER.execute("CREATE ROLE finder_" + name.text() + " LOGIN PASSWORD 'secret-word'");
        database(name.text());

        clear(Postgres.serverUrl()
                .replace("postgres:only-for-tests", "finder_" + name.text() + ":secret-word")
                .replaceFirst("/postgres$", "/template1"));

        assertThat(isThere(name.text())).isTrue();
        assertThat(messages).isEmpty();
    }

    @Test
    void aNameIsKnownAgain() {
        assertThat(CopyName.read(name.text())).contains(name);
        assertThat(CopyName.read(name.text().toUpperCase(Locale.ROOT))).isEmpty();
    }
}
