package dev.stillhouse.runner.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptsTest {
    @Test
    void whatMakesTheSessionReadyIsNoStatementOfIt() {
        assertThat(Scripts.statements(List.of(
                        "--",
                        "-- PostgreSQL database dump",
                        "\\restrict x",
                        "SET statement_timeout = 0;",
                        "SELECT pg_catalog.set_config('search_path', '', false);",
                        "",
                        "CREATE EVENT TRIGGER \"note\" ON \"ddl_command_end\"",
                        "   EXECUTE FUNCTION \"provider\".\"note\"();",
                        "ALTER EVENT TRIGGER note OWNER TO provider;",
                        "\\unrestrict x")))
                .containsExactly(
                        "CREATE EVENT TRIGGER \"note\" ON \"ddl_command_end\" EXECUTE FUNCTION \"provider\".\"note\"();",
                        "ALTER EVENT TRIGGER note OWNER TO provider;");
    }
}
