package dev.stillhouse.e2e.cluster.command;

import dev.stillhouse.e2e.cluster.Cluster;
import dev.stillhouse.e2e.cluster.ImageNames;
import dev.stillhouse.e2e.cluster.KubeconfigFile;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings up the shared cluster and changes what is in it. The script {@code e2e/cluster} prepares everything else. */
@Command(name = "cluster", description = "The shared cluster of this machine")
public final class ClusterCommand {

    private static final String NAMESPACE = "default";

    @Option(names = "--images", required = true, description = "the list of images that the build has written")
    private Path images = ImageNames.LIST;

    @Option(names = "--kubeconfig", required = true, description = "the file to write")
    private Path kubeconfig = Path.of("kubeconfig");

    /** Exits with picocli's status: 0, 1 if the cluster refused, 2 for a wrong use. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ClusterCommand()).execute(arguments));
    }

    @Command(description = "starts the cluster, the operator and a PostgreSQL, or leaves them as they are")
    void up() {
        var names = ImageNames.read(images);
        say("starting the cluster, or attaching to it");
        try (var connection = connect(names)) {
            var cluster = connection.cluster();
            say("making the images available to it");
            cluster.load(names.ofProduct());
            say("applying PostgreSQL: Service and Secret postgres in the namespace " + NAMESPACE);
            cluster.postgres(NAMESPACE).apply(names.postgres());
            say("applying the operator's chart: namespace stillhouse");
            cluster.operator(names).apply();
        }
    }

    @Command(description = "upgrades the operator to the images of the last build")
    void redeploy() {
        var names = ImageNames.read(images);
        try (var connection = connect(names)) {
            var cluster = connection.cluster();
            cluster.load(names.ofProduct());
            cluster.operator(names).apply();
        }
    }

    @Command(description = "makes images of this machine available to pods")
    void load(@Parameters(arity = "1..*", paramLabel = "IMAGE") List<String> wanted) {
        try (var connection = connect(ImageNames.read(images))) {
            connection.cluster().images().load(wanted);
        }
    }

    @Command(description = "creates an empty database with a Secret of its name, whose key url is its URL")
    void database(@Parameters(paramLabel = "NAME") String name) {
        try (var connection = connect(ImageNames.read(images))) {
            connection.cluster().postgres(NAMESPACE).createDatabase(name);
        }
    }

    private Connection connect(ImageNames names) {
        var cluster = Cluster.startShared(names.node());
        KubeconfigFile.write(kubeconfig, cluster.kubeconfig());
        return new Connection(cluster);
    }

    private static void say(String what) {
        System.err.println("[stillhouse] " + what);
    }

    /** The cluster outlives the command. */
    private record Connection(Cluster cluster) implements AutoCloseable {
        @Override
        public void close() {
            cluster.disconnect();
        }
    }
}
