package dev.stillhouse.runner.review;

import java.util.List;
import java.util.Set;

/** With CASCADE a schema takes all its tables with it; without, it has to be empty. */
final class DropSchema implements Rule {
    @Override
    public String id() {
        return "drop-schema";
    }

    @Override
    public Set<String> kinds() {
        return Set.of(Kinds.dropOf("OBJECT_SCHEMA"));
    }

    @Override
    public List<String> judge(Subject subject) {
        if (!Drops.cascades(subject.tree())) {
            return List.of();
        }
        return subject.tree().children("objects").stream()
                .map(object -> "drops the schema " + Names.object(object) + " with everything in it")
                .toList();
    }
}
