package dev.stillhouse.runner.backup;

import dev.stillhouse.runner.contents.ExcludedNames;
import dev.stillhouse.runner.fingerprint.Circumstance;
import dev.stillhouse.runner.fingerprint.Circumstance.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What hinders a backup's restore, what it does not hold, what was not shown of it: a sentence for each. Pure. */
final class BackupNotes {
    static final String WARNING = "pg_dump: warning: ";

    private static final int NAMED = 5;
    private static final int TOLD = 5;
    private static final int TOLD_LENGTH = 300;

    private BackupNotes() {}

    /**
     * All of them, as the manifest has them.
     *
     * @param excluded what was left out as somebody wanted
     * @param warnings lines of pg_dump
     * @param unshown what the verification could not show
     */
    static List<String> all(
            @Nullable ExcludedNames excluded, Surroundings surroundings, List<String> warnings, List<String> unshown) {
        List<String> notes = new ArrayList<>();
        if (excluded != null) {
            notes.add(excluded.sentence());
        }
        notes.addAll(surroundings.obstacles());
        warnings.stream()
                .map(line ->
                        "pg_dump warned: " + line.substring(WARNING.length()).strip() + ".")
                .distinct()
                .forEach(notes::add);
        List<String> unseen = surroundings.circumstances().stream()
                .filter(it -> it.kind() == Kind.UserMapping)
                .filter(it -> it.facts().stream().anyMatch(fact -> fact.startsWith("options that the user cannot see")))
                .map(Circumstance::subject)
                .toList();
        if (!unseen.isEmpty()) {
            notes.add("Without options that the user cannot see, passwords for example: " + some(unseen) + ".");
        }
        notes.addAll(unshown);
        return notes;
    }

    /** As many as a status holds, each as long as one. */
    static List<String> told(List<String> notes) {
        List<String> told = new ArrayList<>(
                notes.stream().limit(TOLD).map(BackupNotes::bounded).toList());
        if (notes.size() > TOLD) {
            told.add("And " + (notes.size() - TOLD) + " more, in the manifest.");
        }
        return told;
    }

    private static String bounded(String note) {
        return note.length() <= TOLD_LENGTH ? note : note.substring(0, TOLD_LENGTH - 1) + "…";
    }

    private static String some(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
                + (names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "");
    }
}
