package dev.stillhouse.runner.review;

import java.util.List;
import java.util.Set;

/** A crash of the server empties an unlogged table. */
final class SetUnlogged implements Rule {
    @Override
    public String id() {
        return "set-unlogged";
    }

    @Override
    public Set<String> kinds() {
        return Set.of(Kinds.action("AT_SetUnLogged"));
    }

    @Override
    public List<String> judge(Subject subject) {
        return Actions.of(subject, "AT_SetUnLogged").stream()
                .map(action -> "makes " + Names.relation(subject.tree())
                        + " unlogged, so that a crash of the server empties it")
                .toList();
    }
}
