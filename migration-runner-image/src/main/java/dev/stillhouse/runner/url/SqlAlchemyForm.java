package dev.stillhouse.runner.url;

import dev.stillhouse.runner.url.DatabaseUrl.Form;
import dev.stillhouse.runner.url.DatabaseUrl.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The form that SQLAlchemy takes, with the driver that the Secret named. Parameters of a libpq or SQLAlchemy URL are
 * handed on as they are: they are the project's. Those of a JDBC URL are
 * told in libpq's words, which the bridge turns into those of the project's driver.
 */
public final class SqlAlchemyForm {
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

    /** The parameters for the project: its own words, or libpq's in place of JDBC's. */
    public static Map<String, String> parameters(DatabaseUrl url) {
        return url.form() == Form.LIBPQ ? url.parameters() : LibpqWords.of(url);
    }
}
