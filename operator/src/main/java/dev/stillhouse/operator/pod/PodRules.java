package dev.stillhouse.operator.pod;

import dev.stillhouse.operator.OperatorConfig;
import dev.stillhouse.operator.OperatorConfig.PodLevel;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a manifest may make of a pod. Whoever may write a manifest need not be allowed to create pods, so the whole pod is
 * looked at before it is created, whichever field made it so.
 *
 * @param level how much its containers may ask for
 * @param serviceAccounts the service accounts that may be named, besides {@code default}
 * @param priorityClasses the priority classes that may be named
 */
public record PodRules(PodLevel level, Set<String> serviceAccounts, Set<String> priorityClasses) {
    private static final String ALL = "*";
    private static final Set<String> CONTROL_PLANE =
            Set.of("node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master");
    private static final String APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/";

    static PodRules of(OperatorConfig.Rules config) {
        return new PodRules(
                config.level(),
                Set.copyOf(config.serviceAccounts().orElse(List.of())),
                Set.copyOf(config.priorityClasses().orElse(List.of())));
    }

    /**
     * What is not allowed of a pod, each as a sentence.
     *
     * @param at where the manifest has the pod's template, such as {@code spec.podTemplate}
     */
    public List<String> violations(PodTemplateSpec pod, String at) {
        var named = Stream.of(
                        notAllowed(
                                at + ".serviceAccountName",
                                pod.getSpec().getServiceAccountName(),
                                serviceAccounts,
                                "default",
                                "runner.podRules.serviceAccounts"),
                        notAllowed(
                                at + ".priorityClassName",
                                pod.getSpec().getPriorityClassName(),
                                priorityClasses,
                                null,
                                "runner.podRules.priorityClasses"))
                .flatMap(Optional::stream);
        var always = Stream.concat(named, volumes(pod.getSpec(), at));
        return switch (level) {
            case Restricted -> Stream.concat(always, restricted(pod, at)).toList();
            case Unrestricted -> always.toList();
        };
    }

    private static Optional<String> notAllowed(
            String field, @Nullable String name, Set<String> allowed, @Nullable String free, String setting) {
        var isAllowed = name == null || name.equals(free) || allowed.contains(ALL) || allowed.contains(name);
        return isAllowed
                ? Optional.empty()
                : Optional.of("%s is %s: the operator's settings do not allow it (Helm value %s)."
                        .formatted(field, name, setting));
    }

    private static Stream<String> volumes(PodSpec pod, String at) {
        var seen = new HashSet<String>();
        return pod.getVolumes().stream()
                .map(Volume::getName)
                .filter(name -> !seen.add(name))
                .map(name -> "%s.volumes has %s, which is the name of a volume of Stillhouse's own: choose another one."
                        .formatted(at, name));
    }

    private static Stream<String> restricted(PodTemplateSpec pod, String at) {
        return Stream.of(
                        pod.getSpec().getContainers().stream()
                                .flatMap(container ->
                                        ContainerRules.violations(container, at + "." + container.getName())),
                        pod.getSpec().getTolerations().stream()
                                .filter(PodRules::leadsToControlPlane)
                                .map(toleration -> tolerated(toleration, at)),
                        pod.getMetadata().getAnnotations().entrySet().stream()
                                .filter(PodRules::isUnconfined)
                                .map(annotation -> "%s.annotations has %s: unconfined; leave it out."
                                        .formatted(at, annotation.getKey())))
                .flatMap(some -> some);
    }

    /** One without a key tolerates every taint. */
    private static boolean leadsToControlPlane(Toleration toleration) {
        return isKeyless(toleration) || CONTROL_PLANE.contains(toleration.getKey());
    }

    private static boolean isKeyless(Toleration toleration) {
        return toleration.getKey() == null || toleration.getKey().isEmpty();
    }

    private static String tolerated(Toleration toleration, String at) {
        return isKeyless(toleration)
                ? at + ".tolerations has one without a key, which tolerates every taint: name the keys."
                : "%s.tolerations has %s: runs have no place on the control plane.".formatted(at, toleration.getKey());
    }

    private static boolean isUnconfined(Map.Entry<String, String> annotation) {
        return annotation.getKey().startsWith(APP_ARMOR)
                && annotation.getValue().equals("unconfined");
    }
}
