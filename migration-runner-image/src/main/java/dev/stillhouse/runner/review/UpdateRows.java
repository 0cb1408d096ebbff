package dev.stillhouse.runner.review;

import java.util.List;
import java.util.Set;

/** UPDATE, also within a WITH clause: the old values are gone. */
final class UpdateRows implements Rule {
    @Override
    public String id() {
        return "update-rows";
    }

    @Override
    public Set<String> kinds() {
        return Subject.QUERIES;
    }

    @Override
    public List<String> judge(Subject subject) {
        return subject.executed("UpdateStmt").stream()
                .filter(update -> Overwriting.loses(subject, Names.relation(update), update.children("targetList")))
                .map(Names::relation)
                .map(table -> "overwrites values of " + table)
                .toList();
    }
}
