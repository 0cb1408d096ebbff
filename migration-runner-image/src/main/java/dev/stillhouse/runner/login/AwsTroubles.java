package dev.stillhouse.runner.login;

import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileProperty;

/** What it means for a person that a way to credentials of AWS did not lead to some. */
final class AwsTroubles {
    private static final int PROFILES_TOLD = 10;

    private AwsTroubles() {}

    /**
     * Sentences that begin in the middle of the first.
     *
     * @param said the SDK's words, without a stop at their end
     */
    static String words(AwsWay way, ProfileFile file, String said) {
        return switch (way) {
            case KEYS ->
                "of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY one is set, the other is missing or empty. Set both or"
                        + " neither.";
            case WEB_IDENTITY -> refused(way, said) + webIdentity(said);
            case PROFILE -> profile(file, said);
            case CONTAINER ->
                refused(way, said)
                        + "Look whether the service account has an association of EKS Pod Identity, whether the"
                        + " agent runs on the node, and whether NetworkPolicies let the pod get to it.";
            case MACHINE ->
                "the process has no credentials of AWS. " + withoutCredentials()
                        + "Give the service account of spec.execution.podTemplate a role"
                        + " (IRSA or EKS Pod Identity), or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE.";
        };
    }

    private static String refused(AwsWay way, String said) {
        return "AWS gave no credentials for " + way.words() + ": " + said + ". Nobody else's are used in their place. ";
    }

    private static String webIdentity(String said) {
        return said.contains("AssumeRoleWithWebIdentity")
                ? "Look at the trust policy of the role that the service account names: it has to allow"
                        + " sts:AssumeRoleWithWebIdentity to this cluster's provider for this namespace and service account."
                : "Look at the role of the pod's service account, and whether NetworkPolicies let the pod get to AWS's STS.";
    }

    private static String profile(ProfileFile file, String said) {
        String name = AwsWay.profile();
        List<String> known = file.profiles().keySet().stream().sorted().toList();
        if (!known.contains(name)) {
            return "AWS_PROFILE is \"" + name
                    + "\", and AWS's files of profiles (config and credentials) have none of that" + " name. "
                    + known(known) + "Correct AWS_PROFILE, or take it away.";
        }
        // The SDK goes on with all that the files are made of.
        return refused(AwsWay.PROFILE, said.replaceFirst(": ProfileFile\\(.*", ""))
                + (isForAPerson(file.profiles().get(name))
                        ? "A profile of IAM Identity Center or of aws login cannot be used itself: export its credentials with"
                                + " eval \"$(aws configure export-credentials --format env)\"."
                        : "Correct the profile, or name another one in AWS_PROFILE.");
    }

    /** It may have been meant to have some. */
    private static String withoutCredentials() {
        return AwsWay.profileIsNamed()
                ? "The profile \"" + AwsWay.profile() + "\" that AWS_PROFILE names has none, only settings. "
                : "";
    }

    private static String known(List<String> names) {
        if (names.isEmpty()) {
            return "They have none at all. ";
        }
        String some = String.join(", ", names.subList(0, Math.min(PROFILES_TOLD, names.size())));
        return "They have " + some + (names.size() > PROFILES_TOLD ? ", …" : "") + ". ";
    }

    /** The SDK has modules for these, which are not in the runner: they need a browser once in a while. */
    private static boolean isForAPerson(@Nullable Profile profile) {
        return profile != null
                && profile.properties().keySet().stream()
                        .anyMatch(name -> name.startsWith("sso_") || name.equals(ProfileProperty.LOGIN_SESSION));
    }
}
