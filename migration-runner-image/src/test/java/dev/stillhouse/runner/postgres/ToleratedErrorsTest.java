package dev.stillhouse.runner.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ToleratedErrorsTest {
    private static final String UNKNOWN_SETTING =
            "could not execute query: ERROR:  unrecognized configuration parameter \"transaction_timeout\"";
    private static final String MISSING_TYPE = "could not execute query: ERROR:  type \"mood\" does not exist";

    private final AtomicInteger ended = new AtomicInteger();
    private final ToleratedErrors errors = new ToleratedErrors(ended::incrementAndGet);

    private void hear(String... lines) {
        List.of(lines).forEach(errors);
    }

    @Test
    void aSettingThatAnOlderServerDoesNotKnow() {
        hear("pg_restore: error: " + UNKNOWN_SETTING, "Command was: SET transaction_timeout = 0;");

        assertThat(errors.tolerated()).isTrue();
        assertThat(errors.intolerable()).isFalse();
        assertThat(ended).hasValue(0);
    }

    /** As two jobs wrote it at the same time. */
    @Test
    void theSameInPieces() {
        hear(
                "pg_restore: pg_restore: error: from TOC entry 203; 1259 16389 TABLE orders postgres",
                UNKNOWN_SETTING,
                "pg_restore: error: " + UNKNOWN_SETTING,
                "Command was: SET transaction_timeout = 0;");

        assertThat(errors.tolerated()).isTrue();
        assertThat(errors.intolerable()).isFalse();
    }

    @Test
    void severalInPieces() {
        hear(
                "pg_restore: error: pg_restore: error: while INITIALIZING:",
                "pg_restore: error: pg_restore: error: " + UNKNOWN_SETTING,
                UNKNOWN_SETTING,
                "Command was: SET transaction_timeout = 0;",
                UNKNOWN_SETTING,
                UNKNOWN_SETTING,
                "pg_restore: finished main parallel loop");

        assertThat(errors.tolerated()).isTrue();
        assertThat(errors.intolerable()).isFalse();
    }

    @Test
    void anErrorThatDoesHarm() {
        hear("pg_restore: error: " + MISSING_TYPE, "Command was: CREATE TABLE a (b mood);");

        assertThat(errors.intolerable()).isTrue();
        assertThat(errors.words())
                .isEqualTo("pg_restore: error: " + MISSING_TYPE + " | Command was: CREATE TABLE a (b mood);");
        assertThat(ended).hasValue(1);
    }

    @Test
    void anErrorThatDoesHarmInPieces() {
        hear("pg_restore: error: from TOC entry 203; 1259 16389 TABLE orders postgres", MISSING_TYPE);

        assertThat(errors.words()).isEqualTo(MISSING_TYPE);
        assertThat(ended).hasValue(1);
    }

    @Test
    void rowsThatCannotBeCopiedInPieces() {
        String copy = "COPY failed for table \"orders\": ERROR:  value too long for type character varying(3)";
        hear("pg_restore: error: from TOC entry 203; 1259 16389 TABLE orders postgres", "Command was: x", copy);

        assertThat(errors.words()).isEqualTo(copy);
        assertThat(ended).hasValue(1);
    }

    @Test
    void anErrorOfWhichOnlyTheBeginningIsHeard() {
        String beginning = "pg_restore: error: from TOC entry 203; 1259 16389 TABLE orders postgres";
        hear(beginning, "pg_restore: error: " + UNKNOWN_SETTING);

        assertThat(errors.intolerable()).isTrue();
        assertThat(errors.words()).isEqualTo(beginning);
    }

    @Test
    void anErrorOfAnotherKind() {
        hear("pg_restore: error: could not open input file \"toc.dat\": No such file or directory");

        assertThat(errors.intolerable()).isTrue();
    }
}
