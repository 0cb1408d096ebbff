package dev.stillhouse.runner.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.runner.catalog.Catalog;
import dev.stillhouse.runner.fixture.Corpus;
import dev.stillhouse.runner.fixture.PythonEnvironment;
import dev.stillhouse.runner.sql.Parse;
import dev.stillhouse.runner.sql.SqlParser;
import dev.stillhouse.runner.sql.Statement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The kinds of statements are read from the parser itself: a new version of it cannot bring one that nobody looked at. */
class KindsTest {
    /** Of nodes that are no statement of their own in a text. */
    private static final Set<String> PARTS =
            Set.of("PLAssignStmt", "RawStmt", "ReplicaIdentityStmt", "ReturnStmt", "SetOperationStmt");

    /** Actions that the server makes itself while it carries out others; the grammar has no way to write them. */
    private static final Set<String> INTERNAL_ACTIONS = Set.of(
            "AT_AddColumnToView",
            "AT_AddIndex",
            "AT_AddIndexConstraint",
            "AT_CookedColumnDefault",
            "AT_ReAddComment",
            "AT_ReAddConstraint",
            "AT_ReAddDomainConstraint",
            "AT_ReAddIndex",
            "AT_ReAddStatistics",
            "AT_ReplaceRelOptions");

    /** Objects that no DROP statement names: there is another statement for them or none, or the name is of something else. */
    private static final Set<String> DROPPED_OTHERWISE = Set.of(
            "OBJECT_AMOP",
            "OBJECT_AMPROC",
            "OBJECT_ATTRIBUTE",
            "OBJECT_COLUMN",
            "OBJECT_DATABASE",
            "OBJECT_DEFACL",
            "OBJECT_DEFAULT",
            "OBJECT_DOMCONSTRAINT",
            "OBJECT_LARGEOBJECT",
            "OBJECT_P",
            "OBJECT_PARAMETER_ACL",
            "OBJECT_PUBLICATION_NAMESPACE",
            "OBJECT_PUBLICATION_REL",
            "OBJECT_ROLE",
            "OBJECT_SUBSCRIPTION",
            "OBJECT_SYSTEM",
            "OBJECT_TABCONSTRAINT",
            "OBJECT_TABLESPACE",
            "OBJECT_USER_MAPPING");

    @Test
    void everyKindIsJudgedByARuleOrKnownToBeHarmless() throws IOException {
        Set<String> kinds = grammar();

        Set<String> looked = new TreeSet<>(Rules.JUDGED);
        looked.addAll(Harmless.KINDS);
        assertThat(looked).containsExactlyElementsOf(kinds);
        assertThat(Harmless.KINDS).doesNotContainAnyElementsOf(Rules.JUDGED);
    }

    @Test
    void theCorpusHasEveryKind() throws IOException {
        SqlParser parser = new SqlParser();
        Set<String> seen = new TreeSet<>();
        for (String sql : Corpus.lines("sql/accepted.sql")) {
            for (Statement statement : ((Parse.Accepted) parser.parse(sql)).statements()) {
                seen.addAll(Kinds.of(statement.tree()));
            }
        }

        assertThat(seen).containsExactlyElementsOf(grammar());
    }

    @Test
    void aKindThatNobodyLookedAtIsDestructive() {
        var statement = ((Parse.Accepted) new SqlParser().parse("SELECT 1"))
                .statements()
                .getFirst();
        var subject = new Subject("ae10", statement, new Surroundings(Catalog.UNKNOWN));

        assertThat(UnknownStatement.finding(subject, List.of("FutureStmt")))
                .hasValue(new Finding(
                        "ae10",
                        "unknown-statement",
                        "runs a kind of statement that no rule knows: FutureStmt",
                        "SELECT 1"));
        assertThat(UnknownStatement.finding(subject, List.of("SelectStmt"))).isEmpty();
    }

    @Test
    void onlyKindsThatExistAreFollowed() throws IOException {
        assertThat(grammar()).containsAll(FollowedKinds.ALL);
    }

    private static Set<String> grammar() throws IOException {
        byte[] module = Files.readAllBytes(PythonEnvironment.MODULE.resolve("target/grammar/libpg-query.wasm"));
        String text = new String(module, StandardCharsets.ISO_8859_1);
        Set<String> kinds = new TreeSet<>();
        names(text, "\"([A-Z]\\w*Stmt)\":", PARTS, kinds);
        kinds.remove(Kinds.DROP);
        kinds.remove(Kinds.ALTER_TABLE);
        Set<String> actions = names(text, "\0(AT_\\w+)(?=\0)", INTERNAL_ACTIONS, new TreeSet<>());
        Set<String> objects = names(text, "(OBJECT_[A-Z_]+)(?=\0)", DROPPED_OTHERWISE, new TreeSet<>());
        actions.forEach(action -> kinds.add(Kinds.action(action)));
        objects.forEach(object -> kinds.add(Kinds.dropOf(object)));
        return kinds;
    }

    private static Set<String> names(String text, String pattern, Set<String> except, Set<String> names) {
        Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .filter(name -> !except.contains(name))
                .forEach(names::add);
        return names;
    }
}
