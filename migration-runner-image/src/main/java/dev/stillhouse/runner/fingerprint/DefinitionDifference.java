package dev.stillhouse.runner.fingerprint;

import dev.stillhouse.runner.fingerprint.Definition.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is defined in another way in a copy, a clause for each attribute. Pure. */
public final class DefinitionDifference {
    private static final int LONGEST_VALUE = 200;
    private static final int NAMES_TOLD = 5;

    private DefinitionDifference() {}

    /**
     * Compares what can be compared.
     *
     * @param copy as {@link Rewording} gives it
     * @param things what both have: of anything else it is said elsewhere that it is missing
     */
    public static List<String> between(Definitions database, Definitions copy, Set<String> things) {
        List<String> differences = new ArrayList<>();
        Map<String, Definition> expected = database.byKey();
        Map<String, Definition> actual = copy.byKey();
        boolean sameAttributes = database.version() == copy.version();
        for (Definition here : database.all()) {
            @Nullable Definition there = actual.get(here.key());
            if (things.contains(here.subject())
                    && (there == null ? sameAttributes : differ(database, copy, here, there))) {
                differences.add(words(here, here, there));
            }
        }
        if (sameAttributes) {
            copy.all().stream()
                    .filter(there -> things.contains(there.subject())
                            && !expected.containsKey(there.key()))
                    .forEach(there -> differences.add(words(there, null, there)));
        }
        return differences;
    }

    /** What of it could not be compared, as a sentence. */
    public static Optional<String> uncompared(Definitions database, Definitions copy) {
        if (database.version() == 0) {
            return Optional.of("How the things in the schema are defined was not compared: the backup does not say it, as it"
                    + " was taken by an older version.");
        }
        List<String> some = copy.uncompared();
        int more = some.size() - NAMES_TOLD;
        return some.isEmpty()
                ? Optional.empty()
                : Optional.of("Not compared in the copy, whose server writes them in other words: "
                        + String.join(", ", some.subList(0, Math.min(NAMES_TOLD, some.size())))
                        + (more > 0 ? ", and " + more + " more" : "") + ".");
    }

    private static boolean differ(Definitions database, Definitions copy, Definition here, Definition there) {
        return !here.value().equals(there.value())
                && (here.form() != Form.Text || database.major() == copy.major())
                && !copy.uncompared().contains(there.name());
    }

    private static String words(Definition of, @Nullable Definition here, @Nullable Definition there) {
        if (of.form() != Form.Fact && here != null && there != null) {
            return of.name() + " is another one than in the database";
        }
        return of.name() + " is " + value(there) + ", and in the database " + value(here);
    }

    /** Expressions and options may hold what is to be told to nobody. */
    private static String value(@Nullable Definition it) {
        if (it == null) {
            return "none";
        }
        if (it.form() != Form.Fact) {
            return "there";
        }
        String value = it.value();
        return "\"" + (value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) + "…" : value) + "\"";
    }
}
