package dev.stillhouse.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus itself says of the names of the metrics, and of their types. {@code e2e/test} names its promtool. */
class PromtoolTest {
    private static final String NAMED = System.getenv("STILLHOUSE_PROMTOOL");

    @TempDir
    Path folder;

    @Test
    void metrics_follow_the_conventions() throws IOException, InterruptedException {
        assumeThat(NAMED != null || isOnPath())
                .as("promtool is there (Debian: prometheus)")
                .isTrue();
        var scraped = Files.writeString(
                folder.resolve("metrics"), EveryMetric.scrape().text());
        var process = new ProcessBuilder(NAMED == null ? "promtool" : NAMED, "check", "metrics")
                .redirectInput(scraped.toFile())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).isEmpty();
    }

    private static boolean isOnPath() {
        return List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(path -> Path.of(path, "promtool").toFile().canExecute());
    }
}
