package dev.stillhouse.runner.contents;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can be called as a table, and what ties tables to each other, as the catalogs have it.
 *
 * @param relations also views and foreign tables, as a statement may name one
 */
record TableGraph(List<Relation> relations, List<Child> children, List<Key> keys) {
    /** As in {@code pg_trigger.tgtype}. */
    static final int ON_INSERT = 4;

    static final int ON_DELETE = 8;
    static final int ON_UPDATE = 16;
    static final int ON_TRUNCATE = 32;

    TableGraph {
        relations = List.copyOf(relations);
        children = List.copyOf(children);
        keys = List.copyOf(keys);
    }

    /**
     * One of them.
     *
     * @param kind as in {@code pg_class.relkind}
     * @param triggers the sum of what somebody's triggers of it, that are not disabled, fire on
     * @param rewritten whether rules rewrite statements on it
     * @param embedded whether its row type is the type of a column, or part of another type, so that values elsewhere are such rows
     * @param extension the extension that it belongs to
     */
    record Relation(
            long oid,
            QualifiedName name,
            String kind,
            int triggers,
            boolean rewritten,
            boolean embedded,
            @Nullable String extension) {

        boolean isTable() {
            return kind.equals("r") || kind.equals("p");
        }
    }

    /** An heir, or a partition. */
    record Child(long parent, long child, boolean partition) {}

    /**
     * A foreign key.
     *
     * @param subject as a line of the schema begins that is about it
     * @param onDelete as in {@code pg_constraint.confdeltype}
     * @param own whether it is no partition's part of another one
     * @param validated whether all rows have been checked
     */
    record Key(
            QualifiedName table,
            String name,
            String subject,
            long from,
            long to,
            String onDelete,
            String onUpdate,
            boolean own,
            boolean validated) {}
}
