package dev.stillhouse.runner.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExpressionDifferenceTest {
    private static final Set<String> THINGS = Set.of("view v", "column t.a");

    private static Expressions on(int server, String... lines) {
        return new Expressions(Expressions.SHAPE, server, List.of(lines));
    }

    private static ExpressionDifference between(Expressions database, Expressions copy) {
        return ExpressionDifference.between(database, copy, THINGS);
    }

    @Test
    void anotherDigestOnTheSameVersionIsCertain() {
        ExpressionDifference difference = between(
                on(17, "column t.a\tdefault\t1111", "view v\tquery\t2222"),
                on(17, "column t.a\tdefault\t1112", "view v\tquery\t2222"));

        assertThat(difference.certain()).isTrue();
        assertThat(difference.clauses()).containsExactly("default of column t.a is not as in the database");
        assertThat(difference.notes()).isEmpty();
    }

    @Test
    void oneThatIsMissingIsTold() {
        assertThat(between(on(17, "column t.a\tdefault\t1111"), on(17)).clauses())
                .hasSize(1);
    }

    @Test
    void onAnotherVersionItIsANote() {
        ExpressionDifference difference =
                between(on(17, "column t.a\tdefault\t1111"), on(18, "column t.a\tdefault\t1112"));

        assertThat(difference.certain()).isFalse();
        assertThat(difference.notes())
                .singleElement()
                .asString()
                .contains("another major version", "default of column t.a")
                .endsWith(".");
        assertThat(between(on(17, "column t.a\tdefault\t1111"), on(18, "column t.a\tdefault\t1111"))
                        .notes())
                .isEmpty();
    }

    @Test
    void viewsOfBefore16AreWrittenInOtherWords() {
        assertThat(between(
                                on(15, "column t.a\tdefault\t1111", "view v\tquery\t2222"),
                                on(16, "column t.a\tdefault\t1112", "view v\tquery\t2223"))
                        .clauses())
                .containsExactly("default of column t.a is not as in the database");
        assertThat(between(on(14, "view v\tquery\t2222"), on(15, "view v\tquery\t2223"))
                        .clauses())
                .hasSize(1);
    }

    @Test
    void whatCannotBeComparedIsNotDifferent() {
        Expressions one = on(17, "column t.a\tdefault\t1111");

        assertThat(between(one, on(17, "column t.a\tdefault\t-")).clauses()).isEmpty();
        assertThat(between(on(17, "column t.a\tdefault\t-"), one).clauses()).isEmpty();
        assertThat(between(on(17, "view missing\tquery\t1111"), on(17)).clauses())
                .isEmpty();
        assertThat(ExpressionDifference.between(one, null, THINGS).clauses()).isEmpty();
        assertThat(ExpressionDifference.between(null, one, THINGS).clauses()).isEmpty();
        assertThat(between(one, new Expressions(Expressions.SHAPE + 1, 17, List.of()))
                        .clauses())
                .isEmpty();
    }

    @Test
    void whatCannotBeComparedIsTold() {
        Expressions one = on(17, "column t.a\tdefault\t1111");

        assertThat(between(one, on(17, "column t.a\tdefault\t-")).notes())
                .singleElement()
                .asString()
                .startsWith("It was not compared what these say")
                .endsWith("default of column t.a.");
        assertThat(between(on(17, "column t.a\tdefault\t-"), one).notes()).hasSize(1);
        assertThat(between(on(17, "view missing\tquery\t-"), on(17)).notes())
                .as("of what is missing it is told that it is")
                .isEmpty();
        for (Expressions other : new Expressions[] {null, new Expressions(Expressions.SHAPE + 1, 17, one.lines())}) {
            assertThat(between(one, other).notes())
                    .singleElement()
                    .asString()
                    .contains("other expressions say was not compared");
        }
    }

    @Test
    void oneIsFoundAmongOthersThatBeginLikeIt() {
        Expressions all = on(17, "view v\tquery\t1", "view v\tquery\ta\t2", "view v\tquery b\t3", "view v!\tquery\t4");

        assertThat(all.digest("view v\tquery")).isEqualTo("1");
        assertThat(all.digest("view v\tquery\ta")).isEqualTo("2");
        assertThat(all.digest("view v\tquery b")).isEqualTo("3");
        assertThat(all.digest("view v!\tquery")).isEqualTo("4");
        assertThat(all.digest("view v\tquer")).isNull();
        assertThat(all.digest("view z\tquery")).isNull();
        assertThat(all.without(Set.of("view v!")).digest("view v!\tquery")).isEqualTo("-");
        assertThat(all.without(Set.of("view v!")).digest("view v\tquery")).isEqualTo("1");
    }

    @Test
    void ofManyNotAllAreTold() {
        String[] lines = new String[9];
        for (int n = 0; n < lines.length; n++) {
            lines[n] = "view v\tpart " + n + "\t1";
        }

        assertThat(between(on(17, lines), on(18)).notes())
                .singleElement()
                .asString()
                .contains("part 4")
                .doesNotContain("part 5")
                .contains("and 4 more");
    }
}
