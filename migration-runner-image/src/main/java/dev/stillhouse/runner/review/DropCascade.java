package dev.stillhouse.runner.review;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A definition holds no data, but columns can depend on it: a generated one on a function, one of a view's row type. */
final class DropCascade implements Rule {
    private static final Set<String> DEFINITIONS = Stream.of(
                    "OBJECT_ACCESS_METHOD",
                    "OBJECT_AGGREGATE",
                    "OBJECT_CAST",
                    "OBJECT_COLLATION",
                    "OBJECT_CONVERSION",
                    "OBJECT_FDW",
                    "OBJECT_FOREIGN_SERVER",
                    "OBJECT_FOREIGN_TABLE",
                    "OBJECT_FUNCTION",
                    "OBJECT_LANGUAGE",
                    "OBJECT_MATVIEW",
                    "OBJECT_OPCLASS",
                    "OBJECT_OPERATOR",
                    "OBJECT_OPFAMILY",
                    "OBJECT_PROCEDURE",
                    "OBJECT_ROUTINE",
                    "OBJECT_TRANSFORM",
                    "OBJECT_TSCONFIGURATION",
                    "OBJECT_TSDICTIONARY",
                    "OBJECT_TSPARSER",
                    "OBJECT_TSTEMPLATE",
                    "OBJECT_VIEW")
            .map(Kinds::dropOf)
            .collect(Collectors.toUnmodifiableSet());

    @Override
    public String id() {
        return "drop-cascade";
    }

    @Override
    public Set<String> kinds() {
        return DEFINITIONS;
    }

    @Override
    public List<String> judge(Subject subject) {
        if (!Drops.cascades(subject.tree())) {
            return List.of();
        }
        return subject.tree().children("objects").stream()
                .map(object -> "drops " + Names.object(object) + " with everything that depends on it")
                .toList();
    }
}
