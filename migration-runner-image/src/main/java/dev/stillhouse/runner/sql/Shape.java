package dev.stillhouse.runner.sql;

import dev.stillhouse.runner.json.JsonObject;
import dev.stillhouse.runner.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an expression says, without what PostgreSQL writes in another way after it has read its own words: the syntax tree without
 * places and type casts, {@code AND} and {@code OR} without nesting, functions without {@code pg_catalog}, and without names that
 * nothing refers to. Constants, operators, functions, columns and tables are in it (docs/decisions/0117).
 */
public final class Shape {
    /** The parser may take more, at a price in memory. */
    private static final int LONGEST = 100_000;

    private static final int DIGITS = 16;

    /** Where something stands, and how a row or a call was written. */
    private static final Set<String> NOTHING_SAID = Set.of(
            "location",
            "stmt_location",
            "stmt_len",
            "list_start",
            "list_end",
            "rexpr_list_start",
            "rexpr_list_end",
            "row_format",
            "funcformat");

    private final MessageDigest digest = Sha256.start();

    private Shape() {}

    /** The beginning of a digest of it; empty if the parser does not take the statement, or it is too large. */
    public static Optional<String> of(SqlParser parser, String statement) {
        if (statement.length() > LONGEST
                || !(parser.parse(statement) instanceof Parse.Accepted(List<Statement> statements))
                || statements.size() != 1) {
            return Optional.empty();
        }
        Shape shape = new Shape();
        shape.write(expression(statements.getFirst().tree()), false);
        return Optional.of(Sha256.finish(shape.digest).substring(0, DIGITS));
    }

    /** What of a statement is no detail that is compared by itself. */
    private static @Nullable Object expression(Node statement) {
        return switch (statement.kind()) {
            case "CreateTrigStmt" -> statement.fields().get("whenClause");
            // The columns among them are listed in the order that the table has them in, which a restore may change.
            case "CreateStatsStmt" ->
                statement.children("exprs").stream()
                        .filter(element -> element.text("name").isEmpty())
                        .toList();
            case "CreateFunctionStmt" -> statement.fields().get("sql_body");
            default -> List.of(statement);
        };
    }

    /**
     * Writes all of it. No tree is nested deeper than the reader of JSON allows.
     *
     * @param nameless whether it is a query that stands for a value, so that nothing can refer to the names of its columns
     */
    private void write(@Nullable Object value, boolean nameless) {
        switch (value) {
            case JsonObject object -> node(Node.of(object), nameless);
            case Node node -> node(node, nameless);
            case List<?> list -> list(list, nameless);
            case null, default -> token("=" + value);
        }
    }

    private void list(List<?> values, boolean nameless) {
        token("[");
        for (Object value : values) {
            write(value, nameless);
        }
        token("]");
    }

    private void node(Node node, boolean nameless) {
        switch (node.kind()) {
            case "TypeCast" -> write(node.fields().get("arg"), false);
            case "BoolExpr" -> {
                token(node.text("boolop"));
                list(operands(node, node.text("boolop")), false);
            }
            default -> fields(node, nameless);
        }
    }

    private void fields(Node node, boolean nameless) {
        token("(" + node.kind());
        for (Map.Entry<String, Object> field : new TreeMap<>(node.fields()).entrySet()) {
            String name = field.getKey();
            if (!NOTHING_SAID.contains(name) && !(nameless && node.is("ResTarget") && name.equals("name"))) {
                token(name);
                field(node, name, field.getValue(), nameless);
            }
        }
        token(")");
    }

    private void field(Node node, String name, Object value, boolean nameless) {
        switch (node.kind() + "." + name) {
            case "SubLink.subselect" -> write(value, true);
            case "FuncCall.funcname" -> list(withoutCatalog(node.children(name)), false);
            // How many columns the function's rows have now is among them.
            case "RangeFunction.alias" -> write(alias(node), false);
            // The two sides of a set operation have no kind.
            case "SelectStmt.targetList", "SelectStmt.larg", "SelectStmt.rarg", ".targetList", ".larg", ".rarg" ->
                write(value, nameless);
            default -> write(value, false);
        }
    }

    private static List<Node> operands(Node expression, String operator) {
        List<Node> operands = new ArrayList<>();
        for (Node operand : expression.children("args")) {
            if (operand.is("BoolExpr") && operand.text("boolop").equals(operator) && !operator.equals("NOT_EXPR")) {
                operands.addAll(operands(operand, operator));
            } else {
                operands.add(operand);
            }
        }
        return operands;
    }

    private static List<Node> withoutCatalog(List<Node> name) {
        return name.size() > 1 && name.getFirst().text("sval").equals("pg_catalog")
                ? name.subList(1, name.size())
                : name;
    }

    private static String alias(Node function) {
        @Nullable Node alias = function.child("alias");
        return alias == null ? "" : alias.text("aliasname");
    }

    private void token(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }
}
