package dev.stillhouse.runner.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.stillhouse.runner.fingerprint.Circumstance.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CircumstanceDifferenceTest {
    private static final String TABLE = "TABLE public.orders";
    private static final String FUNCTION = "FUNCTION public.pay()";

    private static Circumstance may(String subject, String role, String... privileges) {
        return new Circumstance(Kind.Privileges, subject, role, List.of(privileges));
    }

    private static List<Circumstance> with(Circumstance... more) {
        List<Circumstance> all = new ArrayList<>(List.of(
                new Circumstance(Kind.Owner, TABLE, "", List.of("boss")),
                new Circumstance(Kind.Owner, FUNCTION, "", List.of("boss"))));
        all.addAll(List.of(more));
        return all;
    }

    private static CircumstanceDifference only(List<Circumstance> first, List<Circumstance> second) {
        var differences = CircumstanceDifference.between(first, second);
        assertThat(differences).hasSize(1);
        return differences.getFirst();
    }

    @Test
    void nothingIsDifferentOfWhatIsTheSame() {
        assertThat(CircumstanceDifference.between(with(may(TABLE, "app", "SELECT")), with(may(TABLE, "app", "SELECT"))))
                .isEmpty();
    }

    @Test
    void aFunctionWithoutALineIsEverybodys() {
        var taken = with(may(FUNCTION, "PUBLIC"));

        assertThat(only(taken, with()).loosens()).isTrue();
        assertThat(only(taken, with()).remedies())
                .containsExactly("REVOKE EXECUTE ON FUNCTION public.pay() FROM PUBLIC");
        assertThat(only(with(), taken).loosens()).isFalse();
        assertThat(only(with(), taken).remedies()).containsExactly("GRANT EXECUTE ON FUNCTION public.pay() TO PUBLIC");
        assertThat(CircumstanceDifference.between(with(may(TABLE, "PUBLIC")), with()))
                .isEmpty();
    }

    @Test
    void aNameThatIsAKeywordToOneServerIsTheSameName() {
        var old = List.of(
                new Circumstance(Kind.Owner, "PROCEDURE public.json(json json)", "", List.of("system_user")),
                may("PROCEDURE public.json(json json)", "system_user", "EXECUTE"));
        String here = "PROCEDURE public.\"json\"(IN \"json\" json)";
        var owner = new Circumstance(Kind.Owner, here, "", List.of("\"system_user\""));

        assertThat(CircumstanceDifference.between(old, List.of(owner, may(here, "\"system_user\"", "EXECUTE"))))
                .isEmpty();
        assertThat(only(old, List.of(owner, may(here, "\"system_user\""))).remedies())
                .containsExactly("GRANT EXECUTE ON " + here + " TO \"system_user\"");
    }

    @Test
    void theRightToHandOnIsARightOfItsOwn() {
        var plain = with(may(TABLE, "app", "SELECT"));
        var option = with(may(TABLE, "app", "SELECT*"));

        assertThat(only(plain, option).loosens()).isTrue();
        assertThat(only(plain, option).remedies())
                .containsExactly(
                        "REVOKE SELECT ON TABLE public.orders FROM app", "GRANT SELECT ON TABLE public.orders TO app");
        assertThat(only(option, plain).loosens()).isFalse();
        assertThat(only(option, plain).remedies().getLast())
                .isEqualTo("GRANT SELECT ON TABLE public.orders TO app WITH GRANT OPTION");
    }

    @Test
    void whatOnlyOneOfThemHasIsNoDifference() {
        var more = with(
                new Circumstance(Kind.Owner, "TABLE public.later", "", List.of("boss")),
                may("TABLE public.later", "PUBLIC", "SELECT"));

        assertThat(CircumstanceDifference.between(with(), more)).isEmpty();
        assertThat(CircumstanceDifference.between(more, with())).isEmpty();
    }

    /** The lines of an extension's members say that they are there, and not whose they are. */
    @Test
    void aMemberThatOneVersionOfAnExtensionLacksIsNoDifference() {
        String reset = "FUNCTION public.reset(bigint)";
        var newer = with(new Circumstance(Kind.Owner, reset, "", List.of()), may(reset, "PUBLIC"));

        assertThat(CircumstanceDifference.between(with(), newer)).isEmpty();
        assertThat(CircumstanceDifference.between(newer, with())).isEmpty();
        assertThat(only(newer, with(new Circumstance(Kind.Owner, reset, "", List.of())))
                        .loosens())
                .isTrue();
    }

    @Test
    void anOwnerAndAVersionAreTold() {
        var other = List.of(
                new Circumstance(Kind.Owner, TABLE, "", List.of("app")),
                new Circumstance(Kind.Owner, FUNCTION, "", List.of("boss")),
                new Circumstance(Kind.Extension, "extension hstore", "", List.of("1.8")));
        var differences = CircumstanceDifference.between(
                with(new Circumstance(Kind.Extension, "extension hstore", "", List.of("1.4"))), other);

        assertThat(differences)
                .extracting(
                        CircumstanceDifference::subject, CircumstanceDifference::missing, CircumstanceDifference::more)
                .containsExactly(
                        tuple(TABLE, List.of("boss"), List.of("app")),
                        tuple("extension hstore", List.of("1.4"), List.of("1.8")));
        assertThat(differences).noneMatch(CircumstanceDifference::loosens);
    }
}
