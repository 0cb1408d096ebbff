package dev.stillhouse.runner.login;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Trouble;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;

/** What it means for a person that AWS gave the process no credentials. */
final class AwsTroubles {
    /** The SDK puts what each way to credentials said into one message. */
    private static final Pattern EACH = Pattern.compile("(?:\\[|, )(?=[A-Za-z]+Provider\\([^)]*\\): )");

    /** What those say that had nothing to go by. */
    private static final Set<String> NOTHING = Set.of(
            "Unable to load credentials from system settings",
            "Either the environment variable AWS_WEB_IDENTITY_TOKEN_FILE",
            "Profile file contained no credentials",
            "Cannot fetch credentials from container",
            "Failed to load credentials from IMDS",
            "IMDS credentials have been disabled");

    private AwsTroubles() {}

    static Trouble of(SdkException e) {
        String message = Objects.requireNonNullElse(e.getMessage(), e.toString());
        List<String> telling = telling(message);
        String beginning = "No token of AWS could be made for the database: ";
        if (telling.isEmpty()) {
            return new Trouble(
                    Reason.IdentityFailed,
                    beginning + "the process has no credentials of AWS. Give the service account of"
                            + " spec.execution.podTemplate a role (IRSA or EKS Pod Identity), or set"
                            + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE.");
        }
        String said = String.join("; ", telling);
        String advice = said.contains("AssumeRoleWithWebIdentity")
                ? "Look at the trust policy of the role that the service account names: it has to allow"
                        + " sts:AssumeRoleWithWebIdentity to this cluster's provider for this namespace and service account."
                : "Look at the role of the pod's service account, and whether NetworkPolicies let the pod get there.";
        return new Trouble(Reason.IdentityFailed, beginning + said + ". " + advice);
    }

    private static List<String> telling(String message) {
        return Stream.of(EACH.split(message))
                .skip(message.contains("providers in the chain") ? 1 : 0)
                .map(AwsTroubles::sentence)
                .filter(words -> NOTHING.stream().noneMatch(words::contains))
                .toList();
    }

    /** Without the class that said it, and the end of the list. */
    private static String sentence(String part) {
        return part.replaceFirst("^[A-Za-z]+Provider\\([^)]*\\): ", "").replaceFirst("[.\\]\\s]+$", "");
    }
}
