package dev.stillhouse.runner.review;

import java.util.List;
import java.util.Set;

/** Everything that a role owns in the database goes. */
final class DropOwned implements Rule {
    @Override
    public String id() {
        return "drop-owned";
    }

    @Override
    public Set<String> kinds() {
        return Set.of("DropOwnedStmt");
    }

    @Override
    public List<String> judge(Subject subject) {
        return subject.tree().children("roles").stream()
                .map(role -> "drops everything that the role " + Names.object(role) + " owns in this database")
                .toList();
    }
}
