package dev.stillhouse.runner.review;

import java.util.List;
import java.util.Set;

/** A database goes with all there is in it. */
final class DropDatabase implements Rule {
    @Override
    public String id() {
        return "drop-database";
    }

    @Override
    public Set<String> kinds() {
        return Set.of("DropdbStmt");
    }

    @Override
    public List<String> judge(Subject subject) {
        return List.of("drops the database " + subject.tree().text("dbname"));
    }
}
