package dev.stillhouse.runner.command;

import dev.stillhouse.report.Durations;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations as the manifest has them: {@code 500ms}, {@code 10s}, {@code 1.5h}, {@code 1h30m}. */
final class DurationOption implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        try {
            return Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage() + " (0s is none)");
        }
    }
}
