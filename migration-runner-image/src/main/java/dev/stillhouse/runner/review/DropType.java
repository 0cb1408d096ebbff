package dev.stillhouse.runner.review;

import java.util.List;
import java.util.Set;

/** With CASCADE every column of the type goes too; without, PostgreSQL refuses to drop one that a column has. */
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
        if (!Drops.cascades(subject.tree())) {
            return List.of();
        }
        return subject.tree().children("objects").stream()
                .map(Names::object)
                .map(name -> "drops the type " + name + " with every column of it")
                .toList();
    }
}
