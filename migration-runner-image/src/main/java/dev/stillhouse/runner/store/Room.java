package dev.stillhouse.runner.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** How much may still be written into the scratch folder. */
public final class Room {
    /** How many bytes the folder may hold. Its disk may have more: Kubernetes ends a pod that takes more than it may. */
    public static final String VARIABLE = "STILLHOUSE_SCRATCH_BYTES";

    private Room() {}

    /** @param environment may name a limit that is not that of the disk */
    public static long in(Path scratch, Map<String, String> environment) throws IOException {
        long free = Files.getFileStore(scratch).getUsableSpace();
        String limit = environment.get(VARIABLE);
        return limit == null ? free : Math.min(free, Math.max(0, Long.parseLong(limit) - taken(scratch)));
    }

    private static long taken(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.map(Path::toFile)
                    .filter(java.io.File::isFile)
                    .mapToLong(java.io.File::length)
                    .sum();
        }
    }
}
