package dev.stillhouse.runner.review;

import dev.stillhouse.runner.model.TableLoss;
import dev.stillhouse.runner.model.TableLoss.By;
import dev.stillhouse.runner.sql.Node;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The older tables that a statement adds rows to. That is no finding, as it takes nothing from them; but beside a finding it
 * matters, as their triggers and rules run.
 */
final class Inserts {
    private static final Set<String> ADD = Set.of("InsertStmt", "MergeStmt");

    private Inserts() {}

    static List<TableLoss> of(Subject subject) {
        return subject.executed().stream()
                .flatMap(Inserts::tables)
                .filter(table -> subject.isOlder(Names.range(table)))
                .flatMap(table -> NamedTables.named(table, By.INSERT).stream())
                .distinct()
                .toList();
    }

    private static Stream<Node> tables(Node node) {
        if (ADD.contains(node.kind()) || node.is("CopyStmt") && node.flag("is_from")) {
            return Stream.ofNullable(node.child("relation"));
        }
        // A new partition has the row triggers of its parent.
        return node.is("CreateStmt") && node.has("partbound") ? node.children("inhRelations").stream() : Stream.empty();
    }
}
