package dev.stillhouse.runner.fingerprint;

/**
 * One attribute of a thing in the schema, beyond what its line says.
 *
 * @param subject the thing, as in its line
 * @param attribute in plain words
 * @param value never empty: what has it not has no definition
 * @param form how the value is written
 * @param context what is needed to read the value again: behind an expression what it is about, for a statement the query that
 *     writes it; good on the server that it was read from
 */
public record Definition(String subject, String attribute, String value, Form form, String context) {

    /** How a value is written, and so how two of them are compared. */
    public enum Form {
        /** As every version of PostgreSQL writes it. */
        Fact,
        /** A hash of what may hold a password. */
        Secret,
        /** As a version of PostgreSQL writes it; another may write the same in another way. */
        Text,
        /** An expression, or several with commas between them. PostgreSQL writes some in other words once it has read them. */
        Expression,
        /** A query, with the same reservation. */
        Query,
        /** A statement that makes the thing, or makes it again, with the same reservation. */
        Statement
    }

    /** What tells it from all others of a database. */
    String key() {
        return subject + "\t" + attribute;
    }

    /** As it is told. */
    String name() {
        return attribute + " of " + subject;
    }

    boolean canBeReworded() {
        return form == Form.Expression || form == Form.Query || form == Form.Statement;
    }

    /** The same of a copy, in the words of another. */
    Definition inTheWordsOf(Definition other) {
        return new Definition(subject, attribute, other.value, form, context);
    }
}
