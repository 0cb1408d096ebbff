package dev.stillhouse.runner.review;

import dev.stillhouse.runner.sql.Node;
import java.util.List;
import java.util.Set;

/** INSERT … ON CONFLICT DO UPDATE overwrites the rows that are there. */
final class UpsertRows implements Rule {
    @Override
    public String id() {
        return "upsert-rows";
    }

    @Override
    public Set<String> kinds() {
        return Subject.QUERIES;
    }

    @Override
    public List<String> judge(Subject subject) {
        return subject.executed("InsertStmt").stream()
                .filter(UpsertRows::updates)
                .filter(insert -> Overwriting.loses(subject, Names.relation(insert), targets(insert)))
                .map(Names::relation)
                .map(table -> "overwrites values of rows of " + table + " that are there already")
                .toList();
    }

    private static List<Node> targets(Node insert) {
        Node conflict = insert.child("onConflictClause");
        return conflict == null ? List.of() : conflict.children("targetList");
    }

    private static boolean updates(Node insert) {
        Node conflict = insert.child("onConflictClause");
        return conflict != null && !conflict.text("action").equals("ONCONFLICT_NOTHING");
    }
}
