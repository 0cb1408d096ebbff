package dev.stillhouse.runner.url;

import dev.stillhouse.report.DatabaseVariables;
import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.url.DatabaseUrl.Form;
import dev.stillhouse.runner.url.DatabaseUrl.Host;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A database that is named by its parts, as they are: nothing in them is encoded. A blank at either end, or the line break
 * that {@code echo} leaves in a Secret, is never meant; of a password only that line break is taken off.
 */
final class Parts {
    private Parts() {}

    static boolean areIn(Map<String, String> variables) {
        return variables.containsKey(DatabaseVariables.HOST);
    }

    static Result<DatabaseUrl> compose(Map<String, String> variables) {
        String host = stripped(variables, DatabaseVariables.HOST);
        String port = stripped(variables, DatabaseVariables.PORT);
        String name = stripped(variables, DatabaseVariables.NAME);
        String user = stripped(variables, DatabaseVariables.USER);
        if (host.isEmpty()) {
            return empty("host");
        }
        if (name.isEmpty()) {
            return empty("name");
        }
        if (user.isEmpty()) {
            return empty("user");
        }
        if (Hosts.fromQuery(host, port.isEmpty() ? null : port) instanceof Result.Ok<List<Host>>(List<Host> hosts)) {
            return Result.ok(
                    new DatabaseUrl(Form.LIBPQ, null, hosts, user, password(variables), name, Map.of(), null, null));
        }
        return Result.failed(
                Reason.InvalidUrl,
                "The host or the port of the database cannot be used: spec.database.host (or what hostFrom leads to) has to"
                        + " be a name or an address, several of them with commas, and no folder of Unix sockets; the port"
                        + " is a number from 1 to 65535.");
    }

    private static String stripped(Map<String, String> variables, String name) {
        return variables.getOrDefault(name, "").strip();
    }

    private static @Nullable String password(Map<String, String> variables) {
        String password = variables.get(DatabaseVariables.PASSWORD);
        return password == null ? null : password.replaceFirst("[\r\n]+\\z", "");
    }

    private static Result<DatabaseUrl> empty(String part) {
        return Result.failed(
                Reason.InvalidUrl,
                "The %s of the database is empty: correct spec.database.%s, or the key of the Secret that %sFrom names."
                        .formatted(part, part, part));
    }
}
