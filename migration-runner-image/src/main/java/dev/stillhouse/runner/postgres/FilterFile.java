package dev.stillhouse.runner.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How pg_dump is told whose rows to leave out: there can be more of them than a command line holds. */
final class FilterFile implements AutoCloseable {
    private final Path path;

    private FilterFile(Path path) {
        this.path = path;
    }

    /** @param withoutRowsOf names as SQL has them: what stands in quotes is no pattern */
    static FilterFile of(List<String> withoutRowsOf) throws IOException {
        Path path = Files.createTempFile("stillhouse-", ".filter");
        Files.write(
                path,
                withoutRowsOf.stream().map(name -> "exclude table_data " + name).toList());
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
