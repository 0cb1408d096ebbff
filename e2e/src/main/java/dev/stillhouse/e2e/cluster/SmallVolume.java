package dev.stillhouse.e2e.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.LinkedHashMap;
import java.util.concurrent.TimeUnit;

/** A volume with little room: a file system in the node's memory. */
final class SmallVolume {

    private static final String FOLDERS = "/run/stillhouse-small/";
    private static final int PATIENCE_MINUTES = 5;

    private final Node node;
    private final KubernetesClient client;

    SmallVolume(Node node, KubernetesClient client) {
        this.node = node;
        this.client = client;
    }

    /** Removes what an earlier test left of this name, and makes the volume, reserved for the claim. */
    void apply(String namespace, String claim, int mebibytes) {
        var volume = claim + "-small";
        client.pods().inNamespace(namespace).withName(claim + "-files").delete();
        client.persistentVolumeClaims().inNamespace(namespace).withName(claim).delete();
        client.persistentVolumeClaims()
                .inNamespace(namespace)
                .withName(claim)
                .waitUntilCondition(gone -> gone == null, PATIENCE_MINUTES, TimeUnit.MINUTES);
        client.persistentVolumes().withName(volume).delete();
        client.persistentVolumes()
                .withName(volume)
                .waitUntilCondition(gone -> gone == null, PATIENCE_MINUTES, TimeUnit.MINUTES);
        var folder = FOLDERS + claim;
        node.run(
                "sh",
                "-c",
                "umount -l %1$s 2>/dev/null; mkdir -p %1$s && mount -t tmpfs -o mode=0777,size=%2$dm tmpfs %1$s"
                        .formatted(folder, mebibytes));
        var names = new LinkedHashMap<String, String>();
        names.put("NAMESPACE", namespace);
        names.put("NAME", claim);
        names.put("FOLDER", folder);
        client.resourceList(Manifests.read(client, "small-volume.yaml", names)).serverSideApply();
    }
}
