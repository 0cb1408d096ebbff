package dev.stillhouse.runner.restore;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.fingerprint.Circumstance.Kind;
import dev.stillhouse.runner.fingerprint.CircumstanceDifference;
import dev.stillhouse.runner.model.Trouble;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What is told of a database that is not in everything what it was. Pure. */
final class CircumstanceWords {
    private static final int TOLD = 5;

    private CircumstanceWords() {}

    /** Of what is not as in the backup. */
    static Optional<String> unlikeBackup(List<CircumstanceDifference> unlike) {
        if (unlike.isEmpty()) {
            return Optional.empty();
        }
        List<String> remedies = remedies(unlike);
        return Optional.of("Not as in the backup: " + differences(looseFirst(unlike)) + "."
                + (remedies.isEmpty()
                        ? ""
                        : " As the owner, or a superuser: " + some(remedies, "; ") + ";" + inTheLog(remedies)));
    }

    /** Of what was changed after the backup, in the database that was replaced. */
    static Optional<String> since(List<CircumstanceDifference> since, String kept) {
        return since.isEmpty()
                ? Optional.empty()
                : Optional.of("As in the backup, and other than in " + kept + ", where it was changed since: "
                        + differences(since) + ".");
    }

    static String refused(
            List<CircumstanceDifference> loose, List<CircumstanceDifference> unlike, String restored, String user) {
        return "In the restored database more is allowed than in the one that was backed up, and the user " + user
                + " cannot take it back: " + differences(loose) + ". Connected to " + restored
                + ", as the owner of these things or a superuser: " + some(remedies(unlike), "; ") + ";"
                + inTheLog(remedies(unlike)) + " Do not swap them before all of that is done.";
    }

    /** Why a restored database must not take the other's place of which nobody knows who may do what. */
    static Trouble unknown(Trouble trouble) {
        return new Trouble(
                Reason.RestoreFailed,
                "Whether more is allowed in the restored database than in the one that was backed up is not known: "
                        + trouble.message() + " Compare the privileges before you swap them.");
    }

    /** Statements that make all as it was; first those that shut what is open. */
    static List<String> remedies(List<CircumstanceDifference> unlike) {
        return looseFirst(unlike).stream()
                .flatMap(difference -> difference.remedies().stream())
                .toList();
    }

    private static List<CircumstanceDifference> looseFirst(List<CircumstanceDifference> all) {
        return all.stream()
                .sorted(Comparator.comparing(difference -> !difference.loosens()))
                .toList();
    }

    private static String inTheLog(List<String> remedies) {
        return remedies.size() > TOLD ? " All of these statements are in the log." : "";
    }

    static String differences(List<CircumstanceDifference> all) {
        return some(all.stream().map(CircumstanceWords::one).toList(), "; ");
    }

    private static String one(CircumstanceDifference difference) {
        if (difference.kind() == Kind.Privileges) {
            return difference.role()
                    + (difference.more().isEmpty() ? "" : " may " + listed(difference.more()))
                    + (difference.more().isEmpty() || difference.missing().isEmpty() ? "" : " and")
                    + (difference.missing().isEmpty() ? "" : " may not " + listed(difference.missing()))
                    + " on " + difference.subject();
        }
        String subject = switch (difference.kind()) {
            case Owner -> "the owner of " + difference.subject();
            case Comment -> "the comment on " + difference.subject();
            default -> difference.subject();
        };
        if (difference.more().isEmpty()) {
            return subject + " is missing (" + listed(difference.missing()) + ")";
        }
        return subject + " is " + listed(difference.more())
                + (difference.missing().isEmpty() ? "" : " instead of " + listed(difference.missing()));
    }

    private static String listed(List<String> facts) {
        return String.join(
                ", ",
                facts.stream()
                        .map(fact -> fact.endsWith("*") ? fact.replace("*", " with grant option") : fact)
                        .toList());
    }

    /** The first few, and how many there are more. */
    static String some(List<String> all, String between) {
        return String.join(between, all.subList(0, Math.min(TOLD, all.size())))
                + (all.size() > TOLD ? between + "and " + (all.size() - TOLD) + " more" : "");
    }
}
