package dev.stillhouse.runner.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.runner.fingerprint.Circumstance.Kind;
import dev.stillhouse.runner.fingerprint.CircumstanceDifference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CircumstanceWordsTest {
    private static CircumstanceDifference lost(String table) {
        return new CircumstanceDifference(
                Kind.Privileges, "TABLE public." + table, "app", List.of("SELECT"), List.of());
    }

    @Test
    void whatShutsWhatIsOpenComesFirst() {
        var open = new CircumstanceDifference(
                Kind.Privileges, "TABLE public.wages", "PUBLIC", List.of(), List.of("SELECT"));
        List<CircumstanceDifference> unlike = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            unlike.add(lost("t" + i));
        }
        unlike.add(open);

        String refused = CircumstanceWords.refused(List.of(open), unlike, "orders_restore", "boss");

        assertThat(refused)
                .contains(
                        "superuser: REVOKE SELECT ON TABLE public.wages FROM PUBLIC; GRANT SELECT ON TABLE public.t0",
                        "All of these statements are in the log.",
                        "Do not swap them before");
        assertThat(CircumstanceWords.unlikeBackup(unlike))
                .hasValueSatisfying(words -> assertThat(words)
                        .contains("Not as in the backup: PUBLIC may SELECT on TABLE public.wages")
                        .contains("superuser: REVOKE SELECT ON TABLE public.wages FROM PUBLIC"));
    }
}
