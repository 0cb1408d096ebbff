package dev.stillhouse.runner.url;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.url.DatabaseUrl.Form;
import dev.stillhouse.runner.url.DatabaseUrl.Host;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
        String path = question < 0 ? place : place.substring(0, question);
        int slash = path.indexOf('/');
        if (slash >= 0 && path.indexOf('@', slash) >= 0) {
            return invalid(
                    "has an @ after the slash that follows its host, so it cannot be told where the password ends.");
        }
        String query = question < 0 ? "" : place.substring(question + 1);
        return Query.parse(form, driver, query).then(parsed -> compose(form, driver, userInfo, path, parsed, written));
    }

    private static Result<DatabaseUrl> compose(
            Form form, @Nullable String driver, String userInfo, String path, Query query, String written) {
        int slash = path.indexOf('/');
        String authority = slash < 0 ? path : path.substring(0, slash);
        String inPath = slash < 0 ? "" : path.substring(slash + 1);
        int colon = userInfo.indexOf(':');
        Optional<String> user = query.take("user", Percent.decode(colon < 0 ? userInfo : userInfo.substring(0, colon)));
        Optional<String> password =
                query.take("password", colon < 0 ? "" : Percent.decode(userInfo.substring(colon + 1)));
        // pgjdbc decodes the whole of its URL as if it were a query.
        Optional<String> database = form == Form.JDBC
                ? Optional.of(Percent.decodeQuery(inPath))
                : query.take("dbname", Percent.decode(inPath)).flatMap(name -> query.take("database", name));
        if (user.isEmpty() || password.isEmpty() || database.isEmpty()) {
            return invalid(
                    "says two different things of its user, its password or its database, one before the question"
                            + " mark and one after it: leave one out.");
        }
        String userName = user.get();
        if (userName.isEmpty()) {
            return invalid("names no user; it must look like postgresql://user:password@host:5432/database.");
        }
        String name = database.get().isEmpty() ? userName : database.get();
        @Nullable String secret = password.get().isEmpty() ? null : password.get();
        return hosts(form, authority, query)
                .then(hosts -> Result.ok(
                        new DatabaseUrl(form, driver, hosts, userName, secret, name, query.rest(), written, null)));
    }

    private static Result<List<Host>> hosts(Form form, String authority, Query query) {
        String names = form == Form.JDBC ? "" : query.take("host");
        String ports = form == Form.JDBC ? "" : query.take("port");
        if (names.isEmpty() && ports.isEmpty()) {
            return Hosts.fromAuthority(authority);
        }
        if (!authority.isEmpty()) {
            return invalid(
                    "says where the server is before its question mark and after it, with host or port: put all of"
                            + " it in one place.");
        }
        return Hosts.fromQuery(names, ports.isEmpty() ? null : ports);
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

    static <T> Result<T> invalid(String what) {
        boolean aboutParts = what.startsWith("has") || what.startsWith("names");
        return Result.failed(
                Reason.InvalidUrl, "The URL of the database in the Secret " + what + (aboutParts ? ENCODE_HINT : ""));
    }
}
