package dev.stillhouse.runner.url;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The URL of a PostgreSQL database, taken to pieces and decoded.
 *
 * @param form how it was written, which says what its parameters mean
 * @param driver the SQLAlchemy driver that it names ({@code postgresql+asyncpg}), if any
 * @param hosts at least one
 * @param parameters the rest of the query in its order, without user, password, host, port and database
 * @param written the text that somebody wrote, or null if this was put together
 * @param auth where the password comes from that is made anew for each connection; null if there is none such
 */
public record DatabaseUrl(
        Form form,
        @Nullable String driver,
        List<Host> hosts,
        String user,
        @Nullable String password,
        String database,
        Map<String, String> parameters,
        @Nullable String written,
        @Nullable Auth auth) {

    public DatabaseUrl {
        hosts = List.copyOf(hosts);
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    public enum Form {
        /** {@code postgresql://}, as libpq and SQLAlchemy understand it. */
        LIBPQ,
        /** {@code jdbc:postgresql://}. */
        JDBC
    }

    /** A server; an IPv6 address is without its brackets. */
    public record Host(String name, int port) {

        /** {@code name:port}, with brackets around an IPv6 address. */
        public String authority() {
            return (name.contains(":") ? "[" + name + "]" : name) + ":" + port;
        }
    }

    /** The same server and user, in another database. */
    public DatabaseUrl in(String otherDatabase) {
        return new DatabaseUrl(form, driver, hosts, user, password, otherDatabase, parameters, null, auth);
    }

    /** The same database, as another user, who has a password of his own. */
    public DatabaseUrl as(String otherUser, String itsPassword) {
        return new DatabaseUrl(form, driver, hosts, otherUser, itsPassword, database, parameters, null, null);
    }

    /** The same database and user, with this password. */
    public DatabaseUrl with(String itsPassword) {
        return as(user, itsPassword);
    }

    /** The same without a parameter. */
    public DatabaseUrl without(String parameter) {
        Map<String, String> fewer = new LinkedHashMap<>(parameters);
        fewer.remove(parameter);
        return with(fewer);
    }

    /** The same with settings of the session, as in {@code options}, besides those that it has. */
    public DatabaseUrl withOptions(String options) {
        Map<String, String> more = new LinkedHashMap<>(parameters);
        more.merge("options", options, (before, added) -> before + " " + added);
        return with(more);
    }

    /** The same with other parameters. */
    DatabaseUrl with(Map<String, String> otherParameters) {
        return new DatabaseUrl(
                form, driver, hosts, user, password, database, otherParameters, writtenWith(otherParameters), auth);
    }

    /** The same, with a password that is made anew for each connection. */
    DatabaseUrl with(Auth itsAuth) {
        return new DatabaseUrl(form, driver, hosts, user, password, database, parameters, written, itsAuth);
    }

    /** What was written, with the parameters that come to it; null if others change. */
    private @Nullable String writtenWith(Map<String, String> otherParameters) {
        if (written == null
                || !otherParameters.entrySet().containsAll(parameters.entrySet())
                || written.indexOf('#') >= 0) {
            return null;
        }
        StringBuilder text = new StringBuilder(written);
        otherParameters.forEach((name, value) -> {
            if (!parameters.containsKey(name)) {
                text.append(text.indexOf("?") < 0 ? '?' : '&')
                        .append(Percent.encode(name))
                        .append('=')
                        .append(Percent.encode(value));
            }
        });
        return text.toString();
    }

    /** Servers and database, for a person; without user and password. */
    public String place() {
        return String.join(",", hosts.stream().map(Host::authority).toList()) + "/" + database;
    }

    /**
     * The password as it may turn up in a text: plain and percent-encoded. One that is also the name of the user, the
     * database or a host can only be recognised between its colon and its @.
     */
    public List<String> secrets() {
        if (password == null || password.isEmpty()) {
            return List.of();
        }
        String encoded = Percent.encode(password);
        String quoted = password.replace("'", "''");
        String quotedForLibpq = password.replace("\\", "\\\\").replace("'", "\\'");
        boolean ambiguous = password.equals(user)
                || password.equals(database)
                || hosts.stream().anyMatch(host -> host.name().equals(password));
        return ambiguous
                ? List.of(":" + encoded + "@", ":" + password + "@")
                : List.of(password, encoded, quoted, quotedForLibpq);
    }

    @Override
    public String toString() {
        return "DatabaseUrl[" + place() + "]";
    }
}
