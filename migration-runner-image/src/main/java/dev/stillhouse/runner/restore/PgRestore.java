package dev.stillhouse.runner.restore;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Options of pg_restore for a database that is to be used: owners, privileges and everything else as they were. */
final class PgRestore {
    private PgRestore() {}

    static List<String> options(@Nullable String role) {
        return role == null ? List.of() : List.of("--role=" + role);
    }

    /** Over what is there; all of it or nothing. */
    static List<String> inPlace(@Nullable String role) {
        List<String> options = new ArrayList<>(List.of("--clean", "--if-exists", "--single-transaction"));
        options.addAll(options(role));
        return options;
    }
}
