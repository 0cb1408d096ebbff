package dev.stillhouse.runner.store;

import static dev.stillhouse.runner.store.Dump.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.BackupStorage;
import dev.stillhouse.report.BackupStorage.Bucket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run pays for the SDK only where a backup lies in a bucket. */
class LoadedClassesTest {

    @Test
    void theSdkIsLoadedForABucketOnly(@TempDir Path folder) throws IOException {
        assertThat(loadedBy(folder.toString())).noneMatch(LoadedClassesTest::isOfTheSdk);
        assertThat(loadedBy("")).anyMatch(LoadedClassesTest::isOfTheSdk);
    }

    private static boolean isOfTheSdk(String line) {
        return line.contains("software.amazon.");
    }

    private static java.util.List<String> loadedBy(String folder) throws IOException {
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load:stdout",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Opening.class.getName(),
                        folder)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(output).contains("opened");
        return output.lines().toList();
    }

    /** Opens a store: of the folder, or without one of a bucket. */
    static final class Opening {
        private Opening() {}

        public static void main(String[] arguments) {
            boolean bucket = arguments[0].isEmpty();
            BackupStorage storage = new BackupStorage(
                    bucket ? null : arguments[0],
                    bucket ? new Bucket("backups", "", "http://localhost:1", null, true, null, null, null) : null,
                    "/nowhere");
            try (BackupStore store = ok(BackupStore.open(storage, Map.of()))) {
                if (!bucket) {
                    ok(store.begin(Dump.LOCATION, 1));
                }
                System.out.println("opened " + store.describe());
            }
        }
    }
}
