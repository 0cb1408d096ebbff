package dev.stillhouse.runner.review;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Functions that take nothing away. A function without a schema that has one of these names is taken for the one of
 * PostgreSQL, which comes first on the search path unless somebody has turned that around.
 */
final class HarmlessFunctions {
    private static final String STEADY = "# built in, immutable or stable";
    private static final Set<String> NAMES = read(lines -> lines);
    private static final Set<String> STEADY_NAMES = read(
            lines -> lines.dropWhile(line -> !line.equals(STEADY)).skip(1).takeWhile(line -> !line.startsWith("#")));

    private HarmlessFunctions() {}

    static boolean include(String name) {
        return NAMES.contains(FunctionCall.unqualified(name));
    }

    /** Whether it gives the same again a moment later. */
    static boolean areSteady(String name) {
        return STEADY_NAMES.contains(FunctionCall.unqualified(name));
    }

    private static Set<String> read(UnaryOperator<Stream<String>> part) {
        try (InputStream file = HarmlessFunctions.class.getResourceAsStream("harmless-functions.txt")) {
            String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            return part.apply(text.lines())
                    .filter(line -> !line.startsWith("#"))
                    .flatMap(line -> Stream.of(line.split(" ")))
                    .filter(name -> !name.isEmpty())
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
