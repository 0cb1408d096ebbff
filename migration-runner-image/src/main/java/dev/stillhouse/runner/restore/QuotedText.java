package dev.stillhouse.runner.restore;

/** Texts as PostgreSQL's statements have them, where no parameter is allowed. */
final class QuotedText {
    private QuotedText() {}

    /** A string constant, whatever standard_conforming_strings says. */
    static String quote(String text) {
        String doubled = text.replace("'", "''");
        return doubled.indexOf('\\') < 0 ? "'" + doubled + "'" : " E'" + doubled.replace("\\", "\\\\") + "'";
    }
}
