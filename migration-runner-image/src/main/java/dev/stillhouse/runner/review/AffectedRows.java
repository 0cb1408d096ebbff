package dev.stillhouse.runner.review;

import dev.stillhouse.runner.model.RowLoss;
import dev.stillhouse.runner.model.TableLoss.By;
import dev.stillhouse.runner.sql.Node;
import dev.stillhouse.runner.sql.Parse;
import dev.stillhouse.runner.sql.SqlParser;
import dev.stillhouse.runner.sql.TopLevel;
import dev.stillhouse.runner.sql.TopLevel.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes of an UPDATE or a DELETE the query for the rows that it will change. The text is cut where a clause seems to begin,
 * and the query is taken if PostgreSQL's grammar finds the same clauses in it: so it is of no matter how well it was cut.
 */
final class AffectedRows {
    private static final Set<String> CHANGING = Set.of("InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt");

    /** What can be another choice of rows the second time, or is none that a query could make. */
    private static final Set<String> UNSTEADY =
            Set.of("CurrentOfExpr", "LockingClause", "ParamRef", "RangeTableSample");

    private static final Set<String> LIMITS = Set.of("limitCount", "limitOffset");

    /** Up to PostgreSQL 17, and since. */
    private static final Set<String> RETURNING = Set.of("returningList", "returningClause");

    private final SqlParser parser;

    AffectedRows(SqlParser parser) {
        this.parser = parser;
    }

    /**
     * Of a text that holds one statement; empty for a statement of which the rows cannot be told beforehand.
     *
     * @param text as it was rendered
     */
    Optional<RowLoss> of(String revision, String text, Node tree) {
        boolean update = tree.is("UpdateStmt");
        Node relation = tree.child("relation");
        if (relation == null
                || !update && !tree.is("DeleteStmt")
                || tree.withDescendants().stream().skip(1).anyMatch(node -> CHANGING.contains(node.kind()))
                || choosing(tree, update)
                        .flatMap(node -> node.withDescendants().stream())
                        .anyMatch(AffectedRows::isUnsteady)) {
            return Optional.empty();
        }
        return query(text, tree, relation, update ? Verb.UPDATE : Verb.DELETE)
                .map(query -> new RowLoss(
                        revision,
                        text,
                        relation.has("schemaname") ? relation.text("schemaname") : null,
                        relation.text("relname"),
                        update ? By.UPDATE : By.DELETE,
                        update
                                ? tree.children("targetList").stream()
                                        .map(target -> target.text("name"))
                                        .distinct()
                                        .toList()
                                : List.of(),
                        query));
    }

    /** The parts of the statement that say which rows it is about. */
    private static Stream<Node> choosing(Node tree, boolean update) {
        return Stream.of(
                        Stream.ofNullable(tree.child("withClause")),
                        Stream.ofNullable(tree.child("whereClause")),
                        tree.children(update ? "fromClause" : "usingClause").stream())
                .flatMap(nodes -> nodes);
    }

    private static boolean isUnsteady(Node node) {
        return UNSTEADY.contains(node.kind())
                || LIMITS.stream().anyMatch(node::has)
                || node.is("FuncCall") && !HarmlessFunctions.areSteady(Names.function(node));
    }

    private enum Verb {
        DELETE("FROM", "USING", "usingClause"),
        UPDATE("UPDATE", "FROM", "fromClause");

        /** The word before the table. */
        private final String before;
        /** The word before other tables. */
        private final String others;

        private final String field;

        Verb(String before, String others, String field) {
            this.before = before;
            this.others = others;
            this.field = field;
        }
    }

    private Optional<String> query(String text, Node tree, Node relation, Verb verb) {
        String body = text.strip();
        List<Word> words = TopLevel.words(body);
        return positions(words, verb.name())
                .flatMap(at -> cuts(body, words, at, tree, verb))
                .map(cut -> cut.query(name(relation)))
                .filter(query -> isOf(query, tree, relation, verb))
                .findFirst();
    }

    /** @param where empty if there is no such clause, as for the others */
    private record Cut(String with, String table, String others, String where) {

        String query(String name) {
            return with + "SELECT " + name + ".ctid FROM " + table + (others.isBlank() ? "" : ", " + others)
                    + (where.isBlank() ? "" : " WHERE " + where);
        }
    }

    /** The ways to cut it, if its verb is the word at this place. */
    private static Stream<Cut> cuts(String body, List<Word> words, int verbAt, Node tree, Verb verb) {
        int tableAt = verb == Verb.UPDATE ? verbAt : next(words, verbAt + 1, verb.before);
        int clausesFrom = verb == Verb.UPDATE ? next(words, tableAt + 1, "SET") : tableAt;
        if (tableAt < 0 || clausesFrom < 0) {
            return Stream.of();
        }
        boolean hasOthers = !tree.children(verb.field).isEmpty();
        boolean hasWhere = tree.has("whereClause");
        Stream<Integer> others =
                hasOthers ? positions(words, verb.others).filter(at -> at > clausesFrom) : Stream.of(-1);
        return others.flatMap(othersAt -> {
            int whereAt = hasWhere ? next(words, Math.max(clausesFrom, othersAt) + 1, "WHERE") : -1;
            int returningAt = RETURNING.stream().noneMatch(tree::has)
                    ? -1
                    : next(words, Math.max(clausesFrom, Math.max(othersAt, whereAt)) + 1, "RETURNING");
            if (hasWhere && whereAt < 0) {
                return Stream.of();
            }
            int end = returningAt < 0 ? endOf(body) : words.get(returningAt).start();
            int afterOthers = whereAt < 0 ? end : words.get(whereAt).start();
            int afterTable = verb == Verb.UPDATE
                    ? words.get(clausesFrom).start()
                    : othersAt < 0 ? afterOthers : words.get(othersAt).start();
            return Stream.of(new Cut(
                    body.substring(0, words.get(verbAt).start()),
                    body.substring(words.get(tableAt).end(), afterTable),
                    othersAt < 0 ? "" : body.substring(words.get(othersAt).end(), afterOthers),
                    whereAt < 0 ? "" : body.substring(words.get(whereAt).end(), end)));
        });
    }

    private static int endOf(String body) {
        int end = body.length();
        while (end > 0 && (body.charAt(end - 1) == ';' || Character.isWhitespace(body.charAt(end - 1)))) {
            end--;
        }
        return end;
    }

    private static Stream<Integer> positions(List<Word> words, String text) {
        return IntStream.range(0, words.size())
                .filter(at -> words.get(at).text().equals(text))
                .boxed();
    }

    /** Negative if there is none. */
    private static int next(List<Word> words, int from, String text) {
        return positions(words, text).filter(at -> at >= from).findFirst().orElse(-1);
    }

    private static String name(Node relation) {
        Node alias = relation.child("alias");
        String name = alias == null ? relation.text("relname") : alias.text("aliasname");
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private boolean isOf(String query, Node tree, Node relation, Verb verb) {
        if (!(parser.parse(query) instanceof Parse.Accepted accepted)
                || accepted.statements().size() != 1) {
            return false;
        }
        Node select = accepted.statements().getFirst().tree();
        List<Node> from = new ArrayList<>(List.of(relation));
        from.addAll(tree.children(verb.field));
        List<Node> selected = select.children("fromClause");
        return select.is("SelectStmt")
                // What stands behind a semicolon is in the way there.
                && parser.parse("SELECT FROM t WHERE ctid IN (" + query + "\n)") instanceof Parse.Accepted
                && same(select.child("withClause"), tree.child("withClause"))
                && same(select.child("whereClause"), tree.child("whereClause"))
                && selected.size() == from.size()
                && IntStream.range(0, from.size())
                        .allMatch(at -> selected.get(at).saysTheSame(from.get(at)));
    }

    private static boolean same(@Nullable Node one, @Nullable Node other) {
        return one == null || other == null
                ? Objects.equals(one, other)
                : one.is(other.kind()) && one.saysTheSame(other);
    }
}
