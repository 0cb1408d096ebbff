package dev.stillhouse.runner.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How pg_restore is told which entries of a dump to restore, and in which order. */
final class EntriesFile implements AutoCloseable {
    private final Path path;

    private EntriesFile(Path path) {
        this.path = path;
    }

    static EntriesFile of(List<ArchiveEntry> entries) throws IOException {
        Path path = Files.createTempFile("stillhouse-", ".list");
        Files.write(path, entries.stream().map(ArchiveEntry::line).toList());
        return new EntriesFile(path);
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
