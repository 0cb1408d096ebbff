package dev.stillhouse.runner.url;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.url.DatabaseUrl.Form;
import dev.stillhouse.runner.url.DatabaseUrl.Host;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Understands {@code postgresql://}, {@code postgres://}, SQLAlchemy's {@code postgresql+driver://} and
 * {@code jdbc:postgresql://}. A message of {@link Reason#InvalidUrl} never repeats a part of the URL that could be the
 * password.
 */
public final class UrlParser {
    private static final Pattern SCHEME = Pattern.compile(
            "(?<jdbc>jdbc:)?(?<dialect>postgres(?:ql)?)(?:\\+(?<driver>\\w+))?:", Pattern.CASE_INSENSITIVE);
    private static final String ENCODE_HINT =
            " If the user or the password contains one of : / ? # [ ] @ %, percent-encode it (@ is %40).";

    private UrlParser() {}

    public static Result<DatabaseUrl> parse(@Nullable String secret) {
        String text = secret == null ? "" : secret.strip();
        if (text.isEmpty()) {
            return invalid("is empty; it must look like postgresql://user:password@host:5432/database.");
        }
        Matcher scheme = SCHEME.matcher(text);
        if (!scheme.lookingAt()) {
            return invalid(
                    "does not begin with postgresql://, postgres://, postgresql+driver:// or jdbc:postgresql://.");
        }
        String rest = text.substring(scheme.end());
        Form form = scheme.group("jdbc") == null ? Form.LIBPQ : Form.JDBC;
        if (form == Form.LIBPQ && !rest.startsWith("//")) {
            return invalid("has no // after its scheme.");
        }
        if (!rest.startsWith("//")) {
            // jdbc:postgresql:database and jdbc:postgresql:/ mean this machine, which in a pod is never the database.
            return invalid("names no host; write jdbc:postgresql://host:5432/database.");
        }
        @Nullable String driver = scheme.group("driver");
        return split(form, driver == null ? null : driver.toLowerCase(Locale.ROOT), rest.substring(2), text);
    }

    private static Result<DatabaseUrl> split(Form form, @Nullable String driver, String rest, String written) {
        int at = endOfUserInfo(rest);
        String userInfo = at < 0 ? "" : rest.substring(0, at);
        String place = rest.substring(at + 1);
        int question = place.indexOf('?');
        Map<String, String> query = query(question < 0 ? "" : place.substring(question + 1));
        String path = question < 0 ? place : place.substring(0, question);
        int slash = path.indexOf('/');
        if (slash >= 0 && path.indexOf('@', slash) >= 0) {
            return invalid(
                    "has an @ after the slash that follows its host, so it cannot be told where the password ends.");
        }
        String database = slash < 0 ? "" : Percent.decode(path.substring(slash + 1));
        String authority = slash < 0 ? path : path.substring(0, slash);

        int colon = userInfo.indexOf(':');
        String user = Percent.decode(colon < 0 ? userInfo : userInfo.substring(0, colon));
        @Nullable String password = colon < 0 ? null : Percent.decode(userInfo.substring(colon + 1));
        @Nullable String queryUser = query.remove("user");
        @Nullable String queryPassword = query.remove("password");
        @Nullable String queryDatabase = query.remove("dbname");
        @Nullable String queryHosts = query.remove("host");
        @Nullable String queryPorts = query.remove("port");
        String finalUser = user.isEmpty() && queryUser != null ? queryUser : user;
        String name = database.isEmpty() ? (queryDatabase == null ? finalUser : queryDatabase) : database;
        if (finalUser.isEmpty()) {
            return invalid("names no user; it must look like postgresql://user:password@host:5432/database.");
        }
        Result<List<Host>> hosts = authority.isEmpty() && queryHosts != null
                ? Hosts.fromQuery(queryHosts, queryPorts)
                : Hosts.fromAuthority(authority);
        return hosts.then(list -> Result.ok(new DatabaseUrl(
                form, driver, list, finalUser, password == null ? queryPassword : password, name, query, written)));
    }

    /**
     * Where the {@code @} before the host is. A password with an {@code @} or a slash that was not encoded is common
     * and can be told apart here: the last {@code @} before the query ends it.
     */
    private static int endOfUserInfo(String rest) {
        int slash = rest.indexOf('/');
        int question = rest.indexOf('?');
        int queryStart = question < 0 ? rest.length() : question;
        int authorityEnd = slash < 0 ? queryStart : Math.min(slash, queryStart);
        int inAuthority = rest.lastIndexOf('@', authorityEnd - 1);
        return inAuthority >= 0 ? inAuthority : rest.lastIndexOf('@', queryStart - 1);
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                String value = Percent.decodeQuery(pair.substring(equals + 1));
                // SQLAlchemy repeats host= for several servers; libpq separates them by commas.
                query.merge(Percent.decodeQuery(pair.substring(0, equals)), value, (a, b) -> a + "," + b);
            }
        }
        return query;
    }

    static <T> Result<T> invalid(String what) {
        boolean aboutParts = what.startsWith("has") || what.startsWith("names");
        return Result.failed(
                Reason.InvalidUrl, "The URL of the database in the Secret " + what + (aboutParts ? ENCODE_HINT : ""));
    }
}
