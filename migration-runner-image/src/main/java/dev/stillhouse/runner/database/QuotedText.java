package dev.stillhouse.runner.database;

/** Texts as PostgreSQL's statements have them, where no parameter is allowed. */
public final class QuotedText {
    private QuotedText() {}

    /** A string constant, whatever standard_conforming_strings says. */
    public static String quote(String text) {
        String doubled = text.replace("'", "''");
        return doubled.indexOf('\\') < 0 ? "'" + doubled + "'" : " E'" + doubled.replace("\\", "\\\\") + "'";
    }
}
