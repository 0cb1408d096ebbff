package dev.stillhouse.runner.command;

import java.util.LinkedHashMap;
import java.util.Map;

/** Says advice that speaks of a manifest in the words of the command line. */
final class Wording {
    private static final Map<String, String> WORDS = words();

    private Wording() {}

    static String forPeople(String message) {
        String text = message;
        for (Map.Entry<String, String> word : WORDS.entrySet()) {
            text = text.replace(word.getKey(), word.getValue());
        }
        return text;
    }

    private static Map<String, String> words() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("The URL of the database in the Secret", "The URL of the database");
        words.put(" in the Secret", " in the URL");
        words.put("the URL in the URL", "the URL");
        words.put("The URL in the URL", "The URL");
        words.put(", and that a NetworkPolicy lets this pod reach it", ", and that it can be reached from here");
        words.put("; a pod reaches a database over the network: name its service.", "; name the server instead.");
        words.put(
                " If the work needs longer, raise spec.execution.deadline (a new run then begins).",
                " If the work needs longer, raise --deadline.");
        words.put(" (SIGTERM)", "");
        words.put(" in the runner's container", "");
        words.put("Name the folder of the image in which", "Name with --path the folder in which");
        words.put("The runner's own PostgreSQL", "The private PostgreSQL");
        words.put("set it in spec.project.env", "set it");
        words.put("set them as environment variables in spec.project.env", "set them as environment variables");
        words.put("spec.project.urlVariable", "--url-variable");
        words.put("spec.project.python", "--python");
        words.put("spec.project.hook", "--hook");
        words.put("(spec.restore.confirm, --confirm)", "(--confirm)");
        words.put(
                ", or set spec.rehearsal: Never if it is only the copy in which it cannot run",
                ", or leave --rehearse out if it is only the copy in which it cannot run");
        words.put(", or set spec.rehearsal: Never, so that plans are not tried first", "");
        words.put("spec.backup.verify: Digest", "--verify digest");
        words.put("spec.copies.where: SameServer", "--copies same-server");
        words.put("spec.copies.where: Server", "--copies server");
        words.put("spec.copies.where", "--copies");
        words.put("spec.copies.database", "--copies-url");
        words.put("spec.copies", "--copies");
        words.put("spec.database.role", "--role");
        words.put("Set the mode in spec.database.tls, or sslmode in the URL, to", "Set sslmode in the URL to");
        words.put(
                "Give the service account of spec.execution.podTemplate a role (IRSA or EKS Pod Identity), or set",
                "Set");
        words.put("whether a policy allows this pod's AWS identity", "whether a policy allows your AWS identity");
        words.put("; and whether the node's clock is right", "; and whether this machine's clock is right");
        words.put(
                "Look at the role of the pod's service account, and whether NetworkPolicies let the pod get there.",
                "Look at the profile, and whether its session is over.");
        words.put("spec.database.auth.awsIam.region", "--aws-region");
        words.put("spec.database.auth.awsIam.endpoint", "--aws-endpoint");
        words.put("spec.database.auth.awsIam", "--aws-endpoint, --aws-region");
        words.put("spec.database.auth", "--auth");
        words.put("spec.execution.lockTimeout", "--lock-timeout");
        words.put("spec.execution.statementTimeout", "--statement-timeout");
        words.put("spec.execution.deadline", "--deadline");
        words.put(
                "Probably a newer image migrated it: deploy that image again, and go down with it first if an older"
                        + " revision is wanted.",
                "Probably a newer version of the project migrated it: use that one, and go down with it first if an"
                        + " older revision is wanted.");
        words.put(
                "Check the target and that the image contains the revision.",
                "Check its name, and that the project at --path is the one you mean.");
        return words;
    }
}
