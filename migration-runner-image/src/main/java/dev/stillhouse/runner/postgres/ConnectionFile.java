package dev.stillhouse.runner.postgres;

import dev.stillhouse.runner.url.DatabaseUrl;
import dev.stillhouse.runner.url.LibpqForm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a program of PostgreSQL's is told where to connect: by variables, and by a file that only this user may read. */
final class ConnectionFile implements AutoCloseable {
    private static final String SERVICE = "stillhouse";

    private final Path file;
    private final Map<String, String> environment;

    private ConnectionFile(Path file, Map<String, String> environment) {
        this.file = file;
        this.environment = environment;
    }

    static ConnectionFile of(DatabaseUrl url, String applicationName) throws IOException {
        LibpqForm form = LibpqForm.of(url, applicationName);
        // Files.createTempFile makes it readable by its owner alone.
        Path file = Files.createTempFile("stillhouse-", ".service");
        StringBuilder text = new StringBuilder("[" + SERVICE + "]\n");
        form.settings()
                .forEach((name, value) -> text.append(name)
                        .append('=')
                        .append(value.replace('\n', ' '))
                        .append('\n'));
        Files.writeString(file, text, StandardCharsets.UTF_8);
        Map<String, String> environment = new LinkedHashMap<>(form.environment());
        environment.put("PGSERVICEFILE", file.toString());
        environment.put("PGSERVICE", SERVICE);
        return new ConnectionFile(file, environment);
    }

    Map<String, String> environment() {
        return environment;
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
