package dev.stillhouse.runner.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DatabaseNamesTest {
    private static final Instant TIME = Instant.parse("2026-11-20T18:15:30.9Z");

    @Test
    void haveTheTimeInThem() {
        DatabaseNames names = DatabaseNames.at("orders", TIME, Set.of());

        assertThat(names.fresh()).isEqualTo("orders_restore_20261120_181530");
        assertThat(names.kept()).isEqualTo("orders_before_20261120_181530");
    }

    @Test
    void areNeverTaken() {
        DatabaseNames names = DatabaseNames.at(
                "orders", TIME, Set.of("orders_restore_20261120_181530", "orders_before_20261120_181531"));

        assertThat(names.fresh()).isEqualTo("orders_restore_20261120_181532");
        assertThat(names.kept()).isEqualTo("orders_before_20261120_181532");
    }

    @Test
    void areNeverCutOffByTheServer() {
        DatabaseNames names = DatabaseNames.at("ü".repeat(31) + "x", TIME, Set.of());

        assertThat(names.fresh().getBytes(StandardCharsets.UTF_8).length).isBetween(62, 63);
        assertThat(names.kept().getBytes(StandardCharsets.UTF_8).length).isBetween(62, 63);
        assertThat(names.fresh()).startsWith("üü").endsWith("_restore_20261120_181530");
    }

    @Test
    void areRecognisedAgain() {
        String longest = "o".repeat(63);

        assertThat(DatabaseNames.isFresh("orders", "orders_restore_20261120_181530"))
                .isTrue();
        assertThat(DatabaseNames.isKept("orders", "orders_before_20261120_181530"))
                .isTrue();
        assertThat(DatabaseNames.isFresh(
                        longest, DatabaseNames.at(longest, TIME, Set.of()).fresh()))
                .isTrue();
        assertThat(DatabaseNames.isFresh("orders", "orders2_restore_20261120_181530"))
                .isFalse();
        assertThat(DatabaseNames.isKept("orders", "orders_before_christmas")).isFalse();
    }

    @Test
    void settingsThatAreListsAreTakenApart() {
        assertThat(QuotedList.elements("\"$user\", public, \"Odd, \"\"one\"\"\""))
                .containsExactly("$user", "public", "Odd, \"one\"");
        assertThat(QuotedList.elements("\"\"")).containsExactly("");
        assertThat(DatabaseSettings.setting("\"db\"", null, "search_path", "\"\""))
                .isEqualTo("ALTER DATABASE \"db\" SET \"search_path\" TO ''");
    }
}
