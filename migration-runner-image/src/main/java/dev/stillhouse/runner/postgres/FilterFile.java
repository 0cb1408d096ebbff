package dev.stillhouse.runner.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How pg_dump is told what to leave out: there can be more of it than a command line holds. */
final class FilterFile implements AutoCloseable {
    private final Path path;

    private FilterFile(Path path) {
        this.path = path;
    }

    /** @param lines what stands in quotes is no pattern */
    static FilterFile of(List<String> lines) throws IOException {
        Path path = Files.createTempFile("stillhouse-", ".filter");
        Files.write(path, lines);
        return new FilterFile(path);
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
