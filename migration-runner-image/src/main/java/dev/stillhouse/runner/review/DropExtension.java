package dev.stillhouse.runner.review;

import java.util.List;
import java.util.Set;

/** An extension takes its types and its own tables with it. */
final class DropExtension implements Rule {
    @Override
    public String id() {
        return "drop-extension";
    }

    @Override
    public Set<String> kinds() {
        return Set.of(Kinds.dropOf("OBJECT_EXTENSION"));
    }

    @Override
    public List<String> judge(Subject subject) {
        return subject.tree().children("objects").stream()
                .map(Names::object)
                .map(name -> "drops the extension " + name + " with its types and tables")
                .toList();
    }
}
