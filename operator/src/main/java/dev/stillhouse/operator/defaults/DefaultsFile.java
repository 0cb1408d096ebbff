package dev.stillhouse.operator.defaults;

import io.smallrye.config.ConfigMapping;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The file that the chart mounts. It is read when the operator starts, which it does not with one that is wrong. */
class DefaultsFile {
    /** Where the file is; the chart says it. */
    @ConfigMapping(prefix = "defaults")
    interface Location {
        Optional<String> file();
    }

    @Produces
    @Singleton
    RunDefaults defaults(Location location) {
        return location.file().map(Path::of).map(DefaultsFile::read).orElse(RunDefaults.NONE);
    }

    static RunDefaults read(Path file) {
        try {
            return RunDefaults.parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("the defaults of runs cannot be read from " + file, e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the defaults of runs (Helm value defaults, file %s) are wrong: %s".formatted(file, e.getMessage()),
                    e);
        }
    }
}
