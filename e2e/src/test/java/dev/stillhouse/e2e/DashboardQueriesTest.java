package dev.stillhouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.e2e.DashboardQueries.Query;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** That all of them are found and complete. */
class DashboardQueriesTest {
    @Test
    void those_of_both_dashboards_are_about_what_was_chosen() throws IOException {
        var queries = DashboardQueries.about("shop", "orders");

        assertThat(queries)
                .extracting(Query::dashboard)
                .contains("stillhouse-fleet", "stillhouse-database")
                .hasSizeGreaterThan(40);
        assertThat(queries).noneMatch(query -> query.text().contains("$"));
        assertThat(queries)
                .contains(new Query(
                        "stillhouse-database",
                        "Attempt",
                        "max(stillhouse_migration_attempts{namespace=\"shop\",migration=\"orders\"})"));
    }
}
