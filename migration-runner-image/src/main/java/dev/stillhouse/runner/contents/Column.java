package dev.stillhouse.runner.contents;

import dev.stillhouse.runner.database.Sql;
import java.util.Optional;

/** A column that holds data. */
record Column(String name, Form form) {

    /** What its values are, as far as servers of different versions write them in different ways. */
    enum Form {
        /** They write them alike. */
        PLAIN,
        /** Bytes of the type {@code "char"}: since 16 one beyond ASCII is written as an octal number. */
        CHARACTER,
        /** Names of things, as {@code regclass} has them, in quotes where they are keywords. */
        NAME,
        NAMES,
        /** Names of roles ({@code regrole}), which a copy has to have. */
        ROLE,
        ROLES
    }

    private static final String CHARACTER = """
            CASE WHEN pg_catalog.int4(%1$s) < 0 THEN pg_catalog.concat('\\', (pg_catalog.int4(%1$s) + 256) / 64, \
            (pg_catalog.int4(%1$s) + 256) / 8 %% 8, (pg_catalog.int4(%1$s) + 256) %% 8) \
            ELSE pg_catalog.textin(pg_catalog.charout(%1$s)) END\
            """;

    private static final String NAME = """
            pg_catalog.regexp_replace(nullif(pg_catalog.concat(%s), '') COLLATE "C", \
            '(?<!")"([a-z_][a-z0-9_]*)"(?!")', '\\1', 'g')\
            """;

    /** Within an array the quotes are escaped, and the whole is quoted again. */
    private static final String NAMES = """
            pg_catalog.translate(nullif(pg_catalog.concat(%s), ''), '"\\', '')\
            """;

    /**
     * Its value in a row t, in a form that is the same on every version. There are no casts in it: one that the database has
     * itself would run its code.
     */
    String expression() {
        String value = "t." + Sql.quote(name);
        return switch (form) {
            case PLAIN -> value;
            case CHARACTER -> CHARACTER.formatted(value);
            case NAME, ROLE -> NAME.formatted(value);
            case NAMES, ROLES -> NAMES.formatted(value);
        };
    }

    /** The roles in its value, of a row t, a row for each; empty if no role can be in it. */
    Optional<String> roles() {
        String value = "t." + Sql.quote(name);
        return switch (form) {
            case ROLE -> Optional.of(value);
            case ROLES -> Optional.of("pg_catalog.unnest(" + value + ")");
            case PLAIN, CHARACTER, NAME, NAMES -> Optional.empty();
        };
    }
}
