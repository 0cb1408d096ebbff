package dev.stillhouse.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The full names of the images that {@code e2e/lib/build-images} has built, such as {@code stillhouse/runner:3f2a…}. The tag
 * is a digest of what went in, so two images with the same name are the same image.
 *
 * @param names the images by what they are for: {@code node}, {@code operator}, {@code project.tasks}…
 */
public record ImageNames(Map<String, String> names) {

    /** Where the build writes the list, relative to the module's folder. */
    public static final Path LIST = Path.of("target", "images.properties");

    public ImageNames {
        names = Map.copyOf(names);
    }

    /**
     * Reads the list of the build.
     *
     * @throws UncheckedIOException if there is none, because nothing has been built yet
     */
    public static ImageNames read(Path list) {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(list)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "no list of images at " + list.toAbsolutePath() + ": run e2e/lib/build-images product projects", e);
        }
        var names = new TreeMap<String, String>();
        properties.stringPropertyNames().forEach(key -> names.put(key, properties.getProperty(key)));
        return new ImageNames(names);
    }

    public String node() {
        return get("node");
    }

    public String operator() {
        return get("operator");
    }

    public String runner() {
        return get("runner");
    }

    /** The runner's image with the extension ip4r in addition. */
    public String extendedRunner() {
        return get("runner.extended");
    }

    /** The server of the newest major version. */
    public String postgres() {
        return get("postgres");
    }

    /** The server of the major version before. */
    public String olderPostgres() {
        return get("postgres.17");
    }

    /** The S3 server of the tests. */
    public String objectServer() {
        return get("s3");
    }

    /** Prometheus, which watches the operator in the tests. */
    public String prometheus() {
        return get("prometheus");
    }

    /**
     * The application image of a project in {@code e2e/projects}.
     *
     * @param name the project's folder, with the variant of its Dockerfile after a dot if it isn't the plain one:
     *     {@code tasks}, {@code tasks.distroless}
     */
    public String project(String name) {
        return get("project." + name);
    }

    /** Every image that runs inside the cluster. */
    public Collection<String> inCluster() {
        return names.entrySet().stream()
                .filter(entry -> !entry.getKey().equals("node"))
                .map(Map.Entry::getValue)
                .sorted()
                .toList();
    }

    /** What the product itself needs in the cluster, without the projects. */
    public List<String> ofProduct() {
        return List.of(operator(), runner(), postgres());
    }

    private String get(String key) {
        var name = names.get(key);
        if (name == null) {
            throw new IllegalArgumentException("no image " + key + "; there are " + new TreeMap<>(names).keySet());
        }
        return name;
    }
}
