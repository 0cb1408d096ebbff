package dev.stillhouse.runner.url;

import dev.stillhouse.runner.url.DatabaseUrl.Form;
import dev.stillhouse.runner.url.DatabaseUrl.Host;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The form that SQLAlchemy takes, with the driver that the Secret named. Parameters of a libpq or SQLAlchemy URL are
 * handed on as they are: they are the project's. Of a JDBC URL only those that libpq knows too are.
 */
public final class SqlAlchemyForm {
    private static final Set<String> IN_BOTH = Set.of("sslmode", "sslrootcert", "sslcert", "sslkey", "options");

    private SqlAlchemyForm() {}

    public static String url(DatabaseUrl url) {
        StringBuilder text = new StringBuilder("postgresql");
        if (url.driver() != null) {
            text.append('+').append(url.driver());
        }
        text.append("://").append(Percent.encode(url.user()));
        String password = url.password();
        if (password != null) {
            text.append(':').append(Percent.encode(password));
        }
        text.append('@');
        List<String> query = new ArrayList<>();
        if (url.hosts().size() == 1) {
            text.append(url.hosts().getFirst().authority());
        } else {
            // SQLAlchemy's way to name several servers, understood by psycopg2, psycopg and asyncpg alike.
            for (Host host : url.hosts()) {
                query.add("host=" + host.authority());
            }
        }
        text.append('/').append(Percent.encode(url.database()));
        parameters(url).forEach((name, value) -> query.add(Percent.encode(name) + "=" + Percent.encode(value)));
        return query.isEmpty() ? text.toString() : text + "?" + String.join("&", query);
    }

    /** The parameters in libpq's words. */
    public static Map<String, String> parameters(DatabaseUrl url) {
        if (url.form() == Form.LIBPQ) {
            return url.parameters();
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        url.parameters().forEach((name, value) -> {
            if (IN_BOTH.contains(name)) {
                parameters.put(name, value);
            } else if (name.equals("ssl") && !value.equalsIgnoreCase("false")) {
                // pgjdbc's ssl=true checks certificate and host name.
                parameters.putIfAbsent("sslmode", "verify-full");
            } else if (name.equals("currentSchema")) {
                parameters.merge("options", "-csearch_path=" + value.replace(" ", ""), (a, b) -> a + " " + b);
            }
        });
        return parameters;
    }
}
