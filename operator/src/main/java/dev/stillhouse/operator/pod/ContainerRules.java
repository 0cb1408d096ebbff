package dev.stillhouse.operator.pod;

import io.fabric8.kubernetes.api.model.Capabilities;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.SELinuxOptions;
import io.fabric8.kubernetes.api.model.SecurityContext;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the security context of a container may not be: what the Pod Security Standard "restricted" does not admit. */
final class ContainerRules {
    private static final Set<String> SE_LINUX_TYPES =
            Set.of("", "container_t", "container_init_t", "container_kvm_t", "container_engine_t");

    /** A rule: the field, what it may not be, and what to do about it. */
    private record Rule(String field, Predicate<SecurityContext> broken, String words) {}

    private static final List<Rule> RULES = List.of(
            new Rule("privileged", context -> isTrue(context.getPrivileged()), "is true; leave it out"),
            new Rule(
                    "allowPrivilegeEscalation",
                    context -> !isFalse(context.getAllowPrivilegeEscalation()),
                    "is not false; leave it out"),
            new Rule("runAsNonRoot", context -> isFalse(context.getRunAsNonRoot()), "is false; leave it out"),
            new Rule(
                    "runAsUser",
                    context -> Long.valueOf(0).equals(context.getRunAsUser()),
                    "is 0, which is root; name another user"),
            new Rule("capabilities", context -> !dropsAll(context.getCapabilities()), "keeps some; leave it out"),
            new Rule(
                    "seccompProfile.type",
                    context -> context.getSeccompProfile() != null
                            && isUnconfined(context.getSeccompProfile().getType()),
                    "is Unconfined; leave it out"),
            new Rule(
                    "appArmorProfile.type",
                    context -> context.getAppArmorProfile() != null
                            && isUnconfined(context.getAppArmorProfile().getType()),
                    "is Unconfined; leave it out"),
            new Rule(
                    "procMount",
                    context -> !isOneOf(context.getProcMount(), Set.of("Default")),
                    "is not Default; leave it out"),
            new Rule(
                    "seLinuxOptions",
                    context -> context.getSeLinuxOptions() != null && !isContained(context.getSeLinuxOptions()),
                    "has a user, a role, or a type that is not one of containers; leave it out"),
            new Rule(
                    "windowsOptions.hostProcess",
                    context -> context.getWindowsOptions() != null
                            && isTrue(context.getWindowsOptions().getHostProcess()),
                    "is true; leave it out"));

    private ContainerRules() {}

    /** @param at where the manifest has what it says of the container */
    static Stream<String> violations(Container container, String at) {
        return RULES.stream()
                .filter(rule -> rule.broken().test(container.getSecurityContext()))
                .map(rule -> "%s.securityContext.%s %s.".formatted(at, rule.field(), rule.words()));
    }

    private static boolean dropsAll(@Nullable Capabilities capabilities) {
        return capabilities != null
                && capabilities.getDrop().contains("ALL")
                && capabilities.getAdd().isEmpty();
    }

    private static boolean isContained(SELinuxOptions options) {
        return isOneOf(options.getType(), SE_LINUX_TYPES)
                && isOneOf(options.getUser(), Set.of(""))
                && isOneOf(options.getRole(), Set.of(""));
    }

    private static boolean isUnconfined(@Nullable String type) {
        return "Unconfined".equals(type);
    }

    private static boolean isOneOf(@Nullable String value, Set<String> allowed) {
        return value == null || allowed.contains(value);
    }

    private static boolean isTrue(@Nullable Boolean value) {
        return Boolean.TRUE.equals(value);
    }

    private static boolean isFalse(@Nullable Boolean value) {
        return Boolean.FALSE.equals(value);
    }
}
