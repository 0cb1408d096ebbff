package dev.stillhouse.report;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The table of reasons in the documentation is what the enum and its Javadoc say; what to do about a reason is written by
 * hand and kept. After a change write it anew with {@code mvn test -pl crds -Dreference.update=true}.
 */
class ReasonReferenceTest {
    private static final Path REFERENCE = Path.of("..", "docs", "reference", "reasons.md");
    private static final Path SOURCE = Path.of("src", "main", "java", "dev", "stillhouse", "report", "Reason.java");
    private static final Pattern CONSTANT = Pattern.compile("/\\*\\* ([^*]+) \\*/\\s+(\\w+)\\(Retry\\.");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\|.*\\|([^|]*)\\|\n");
    private static final String RULE = "|---|---|---|---|\n";

    @Test
    void table_is_what_the_enum_says() throws IOException {
        var page = Files.readString(REFERENCE);
        var generated = page.substring(0, page.indexOf(RULE)) + RULE + rows(meanings(), advice(page));
        if (Boolean.getBoolean("reference.update")) {
            Files.writeString(REFERENCE, generated);
        }
        assertThat(REFERENCE).content().isEqualTo(generated);
    }

    @Test
    void each_reason_says_what_to_do() throws IOException {
        var advice = advice(Files.readString(REFERENCE));

        assertThat(advice)
                .containsOnlyKeys(
                        Arrays.stream(Reason.values()).map(Reason::name).toList());
        assertThat(advice).allSatisfy((reason, text) -> assertThat(text).isNotBlank());
    }

    private static String rows(Map<String, String> meanings, Map<String, String> advice) {
        return Arrays.stream(Reason.values())
                .map(reason -> "| `%s` | %s | %s | %s |\n"
                        .formatted(
                                reason,
                                requireNonNull(
                                        meanings.get(reason.name()), () -> reason + " needs a Javadoc of one line"),
                                triedAgain(reason),
                                advice.getOrDefault(reason.name(), "")))
                .collect(Collectors.joining());
    }

    private static String triedAgain(Reason reason) {
        return switch (reason.retry()) {
            case NEVER -> "no";
            case BACKOFF -> "yes";
            case ONCE -> "once";
            case UNCOUNTED -> "always";
        };
    }

    /** The Javadoc of each constant, by the constant's name. */
    private static Map<String, String> meanings() throws IOException {
        return texts(CONSTANT.matcher(Files.readString(SOURCE)).results(), 2, 1);
    }

    private static Map<String, String> advice(String page) {
        return texts(ROW.matcher(page).results(), 1, 2);
    }

    private static Map<String, String> texts(Stream<MatchResult> matches, int name, int text) {
        return matches.collect(Collectors.toMap(
                match -> match.group(name),
                match -> match.group(text)
                        .replaceAll("\\{@code ([^}]+)}", "`$1`")
                        .strip(),
                (first, second) -> second,
                LinkedHashMap::new));
    }
}
