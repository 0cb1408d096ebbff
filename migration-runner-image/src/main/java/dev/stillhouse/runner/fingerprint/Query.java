package dev.stillhouse.runner.fingerprint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** A query in a file of its own. */
final class Query {
    private Query() {}

    static String text(String name) {
        try (InputStream text = Objects.requireNonNull(Query.class.getResourceAsStream(name))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
