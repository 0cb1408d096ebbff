package dev.stillhouse.runner.review;

import java.util.List;
import java.util.Set;

/** A column goes with its data, in every row. */
final class DropColumn implements Rule {
    @Override
    public String id() {
        return "drop-column";
    }

    @Override
    public Set<String> kinds() {
        return Set.of(Kinds.action("AT_DropColumn"));
    }

    @Override
    public List<String> judge(Subject subject) {
        return Actions.of(subject, "AT_DropColumn").stream()
                .map(action -> "drops the column " + Actions.column(subject, action) + " with its data")
                .toList();
    }
}
