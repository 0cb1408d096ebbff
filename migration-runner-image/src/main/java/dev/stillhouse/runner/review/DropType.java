package dev.stillhouse.runner.review;

import dev.stillhouse.runner.sql.Node;
import java.util.List;
import java.util.Set;

/** A type goes, with CASCADE every column of it too. */
final class DropType implements Rule {
    @Override
    public String id() {
        return "drop-type";
    }

    @Override
    public Set<String> kinds() {
        return Set.of(Kinds.dropOf("OBJECT_TYPE"), Kinds.dropOf("OBJECT_DOMAIN"));
    }

    @Override
    public List<String> judge(Subject subject) {
        return subject.tree().children("objects").stream()
                .map(Names::object)
                .map(name -> "drops the type " + name + cascade(subject.tree()))
                .toList();
    }

    private static String cascade(Node drop) {
        return Drops.cascades(drop) ? " with every column of it" : "";
    }
}
