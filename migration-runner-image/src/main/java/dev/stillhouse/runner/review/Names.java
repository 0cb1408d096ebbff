package dev.stillhouse.runner.review;

import dev.stillhouse.runner.sql.Node;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Names as they stand in a statement, with dots and without quotes. */
final class Names {
    private Names() {}

    /** Of the table that the statement is about. */
    static String relation(Node statement) {
        return range(statement.child("relation"));
    }

    static String range(@Nullable Node range) {
        return range == null
                ? "?"
                : Stream.of(range.text("catalogname"), range.text("schemaname"), range.text("relname"))
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining("."));
    }

    /** Of an object of a DROP, in whichever way its kind is written. */
    static String object(Node object) {
        return switch (object.kind()) {
            case "String" -> object.text("sval");
            case "List" -> joined(object.children("items"));
            case "TypeName" -> type(object);
            case "ObjectWithArgs" -> joined(object.children("objname"));
            case "RoleSpec" -> role(object);
            default -> "?";
        };
    }

    /** A name, or a word such as CURRENT_USER. */
    private static String role(Node role) {
        return role.has("rolename")
                ? role.text("rolename")
                : role.text("roletype").replace("ROLESPEC_", "");
    }

    /** Without the schema of the built-in types, which the parser adds. */
    static String type(Node type) {
        List<Node> names = type.children("names");
        boolean builtIn = names.size() == 2 && names.getFirst().text("sval").equals("pg_catalog");
        return joined(builtIn ? names.subList(1, 2) : names);
    }

    static String function(Node call) {
        return joined(call.children("funcname"));
    }

    /** Without the schema. */
    static String bare(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    static String joined(List<Node> parts) {
        return parts.stream().map(Names::object).collect(Collectors.joining("."));
    }
}
