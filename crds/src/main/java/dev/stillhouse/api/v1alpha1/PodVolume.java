package dev.stillhouse.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.CSIVolumeSource;
import io.fabric8.kubernetes.api.model.ConfigMapVolumeSource;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimVolumeSource;
import io.fabric8.kubernetes.api.model.SecretVolumeSource;
import org.jspecify.annotations.Nullable;

/**
 * A further volume of a pod: of the kinds that the "restricted" standard admits, those that have a use here. There is no
 * way to ask for a folder of the node, nor for a token of a service account.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = PodVolume.ONE_SOURCE,
        message = "a volume has one of configMap, secret, emptyDir, persistentVolumeClaim and csi")
public record PodVolume(
        @Required
        @JsonPropertyDescription("Its name, for `volumeMounts`.")
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        String name,

        @JsonPropertyDescription("A ConfigMap of the namespace.") @Nullable
        ConfigMapVolumeSource configMap,

        @JsonPropertyDescription("A Secret of the namespace.") @Nullable
        SecretVolumeSource secret,

        @JsonPropertyDescription("A folder that is empty at first and goes with the pod.") @Nullable
        EmptyDirVolumeSource emptyDir,

        @JsonPropertyDescription("A PersistentVolumeClaim of the namespace.") @Nullable
        PersistentVolumeClaimVolumeSource persistentVolumeClaim,

        @JsonPropertyDescription("A volume that a CSI driver makes for the pod, such as one of a store of secrets.")
        @Nullable
        CSIVolumeSource csi) {
    static final String ONE_SOURCE =
            "[has(self.configMap), has(self.secret), has(self.emptyDir), has(self.persistentVolumeClaim), has(self.csi)].filter(there, there).size() == 1";
}
