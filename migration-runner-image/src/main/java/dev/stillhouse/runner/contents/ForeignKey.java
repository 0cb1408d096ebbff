package dev.stillhouse.runner.contents;

/**
 * A foreign key that was not made in a copy.
 *
 * @param table the table that refers to another one
 * @param subject as the schema's line begins that is about it
 */
public record ForeignKey(QualifiedName table, String name, String subject) {

    /** For a person. */
    @Override
    public String toString() {
        return name + " of " + table;
    }
}
