package dev.stillhouse.runner.review;

import dev.stillhouse.runner.sql.Parse;

/** A text that PostgreSQL's grammar does not accept may do anything, once something has been put into it. */
final class Unparsable {
    static final String ID = "unparsable";

    private Unparsable() {}

    static Finding finding(String revision, Parse.Rejected rejected, String text) {
        return new Finding(
                revision, ID, "runs a statement that PostgreSQL's parser rejects: " + rejected.message(), text);
    }
}
