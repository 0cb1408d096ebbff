package dev.stillhouse.e2e.cluster;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/** The container that is the cluster: one Kubernetes node, either k3s or what {@code e2e/node-image} builds. */
public final class Node implements AutoCloseable {

    /** The container of {@code e2e/cluster up}, which stays until {@code e2e/cluster down}. */
    public static final String SHARED = "stillhouse-cluster";

    /** Marks the containers of one test run, so that the script that started it can remove what a killed run left. */
    private static final String RUN_LABEL = "dev.stillhouse.run";

    private static final int STOP_SECONDS = 10;

    /** A process is in the control group of its pod, whose name has the pod's uid, with underscores where systemd names it. */
    private static final String SIGNAL = """
            sent=1
            for process in $(pgrep -f -- "$2"); do
              if tr _ - < "/proc/$process/cgroup" | grep -q "$1"; then kill "-$3" "$process" && sent=0; fi
            done
            exit $sent
            """;

    /** Half a minute is usual; Testcontainers' own limit of one is not enough on a busy machine. */
    private static final Duration STARTUP = Duration.ofMinutes(5);

    private final K3sContainer container;

    private Node(K3sContainer container) {
        this.container = container;
    }

    /** Starts a node that ends with {@link #close()}, at the latest with this Java process. */
    public static Node startPrivate(String image) {
        var run = Optional.ofNullable(System.getenv("STILLHOUSE_RUN")).orElse("manual");
        return start(container(image).withLabels(Map.of(RUN_LABEL, run)));
    }

    /** Attaches to the node of {@code e2e/cluster}; starts it if there is none, or if its image is an older one. */
    public static Node startShared(String image) {
        removeOutdated(image);
        return start(
                container(image).withReuse(true).withCreateContainerCmdModifier(command -> command.withName(SHARED)));
    }

    /** The container's id, as {@code docker exec} wants it. */
    public String id() {
        return container.getContainerId();
    }

    /** A kubeconfig for this machine, with the rights of an administrator. */
    public String kubeconfig() {
        return container.getKubeConfigYaml();
    }

    /**
     * Sends a signal to every process of a pod whose command line has this pattern.
     *
     * @param signal its name without SIG
     * @throws IllegalStateException if there is none
     */
    void signalProcesses(String podUid, String pattern, String signal) {
        run("sh", "-c", SIGNAL, "signal", podUid, pattern, signal);
    }

    /**
     * Runs a program on the node.
     *
     * @return what it writes
     */
    String run(String... command) {
        return Commands.output(new ProcessBuilder(Commands.concat(List.of("docker", "exec", id()), List.of(command))));
    }

    /** Ends the node and all that ran in it. It is asked first, so that it can take its cgroups off the machine. */
    @Override
    public void close() {
        DockerClientFactory.lazyClient()
                .stopContainerCmd(id())
                .withTimeout(STOP_SECONDS)
                .exec();
        container.stop();
    }

    private static K3sContainer container(String image) {
        return new K3sContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("rancher/k3s"))
                .withStartupTimeout(STARTUP)
                .withStartupAttempts(2);
    }

    private static Node start(K3sContainer container) {
        container.start();
        return new Node(container);
    }

    private static void removeOutdated(String image) {
        var docker = DockerClientFactory.lazyClient();
        try {
            var found = docker.inspectContainerCmd(SHARED).exec();
            if (!isRunning(found) || !image.equals(found.getConfig().getImage())) {
                docker.removeContainerCmd(SHARED)
                        .withForce(true)
                        .withRemoveVolumes(true)
                        .exec();
            }
        } catch (NotFoundException e) {
            // There is none yet, which is what this was to bring about.
        }
    }

    private static boolean isRunning(InspectContainerResponse container) {
        return Boolean.TRUE.equals(container.getState().getRunning());
    }
}
