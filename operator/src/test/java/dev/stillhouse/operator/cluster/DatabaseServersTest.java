package dev.stillhouse.operator.cluster;

import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.DatabaseIdentity;
import dev.stillhouse.api.v1alpha1.DatabaseSpec;
import dev.stillhouse.operator.fixture.MigrationBuilder;
import dev.stillhouse.report.Operation;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseServersTest {
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");

    private static DatabaseSpec at(String host, @Nullable Integer port, @Nullable String copy) {
        return new DatabaseSpec(
                null, null, host, null, port, null, "orders", null, "orders", null, null, null, null, copy);
    }

    private static Optional<DatabaseIdentity> read(@Nullable String identifier) {
        return Optional.of(new DatabaseIdentity(identifier, "orders", "17.2", "alembic_version"));
    }

    private static String name(String namespace, DatabaseSpec database) {
        var name = DatabaseServers.name(namespace, database, Optional.empty());
        assertThat(name).matches(LABEL);
        return name;
    }

    @Test
    void what_the_server_says_of_itself_counts_before_its_names() {
        assertThat(DatabaseServers.name("shop", at("pg", null, null), read("7412")))
                .isEqualTo("7412")
                .isEqualTo(DatabaseServers.name(
                        "bills", MigrationBuilder.database("bills-db", "url", null), read("7412")));
        assertThat(DatabaseServers.name("shop", at("pg", null, "staging"), read("7412")))
                .isEqualTo("7412-staging");
        assertThat(DatabaseServers.name("shop", at("pg", null, null), read(null)))
                .isEqualTo(name("shop", at("pg", null, null)));
    }

    @ParameterizedTest
    @CsvSource({
        "pg, 5432, pg.shop",
        "PG, , pg.shop.svc",
        "pg.shop, , pg.shop.svc.cluster.local",
        "db.example.com, , db.example.com.",
        "'a,b', , 'A,b'"
    })
    void names_of_one_host_are_one(String one, @Nullable Integer port, String other) {
        assertThat(name("shop", at(one, port, null))).isEqualTo(name("shop", at(other, null, null)));
    }

    @Test
    void what_may_be_another_server_has_another_name() {
        assertThat(List.of(
                        name("shop", at("pg", null, null)),
                        name("bills", at("pg", null, null)),
                        name("shop", at("pg", 5433, null)),
                        name("shop", at("::1", null, null)),
                        name("shop", at("a,b", null, null)),
                        name("shop", at("a-b", null, null)),
                        name("shop", at("x".repeat(60) + ".example.com", null, null)),
                        name("shop", at("x".repeat(60) + ".example.org", null, null)),
                        name("shop", MigrationBuilder.database("orders", "url", null)),
                        name("shop", MigrationBuilder.database("orders", "other", null)),
                        name("bills", MigrationBuilder.database("orders", "url", null))))
                .doesNotHaveDuplicates();
    }

    @Test
    void a_run_is_on_the_server_that_it_was_made_for() {
        assertThat(DatabaseServers.of(aRun(1).onServer("7412").build())).contains("7412");
        assertThat(DatabaseServers.of(aRun(1).build()))
                .contains(name("shop", MigrationBuilder.database("orders-db", "url", null)));
        assertThat(DatabaseServers.of(
                        aRun(1).onServer("7412").operation(Operation.Verify).build()))
                .isEmpty();
    }
}
