package dev.stillhouse.runner.postgres;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.database.QuotedText;
import dev.stillhouse.runner.database.Sql;
import dev.stillhouse.runner.model.Trouble;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Has a database of a private server order, compare and read amounts as the one that was dumped. What of that cannot be had is
 * replaced by the order of bytes: names are needed for the restore, and most databases do not depend on an order.
 */
final class CopyLocale {
    /**
     * wrong_object_type, invalid_parameter_value; feature_not_supported or syntax_error: the server was built without ICU, or
     * is too old for it.
     */
    private static final Set<String> NO_SUCH_LOCALE = Set.of("42809", "22023", "0A000", "42601");

    /** How initdb names its collations of ICU. */
    private static final String OF_ICU = "-x-icu";

    private final Connection connection;
    private final Origin origin;

    /** @param connection as a superuser */
    CopyLocale(Connection connection, Origin origin) {
        this.connection = connection;
        this.origin = origin;
    }

    /** Without their locale none of the amounts could be read, or another one would be. */
    Optional<Trouble> unreadableAmounts() throws SQLException {
        String monetary = origin.locale().monetary();
        return monetary == null || has(monetary)
                ? Optional.empty()
                : Optional.of(
                        new Trouble(
                                Reason.BackupNotVerifiable,
                                "The database has columns of the type money, and writes amounts as in " + monetary
                                        + " (lc_monetary), a locale that the runner's own PostgreSQL has not, so that it could not"
                                        + " read them. Have the copy made on the database's own server (spec.copies.where:"
                                        + " SameServer), use a runner image in which localedef can make it, or have the"
                                        + " user that takes the backup write them plainly: ALTER ROLE … SET lc_monetary = 'C'."
                                        + " Or set spec.backup.verify: Digest, which does not show that the backup can be restored."));
    }

    /**
     * Creates the database.
     *
     * @return the locales that it lacks
     */
    List<String> create(String name, String owner) throws SQLException {
        String create = "CREATE DATABASE " + name + " OWNER " + Sql.quote(owner) + " TEMPLATE template0 ENCODING "
                + QuotedText.quote(origin.encoding());
        String same =
                " LC_COLLATE " + QuotedText.quote(origin.collate()) + " LC_CTYPE " + QuotedText.quote(origin.ctype());
        // Nearest to it that knows the letters: a check or an index may ask for lower case.
        String letters = " LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'";
        List<String> missing = new ArrayList<>();
        for (String locale : Locales.of(origin)) {
            if (!has(locale)) {
                missing.add(locale);
            }
        }
        Optional<String> provider = provider();
        if (provider.isEmpty() || !created(create + same + provider.get(), create + letters + provider.get())) {
            if (provider.isPresent()) {
                missing.add(origin.locale().name()
                        + (origin.locale().provider().equals("i") ? " of ICU" : " of PostgreSQL"));
            }
            if (!created(create + same, create + letters)) {
                execute(create + " LC_COLLATE 'C' LC_CTYPE 'C'");
            }
        }
        String monetary = origin.locale().monetary();
        if (monetary != null && has(monetary)) {
            execute("ALTER DATABASE " + name + " SET lc_monetary = " + QuotedText.quote(monetary));
        }
        return missing;
    }

    /** Whose order it is, if not the operating system's. */
    private Optional<String> provider() {
        String name = origin.locale().name();
        String rules = origin.locale().rules();
        return name == null
                ? Optional.empty()
                : switch (origin.locale().provider()) {
                    case "i" ->
                        Optional.of(" LOCALE_PROVIDER icu ICU_LOCALE " + QuotedText.quote(name)
                                + (rules == null ? "" : " ICU_RULES " + QuotedText.quote(rules)));
                    case "b" -> Optional.of(" LOCALE_PROVIDER builtin BUILTIN_LOCALE " + QuotedText.quote(name));
                    default -> Optional.empty();
                };
    }

    /** Creates collations that the server knows by other names, or not at all; in the database itself. */
    void collations() throws SQLException {
        for (String collation : origin.collations()) {
            List<String> there = Sql.list(
                    connection,
                    "SELECT collname FROM pg_collation WHERE collnamespace = 'pg_catalog'::regnamespace"
                            + " AND collencoding IN (-1, (SELECT encoding FROM pg_database"
                            + " WHERE datname = current_database())) AND collname = ?",
                    row -> row.getString(1),
                    collation);
            String create = "CREATE COLLATION pg_catalog." + Sql.quote(collation) + " (";
            if (there.isEmpty() && !created(create + definition(collation) + ")")) {
                execute(create + "LOCALE = 'C')");
            }
        }
    }

    private String definition(String collation) {
        return collation.endsWith(OF_ICU)
                ? "PROVIDER = icu, LOCALE = "
                        + QuotedText.quote(collation.substring(0, collation.length() - OF_ICU.length()))
                : "LOCALE = " + QuotedText.quote(locale(collation));
    }

    /** PostgreSQL names a collation with and without the encoding. */
    private String locale(String collation) {
        int at = collation.indexOf('@');
        return collation.contains(".") || !origin.encoding().equals("UTF8")
                ? collation
                : at < 0 ? collation + ".utf8" : collation.substring(0, at) + ".utf8" + collation.substring(at);
    }

    private boolean has(String locale) throws SQLException {
        boolean known;
        try {
            execute("SET lc_monetary = " + QuotedText.quote(locale));
            known = true;
        } catch (SQLException e) {
            known = false;
        }
        execute("RESET lc_monetary");
        return known;
    }

    /** Runs the first of the statements that can be run here; none if no locale of theirs is there. */
    private boolean created(String... ways) throws SQLException {
        for (String way : ways) {
            try {
                execute(way);
                return true;
            } catch (SQLException e) {
                if (!NO_SUCH_LOCALE.contains(Objects.requireNonNullElse(e.getSQLState(), ""))) {
                    throw e;
                }
            }
        }
        return false;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
