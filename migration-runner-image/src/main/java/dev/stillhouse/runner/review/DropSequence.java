package dev.stillhouse.runner.review;

import java.util.List;
import java.util.Set;

/** A sequence goes with its position, which nothing else may remember. */
final class DropSequence implements Rule {
    @Override
    public String id() {
        return "drop-sequence";
    }

    @Override
    public Set<String> kinds() {
        return Set.of(Kinds.dropOf("OBJECT_SEQUENCE"));
    }

    @Override
    public List<String> judge(Subject subject) {
        return subject.tree().children("objects").stream()
                .map(Names::object)
                .filter(name -> isLost(subject, name))
                .map(name -> "drops the sequence " + name + " with its position")
                .toList();
    }

    private static boolean isLost(Subject subject, String sequence) {
        return subject.isOlder(sequence)
                && (Drops.cascades(subject.tree()) || !subject.surroundings().belongsToColumn(sequence));
    }
}
