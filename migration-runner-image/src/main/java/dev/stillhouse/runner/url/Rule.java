package dev.stillhouse.runner.url;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a parameter of a URL.
 *
 * @param values those that it may have, or null for all
 * @param otherwise what a person is told who has another one
 */
record Rule(Fate fate, @Nullable Pattern values, String otherwise) {

    enum Fate {
        /** It means the same to all who connect; each is told in its own words. */
        SAME,
        /** It changes neither where one connects nor as whom nor how safely; who does not know it goes without. */
        NO_MATTER,
        /** Not all who connect can have it. */
        REFUSED
    }

    static Rule same() {
        return new Rule(Fate.SAME, null, "");
    }

    static Rule same(String values, String otherwise) {
        return new Rule(Fate.SAME, Pattern.compile(values), otherwise);
    }

    static Rule noMatter() {
        return new Rule(Fate.NO_MATTER, null, "");
    }

    static Rule noMatter(String values, String otherwise) {
        return new Rule(Fate.NO_MATTER, Pattern.compile(values), otherwise);
    }

    static Rule refused(String advice) {
        return new Rule(Fate.REFUSED, null, advice);
    }

    /** What is said against this value; it is not repeated there, as it may be a secret. */
    Optional<String> objection(String value) {
        boolean allowed =
                fate != Fate.REFUSED && (values == null || values.matcher(value).matches());
        return allowed ? Optional.empty() : Optional.of(otherwise);
    }
}
