package dev.stillhouse.runner.review;

import dev.stillhouse.runner.sql.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The SQL in the code of a DO block, if there is nothing else in it: statements, conditions and handlers of errors, without variables,
 * loops and blocks within. PL/pgSQL hands such statements to PostgreSQL as they stand; the caller has to see that each is SQL.
 */
final class PlainBlock {
    private static final Pattern BEGIN = words("BEGIN\\s+(.*)");
    private static final Pattern HANDLER = words("(?:EXCEPTION\\s+)?WHEN\\s+\\w+(?:\\s+OR\\s+\\w+)*\\s+THEN\\s+(.*)");
    private static final Pattern CONDITION = words("(?:IF|ELSIF|ELSEIF)\\s+(.*?)\\s+THEN\\s+(.*)");
    private static final Pattern OTHERWISE = words("ELSE\\s+(.*)");
    private static final Pattern CALL = words("PERFORM\\s+(.*)");
    private static final Pattern NOTHING = words("NULL|END\\s+IF");
    private static final Pattern END = words("END");

    private PlainBlock() {}

    /** Each as a text of its own, in their order; empty if the block is another one. */
    static Optional<List<String>> statements(Node block) {
        String code = "";
        for (Node argument : block.children("args")) {
            String text = text(argument.child("arg"));
            if (argument.text("defname").equals("as")) {
                code = text;
            } else if (!text.equals("plpgsql")) {
                return Optional.empty();
            }
        }
        return BlockPieces.of(code).flatMap(PlainBlock::sql);
    }

    private static Optional<List<String>> sql(List<String> pieces) {
        if (pieces.size() < 2 || !END.matcher(pieces.getLast()).matches()) {
            return Optional.empty();
        }
        Matcher begin = BEGIN.matcher(pieces.getFirst());
        if (!begin.matches()) {
            return Optional.empty();
        }
        List<String> sql = new ArrayList<>();
        Stream.concat(Stream.of(begin.group(1)), pieces.subList(1, pieces.size() - 1).stream())
                .forEach(piece -> collect(piece, sql));
        return Optional.of(List.copyOf(sql));
    }

    private static void collect(String piece, List<String> sql) {
        Matcher handler = HANDLER.matcher(piece);
        Matcher condition = CONDITION.matcher(piece);
        Matcher otherwise = OTHERWISE.matcher(piece);
        Matcher call = CALL.matcher(piece);
        if (handler.matches()) {
            collect(handler.group(1), sql);
        } else if (condition.matches()) {
            // If the condition did not end at this THEN, what is taken for it is no expression.
            sql.add("SELECT (" + condition.group(1) + ")");
            collect(condition.group(2), sql);
        } else if (otherwise.matches()) {
            collect(otherwise.group(1), sql);
        } else if (call.matches()) {
            sql.add("SELECT " + call.group(1));
        } else if (!NOTHING.matcher(piece).matches()) {
            sql.add(piece);
        }
    }

    private static String text(@Nullable Node argument) {
        return argument == null ? "" : argument.text("sval");
    }

    private static Pattern words(String pattern) {
        return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }
}
