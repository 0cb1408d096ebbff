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
        // A column whose type is the row of the table goes with it.
        boolean cascades = Drops.cascades(subject.tree());
        return subject.tree().children("objects").stream()
                .map(Names::object)
                .filter(name -> subject.isOlder(name) && (cascades || subject.mayHoldRows(name)))
                .map(name -> "drops the table " + name + " with all its rows")
                .toList();
    }
}
