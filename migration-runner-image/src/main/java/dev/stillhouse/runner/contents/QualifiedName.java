package dev.stillhouse.runner.contents;

import dev.stillhouse.runner.database.Sql;
import java.util.Comparator;

/** A relation's name with its schema. */
public record QualifiedName(String schema, String name) {

    public static final Comparator<QualifiedName> ORDER =
            Comparator.comparing(QualifiedName::schema).thenComparing(QualifiedName::name);

    /** As SQL has it. */
    public String quoted() {
        return Sql.quote(schema) + "." + Sql.quote(name);
    }

    /** For a person. */
    @Override
    public String toString() {
        return schema + "." + name;
    }
}
