package dev.stillhouse.runner.review;

import java.util.List;
import java.util.Set;

/** All rows go; with CASCADE those of every table that refers to it too. */
final class Truncate implements Rule {
    @Override
    public String id() {
        return "truncate";
    }

    @Override
    public Set<String> kinds() {
        return Set.of("TruncateStmt");
    }

    @Override
    public List<String> judge(Subject subject) {
        boolean cascades = Drops.cascades(subject.tree());
        return subject.tree().children("relations").stream()
                .map(Names::range)
                .filter(table -> cascades || subject.mayLoseRows(table))
                .map(table -> "deletes all rows of " + table + (cascades ? " and of the tables that refer to it" : ""))
                .toList();
    }
}
