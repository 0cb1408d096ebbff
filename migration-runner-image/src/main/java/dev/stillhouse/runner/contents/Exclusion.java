package dev.stillhouse.runner.contents;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whose rows somebody wants to have left out of backups, by names as the database has them.
 *
 * @param schemas of all tables in these
 * @param tables {@code schema.name}
 * @param extensions of the tables that belong to these
 */
public record Exclusion(Set<String> schemas, Set<String> tables, Set<String> extensions) {
    public static final Exclusion NONE = new Exclusion(Set.of(), Set.of(), Set.of());

    public Exclusion {
        schemas = Set.copyOf(schemas);
        tables = Set.copyOf(tables);
        extensions = Set.copyOf(extensions);
    }

    boolean names(Table table) {
        return tables.contains(table.name().toString())
                || (table.extension() == null
                        ? schemas.contains(table.name().schema())
                        : extensions.contains(table.extension()));
    }

    boolean namesSchema(String schema) {
        return schemas.contains(schema);
    }

    /** What of it names nothing that a backup would have, sorted: it may be misspelt. */
    List<String> unknown(List<Table> all) {
        Set<String> known = all.stream()
                .flatMap(table -> Stream.of(
                        "table " + table.name(),
                        table.extension() == null
                                ? "schema " + table.name().schema()
                                : "extension " + table.extension()))
                .collect(Collectors.toSet());
        Set<String> unknown = new TreeSet<>();
        schemas.forEach(name -> unknown.add("schema " + name));
        tables.forEach(name -> unknown.add("table " + name));
        extensions.forEach(name -> unknown.add("extension " + name));
        unknown.removeAll(known);
        return List.copyOf(unknown);
    }
}
