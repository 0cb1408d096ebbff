package dev.stillhouse.e2e;

import dev.stillhouse.e2e.cluster.Cluster;
import dev.stillhouse.e2e.cluster.Diagnostics;
import dev.stillhouse.e2e.cluster.ImageNames;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Gives tests the {@link Cluster} and the {@link ImageNames}: one cluster for the whole run, with the images, the operator
 * and a PostgreSQL in the namespace {@code default}. What a failed test leaves is written to {@code target/diagnostics}.
 *
 * <p>The system property {@code stillhouse.cluster} chooses: {@code private} starts one and ends it after the last test,
 * {@code shared} uses that of {@code e2e/cluster up}.
 */
public final class TestCluster implements ParameterResolver, TestWatcher {

    private static final Path DIAGNOSTICS = Path.of("target", "diagnostics");

    static {
        // What is waited for may need minutes on a busy machine, and may not be there to be looked at yet.
        Awaitility.setDefaultTimeout(Migration.PATIENCE);
        Awaitility.ignoreExceptionsByDefault();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        var type = parameter.getParameter().getType();
        return type == Cluster.class || type == ImageNames.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var run = run(context);
        return parameter.getParameter().getType() == Cluster.class ? run.cluster() : run.images();
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        var name = context.getRequiredTestClass().getSimpleName() + "." + context.getDisplayName();
        var folder = new Diagnostics(run(context).cluster().client(), DIAGNOSTICS).collect(name);
        System.err.println("what the failed test left in the cluster: " + folder.toAbsolutePath());
    }

    private static Run run(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(TestCluster.class))
                .computeIfAbsent(Run.class, key -> Run.start(), Run.class);
    }

    /** What all tests of a run share; JUnit closes it after the last one. */
    private record Run(Cluster cluster, ImageNames images, boolean shared) implements AutoCloseable {

        static Run start() {
            var images = ImageNames.read(ImageNames.LIST);
            var shared = "shared".equals(System.getProperty("stillhouse.cluster"));
            var cluster = shared ? Cluster.startShared(images.node()) : Cluster.startPrivate(images.node());
            cluster.load(images.inCluster());
            cluster.postgres("default").apply(images.postgres());
            cluster.operator(images).apply();
            return new Run(cluster, images, shared);
        }

        @Override
        public void close() {
            if (shared) {
                cluster.disconnect();
            } else {
                cluster.close();
            }
        }
    }
}
