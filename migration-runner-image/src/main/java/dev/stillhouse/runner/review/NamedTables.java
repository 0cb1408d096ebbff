package dev.stillhouse.runner.review;

import dev.stillhouse.runner.model.Losses;
import dev.stillhouse.runner.model.TableLoss;
import dev.stillhouse.runner.model.TableLoss.By;
import dev.stillhouse.runner.sql.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tables that a statement takes something from, where its text says so. All of a statement are told for each finding of
 * it: rather one too many.
 */
final class NamedTables {
    /** What their statements lose is rows, or values in rows, of the tables that they name. Of others it can be anything. */
    private static final Set<String> RULES = Set.of(
            "alter-column-type",
            "delete-rows",
            "drop-column",
            "drop-table",
            "merge-rows",
            "set-expression",
            "set-unlogged",
            "truncate",
            "update-rows",
            "upsert-rows");

    private static final Map<String, List<By>> CHANGES = Map.of(
            "DeleteStmt", List.of(By.DELETE),
            "UpdateStmt", List.of(By.UPDATE),
            "InsertStmt", List.of(By.UPDATE),
            "MergeStmt", List.of(By.UPDATE, By.DELETE));

    private NamedTables() {}

    /** Empty where it can be any table. */
    static Optional<Losses> of(String rule, Subject subject) {
        Node tree = subject.tree();
        if (!RULES.contains(rule) || FunctionCall.isAnywhereIn(tree)) {
            return Optional.empty();
        }
        List<Optional<TableLoss>> losses = tree.is("TruncateStmt")
                ? truncated(tree)
                : takesDependents(tree) ? List.of(Optional.empty()) : plain(subject);
        return losses.stream().allMatch(Optional::isPresent)
                ? Optional.of(new Losses.Known(
                        losses.stream().flatMap(Optional::stream).toList()))
                : Optional.empty();
    }

    /** Those that lose something in any case, whatever else may. */
    static List<TableLoss> certain(String rule, Subject subject) {
        Node tree = subject.tree();
        if (rule.equals("drop-schema")) {
            return tree.children("objects").stream()
                    .map(schema -> TableLoss.ofSchema(schema.text("sval")))
                    .toList();
        }
        if (rule.equals("drop-extension")) {
            return tree.children("objects").stream()
                    .map(extension -> TableLoss.ofExtension(extension.text("sval")))
                    .toList();
        }
        if (!RULES.contains(rule)) {
            return List.of();
        }
        return (tree.is("TruncateStmt") ? truncated(tree) : plain(subject))
                .stream().flatMap(Optional::stream).toList();
    }

    private static List<Optional<TableLoss>> truncated(Node tree) {
        return tree.children("relations").stream()
                .map(range -> named(range, Drops.cascades(tree) ? By.TRUNCATE_CASCADE : By.TRUNCATE))
                .toList();
    }

    /** DROP … CASCADE: views, types, functions, and the columns of other tables that depend on them. */
    private static boolean takesDependents(Node tree) {
        return tree.withDescendants().stream().anyMatch(Drops::cascades);
    }

    private static List<Optional<TableLoss>> plain(Subject subject) {
        Node tree = subject.tree();
        if (tree.is(Kinds.ALTER_TABLE)) {
            return List.of(
                    tree.text("objtype").equals("OBJECT_TABLE")
                            ? named(tree.child("relation"), By.DEFINITION)
                            : Optional.empty());
        }
        if (tree.is(Kinds.DROP)) {
            return tree.children("objects").stream().map(NamedTables::dropped).toList();
        }
        List<Optional<TableLoss>> losses = new ArrayList<>();
        for (Node node : subject.executed()) {
            if (node.is("InsertStmt") && !node.has("onConflictClause")) {
                continue;
            }
            for (By by : CHANGES.getOrDefault(node.kind(), List.of())) {
                losses.add(named(node.child("relation"), by));
            }
        }
        return losses;
    }

    static Optional<TableLoss> named(@Nullable Node range, By by) {
        return range == null || range.text("relname").isEmpty()
                ? Optional.empty()
                : Optional.of(new TableLoss(schema(range.text("schemaname")), range.text("relname"), by));
    }

    /** A list of a name's parts. */
    private static Optional<TableLoss> dropped(Node object) {
        List<String> parts = Stream.of(object)
                .flatMap(list -> list.children("items").stream())
                .map(part -> part.text("sval"))
                .toList();
        return parts.isEmpty() || parts.getLast().isEmpty()
                ? Optional.empty()
                : Optional.of(new TableLoss(
                        parts.size() == 1 ? null : schema(parts.get(parts.size() - 2)),
                        parts.getLast(),
                        By.DEFINITION));
    }

    private static @Nullable String schema(String written) {
        return written.isEmpty() ? null : written;
    }
}
