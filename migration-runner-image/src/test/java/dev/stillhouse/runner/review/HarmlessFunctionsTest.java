package dev.stillhouse.runner.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.fixture.PythonEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares the list with the functions of a real PostgreSQL. */
class HarmlessFunctionsTest {
    private static final String BUILT_IN = "SELECT DISTINCT proname FROM pg_catalog.pg_proc"
            + " WHERE pronamespace = 'pg_catalog'::regnamespace AND prokind <> 'p'";

    @Test
    void immutableAndStableFunctionsAreWhatTheyAreCalled() throws IOException {
        List<String> names = part("immutable or stable");

        assertThat(builtIn("")).containsAll(names);
        assertThat(builtIn(" AND provolatile = 'v'")).doesNotContainAnyElementsOf(names);
    }

    @Test
    void volatileFunctionsAreBuiltIn() throws IOException {
        assertThat(builtIn(" AND provolatile = 'v'")).containsAll(part("volatile:"));
    }

    @Test
    void onlyTheBuiltInSchemaGoesWithoutSaying() {
        assertThat(HarmlessFunctions.include("pg_catalog.now")).isTrue();
        assertThat(HarmlessFunctions.include("now")).isTrue();
        assertThat(HarmlessFunctions.include("shop.now")).isFalse();
        assertThat(HarmlessFunctions.include("lo_unlink")).isFalse();
    }

    private static List<String> builtIn(String condition) {
        return Postgres.create().query(BUILT_IN + condition);
    }

    private static List<String> part(String title) throws IOException {
        var file = PythonEnvironment.MODULE.resolve(
                "src/main/resources/dev/stillhouse/runner/review/harmless-functions.txt");
        String text = Files.readString(file);
        String part = Stream.of(text.split("\n# "))
                .filter(section -> section.startsWith("built in, " + title))
                .findFirst()
                .orElseThrow();
        return Stream.of(part.substring(part.indexOf('\n')).strip().split("\\s+"))
                .toList();
    }
}
