package dev.stillhouse.runner.sql;

import dev.stillhouse.runner.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A node of a syntax tree. Kinds and fields have the names of PostgreSQL's {@code parsenodes.h}. A field that is zero, false
 * or empty is absent from the tree; asking for one that is absent is no error.
 */
public final class Node {
    private static final String LOCATION = "location";

    private final String kind;
    private final Map<String, Object> fields;

    private Node(String kind, JsonObject fields) {
        this.kind = kind;
        this.fields = fields.fields();
    }

    /** A node stands in an object whose only field is its kind, unless the field it is in can have no other kind. */
    static Node of(JsonObject object) {
        if (object.fields().size() == 1) {
            Map.Entry<String, Object> only =
                    object.fields().entrySet().iterator().next();
            if (Character.isUpperCase(only.getKey().charAt(0)) && only.getValue() instanceof JsonObject fields) {
                return new Node(only.getKey(), fields);
            }
        }
        return new Node("", object);
    }

    /** As the parser has written them. */
    Map<String, Object> fields() {
        return fields;
    }

    /** Such as {@code DropStmt}; empty where the field that the node is in leaves no choice. */
    public String kind() {
        return kind;
    }

    public boolean is(String kind) {
        return this.kind.equals(kind);
    }

    public boolean has(String field) {
        return fields.containsKey(field);
    }

    /** A text or the name of a constant; empty if it is absent. */
    public String text(String field) {
        return fields.get(field) instanceof String text ? text : "";
    }

    /** Zero if it is absent. */
    public int integer(String field) {
        return fields.get(field) instanceof Number number ? number.intValue() : 0;
    }

    public boolean flag(String field) {
        return Boolean.TRUE.equals(fields.get(field));
    }

    public @Nullable Node child(String field) {
        return fields.get(field) instanceof JsonObject object ? of(object) : null;
    }

    /** The elements of a list; empty if it is absent. */
    public List<Node> children(String field) {
        List<Node> children = new ArrayList<>();
        collect(fields.get(field), children);
        return children;
    }

    /** Whether this is the same but for where it stands in its text, and whatever the kinds of the two. */
    public boolean saysTheSame(Node other) {
        return same(fields, other.fields);
    }

    private static boolean same(@Nullable Object one, @Nullable Object other) {
        if (one instanceof JsonObject a && other instanceof JsonObject b) {
            return same(a.fields(), b.fields());
        }
        if (one instanceof List<?> a && other instanceof List<?> b) {
            return a.size() == b.size() && IntStream.range(0, a.size()).allMatch(at -> same(a.get(at), b.get(at)));
        }
        return Objects.equals(one, other);
    }

    private static boolean same(Map<String, Object> one, Map<String, Object> other) {
        Set<String> names = new HashSet<>(one.keySet());
        names.addAll(other.keySet());
        names.remove(LOCATION);
        return names.stream().allMatch(name -> same(one.get(name), other.get(name)));
    }

    /** This node and all below it, from the top down. */
    public List<Node> withDescendants() {
        List<Node> nodes = new ArrayList<>();
        nodes.add(this);
        for (int next = 0; next < nodes.size(); next++) {
            for (Object value : nodes.get(next).fields.values()) {
                collect(value, nodes);
            }
        }
        return nodes;
    }

    private static void collect(@Nullable Object value, List<Node> nodes) {
        if (value instanceof JsonObject object) {
            nodes.add(of(object));
        } else if (value instanceof List<?> list) {
            for (Object element : list) {
                collect(element, nodes);
            }
        }
    }
}
