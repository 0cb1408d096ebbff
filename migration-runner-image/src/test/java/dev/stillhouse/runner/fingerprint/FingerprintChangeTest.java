package dev.stillhouse.runner.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FingerprintChangeTest {

    private static Fingerprint of(List<String> schema, List<String> details, List<String> expressions) {
        return new Fingerprint(schema, details, new Expressions(Expressions.SHAPE, 18, expressions));
    }

    private static List<String> changes(List<String> schema, List<String> more) {
        return of(schema, List.of(), List.of()).changesTo(of(more, List.of(), List.of()));
    }

    @Test
    void whatComesGoesAndChanges() {
        assertThat(changes(
                        List.of("table t\t", "column t.a\tinteger, not null", "index i on t\tbtree"),
                        List.of("table t\t", "column t.a\tbigint, not null", "type mood\tenum 'ok'")))
                .containsExactly(
                        "column t.a is \"bigint, not null\", and was \"integer, not null\"",
                        "index i on t is missing",
                        "type mood is there, and was not before");
    }

    @Test
    void aFactThatIsGone() {
        assertThat(changes(List.of("table t\tunlogged"), List.of("table t\t")))
                .containsExactly("table t is without that, and was \"unlogged\"");
    }

    @Test
    void detailsAndExpressionsOfWhatIsInBoth() {
        List<String> schema = List.of("table t\t", "trigger r on t\t");
        List<String> more = List.of("table t\t", "trigger r on t\t", "view v\t");
        Fingerprint before = of(
                schema,
                List.of("table t\toptions\tfillfactor=50", "trigger r on t\thash of arguments\t1"),
                List.of("column t.a\tdefault\t1", "table t\tcheck\t1"));
        Fingerprint after = of(
                more,
                List.of(
                        "table t\toptions\tfillfactor=70",
                        "trigger r on t\thash of arguments\t2",
                        "view v\toptions\tx"),
                List.of("table t\tcheck\t2", "view v\tquery\t3"));

        assertThat(before.changesTo(after))
                .containsExactly(
                        "view v is there, and was not before",
                        "options of table t: \"fillfactor=70\", and before \"fillfactor=50\"",
                        "arguments of trigger r on t: another value than before",
                        "check of table t says something else than before");
    }

    @Test
    void nothing() {
        assertThat(changes(List.of("table t\tx"), List.of("table t\tx"))).isEmpty();
    }
}
