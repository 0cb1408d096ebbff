package dev.stillhouse.runner.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.runner.fingerprint.Circumstance;
import dev.stillhouse.runner.fingerprint.Circumstance.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class CreateRightsTest {
    private static Circumstance owner(String subject, String... owners) {
        return new Circumstance(Kind.Owner, subject, "", List.of(owners));
    }

    @Test
    void inPlaceTheyLackItInSchemasThatAreMadeAnewAndNotTheirs() {
        assertThat(CreateRights.missingInPlace(
                        List.of(
                                owner("SCHEMA public", "postgres"),
                                owner("TABLE public.orders", "app"),
                                owner("SCHEMA shop", "clerk"),
                                owner("TABLE shop.carts", "app"),
                                owner("TABLE shop.notes", "clerk"),
                                owner("SCHEMA apps", "app"),
                                owner("TABLE apps.carts", "app"),
                                owner("TABLE apps.notes", "clerk")),
                        "clerk"))
                .containsExactly("GRANT CREATE ON SCHEMA shop TO app");
    }

    @Test
    void ownersMayCreateWhereTheirThingsLie() {
        assertThat(CreateRights.grants(
                        List.of(
                                owner("TABLE public.orders", "app"),
                                owner("SEQUENCE public.orders_id_seq", "app"),
                                owner("FUNCTION \"Odd.\"\"one\".f(a integer)", "\"App\""),
                                owner("TABLE public.of_an_extension"),
                                owner("TABLE public.notes", "clerk"),
                                owner("TABLE public.jobs", "\"The boss\""),
                                owner("SCHEMA other", "app"),
                                owner("LANGUAGE sql", "postgres"),
                                new Circumstance(Kind.Privileges, "TABLE public.orders", "app", List.of("SELECT"))),
                        "clerk",
                        List.of("The boss")))
                .containsExactly(
                        "GRANT CREATE ON SCHEMA public TO app", "GRANT CREATE ON SCHEMA \"Odd.\"\"one\" TO \"App\"");
    }
}
