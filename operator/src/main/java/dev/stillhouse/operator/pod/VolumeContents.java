package dev.stillhouse.operator.pod;

import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is in a volume that the kubelet complains of: it does not say whose key it misses. */
final class VolumeContents {
    private static final Pattern NAMED = Pattern.compile("volume \"(?<name>[^\"]+)\"");

    private VolumeContents() {}

    /** A sentence, after a blank, about the volume that a complaint names; empty if there is nothing to add. */
    static String namedIn(String complaint, Pod pod) {
        return NAMED.matcher(complaint)
                .results()
                .map(match -> match.group("name"))
                .flatMap(name -> volumes(pod).filter(volume -> volume.getName().equals(name)))
                .map(VolumeContents::sentence)
                .findFirst()
                .orElse("");
    }

    private static Stream<Volume> volumes(Pod pod) {
        return Stream.ofNullable(pod.getSpec())
                .flatMap(spec -> spec.getVolumes().stream())
                .filter(volume -> volume.getName() != null);
    }

    private static String sentence(Volume volume) {
        var secret = volume.getSecret();
        if (secret != null) {
            return sentence(volume, "Secret " + secret.getSecretName(), secret.getItems());
        }
        var configMap = volume.getConfigMap();
        return configMap == null ? "" : sentence(volume, "ConfigMap " + configMap.getName(), configMap.getItems());
    }

    private static String sentence(Volume volume, String what, List<KeyToPath> items) {
        var keys = items.stream().map(KeyToPath::getKey).collect(Collectors.joining(", "));
        return " The volume %s is the %s%s."
                .formatted(volume.getName(), what, keys.isEmpty() ? "" : " (keys " + keys + ")");
    }
}
