package dev.stillhouse.e2e.cluster;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The images that the node's kubelet can start containers from; there is no registry, so they are brought in. */
public final class NodeImages {

    private static final List<String> CTR = List.of("ctr", "--namespace", "k8s.io", "images");

    private final String node;

    public NodeImages(Node node) {
        this.node = node.id();
    }

    /** Brings in those that the node doesn't have by that name. Right for names whose tag is a digest. */
    public void loadMissing(Collection<String> images) {
        var present = present();
        load(images.stream()
                .filter(image -> !present.contains(qualified(image)))
                .distinct()
                .toList());
    }

    /** Brings them in, in place of what the node may have by the same names. */
    public void load(List<String> images) {
        if (images.isEmpty()) {
            return;
        }
        var save = new ProcessBuilder(Commands.concat(List.of("docker", "save"), images));
        var load = new ProcessBuilder(
                Commands.concat(List.of("docker", "exec", "--interactive", node), CTR, List.of("import", "-")));
        Commands.pipe(save, load);
    }

    private Set<String> present() {
        var list = Commands.output(
                new ProcessBuilder(Commands.concat(List.of("docker", "exec", node), CTR, List.of("list", "--quiet"))));
        return list.lines().collect(Collectors.toSet());
    }

    /** A name as containerd knows it, with the registry that a short name stands for. */
    private static String qualified(String image) {
        var first = image.substring(0, Math.max(0, image.indexOf('/')));
        if (first.isEmpty()) {
            return "docker.io/library/" + image;
        }
        return first.contains(".") || first.contains(":") ? image : "docker.io/" + image;
    }
}
