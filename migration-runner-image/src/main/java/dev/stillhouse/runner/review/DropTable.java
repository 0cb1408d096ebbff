package dev.stillhouse.runner.review;

import java.util.List;
import java.util.Set;

/** A table goes with its rows. */
final class DropTable implements Rule {
    @Override
    public String id() {
        return "drop-table";
    }

    @Override
    public Set<String> kinds() {
        return Set.of(Kinds.dropOf("OBJECT_TABLE"));
    }

    @Override
    public List<String> judge(Subject subject) {
        return subject.tree().children("objects").stream()
                .map(Names::object)
                .filter(subject::isOlder)
                .map(name -> "drops the table " + name + " with all its rows")
                .toList();
    }
}
