package dev.stillhouse.runner.restore;

import java.util.regex.Pattern;

/**
 * Tells from pg_restore's words, which have no error code, whether a statement failed as the user may not run it. A server that
 * speaks another language than English is not understood: the restore then fails with its words. Pure.
 */
final class Permission {
    private static final Pattern LACKING = Pattern.compile(
            "permission denied|must be (?:a )?(?:superuser|owner|member|able to SET ROLE)", Pattern.CASE_INSENSITIVE);

    private Permission() {}

    /** @param afterAnother whether something was refused before: what is said of that thing fails too, as it is not there */
    static boolean isLacking(String words, boolean afterAnother) {
        return LACKING.matcher(words).find() || afterAnother && words.contains("does not exist");
    }
}
