package dev.stillhouse.runner.url;

import dev.stillhouse.report.DatabaseVariables;
import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.url.Auth.AwsIam;
import dev.stillhouse.runner.url.DatabaseUrl.Host;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a user without a password of its own proves who it is, and what the URL has to be like for that. */
final class Auths {
    /** PostgreSQL's modes without which a token could be read on its way. */
    private static final Set<String> ENCRYPTED = Set.of("require", "verify-ca", "verify-full");

    /** {@code name.id.region.rds.amazonaws.com}; in China {@code name.id.rds.region.amazonaws.com.cn}. */
    private static final Pattern RDS =
            Pattern.compile(".*\\.(?<region>[a-z]+(?:-[a-z]+)+-[0-9]+)\\..*amazonaws\\.com(?:\\.cn)?\\.?");

    private Auths() {}

    /** The database with what the variables say of passwords that are made anew, or as it is where they say nothing. */
    static Result<DatabaseUrl> demand(DatabaseUrl url, Map<String, String> variables) {
        String named = variables.getOrDefault(DatabaseVariables.AUTH, "");
        if (named.isEmpty()) {
            return Result.ok(url);
        }
        if (!named.equals(DatabaseVariables.AWS_IAM)) {
            return refused("The way to authenticate \"" + named + "\" is none that this runner knows: "
                    + DatabaseVariables.AWS_IAM + " is one.");
        }
        if (url.password() != null || url.parameters().containsKey("passfile")) {
            return refused(
                    "The database has a password, and is to be reached with a token of AWS in its place. Take the"
                            + " password (or passfile) out of the URL in the Secret, or leave out spec.database.auth.");
        }
        return encrypted(url).then(it -> awsIam(it, variables));
    }

    private static Result<DatabaseUrl> encrypted(DatabaseUrl url) {
        String mode = LibpqWords.of(url).get("sslmode");
        if (mode == null) {
            Map<String, String> parameters = new LinkedHashMap<>(url.parameters());
            parameters.put("sslmode", "require");
            return Result.ok(url.with(parameters));
        }
        return ENCRYPTED.contains(mode.toLowerCase(Locale.ROOT))
                ? Result.ok(url)
                : refused("A token of AWS is sent as a password is, and the connection need not be encrypted (sslmode "
                        + "disable, allow or prefer). Set the mode in spec.database.tls, or sslmode in the URL, to"
                        + " verify-full with the certificates of RDS, or at least to require.");
    }

    private static Result<DatabaseUrl> awsIam(DatabaseUrl url, Map<String, String> variables) {
        return endpoint(url, variables.getOrDefault(DatabaseVariables.AWS_ENDPOINT, ""))
                .then(endpoint -> region(endpoint, variables)
                        .map(region -> Result.ok(url.with(new AwsIam(region, endpoint))))
                        .orElseGet(() -> refused("The region of the server " + endpoint.name() + " is not known: it is"
                                + " neither in the name, nor in the variable AWS_REGION. Set"
                                + " spec.database.auth.awsIam.region.")));
    }

    private static Result<Host> endpoint(DatabaseUrl url, String named) {
        return single(
                        url.hosts(),
                        "A token of AWS holds for one server, and the URL names several. Name one endpoint: that of the"
                                + " cluster always leads to the primary.")
                .then(host -> named.isEmpty() ? Result.ok(host) : named(named))
                .then(Auths::signable);
    }

    /** What is signed is an address of the web, which has fewer names than PostgreSQL. */
    private static Result<Host> signable(Host host) {
        try {
            if (new URI("https", null, host.name(), host.port(), "/", null, null).getHost() != null) {
                return Result.ok(host);
            }
        } catch (URISyntaxException e) {
            // Refused as the others.
        }
        return refused("No token of AWS can be made for a server that is called " + host.name()
                + ". Say in spec.database.auth.awsIam.endpoint how AWS calls it.");
    }

    private static Result<Host> named(String named) {
        return Hosts.fromAuthority(named) instanceof Result.Ok<List<Host>>(List<Host> hosts)
                ? single(hosts, "spec.database.auth.awsIam.endpoint names several servers. Name one.")
                : refused("spec.database.auth.awsIam.endpoint is no server: it has to be host or host:port, such as"
                        + " orders.abc123.eu-central-1.rds.amazonaws.com:5432.");
    }

    private static Result<Host> single(List<Host> hosts, String otherwise) {
        return hosts.size() == 1 ? Result.ok(hosts.getFirst()) : refused(otherwise);
    }

    private static Optional<String> region(Host endpoint, Map<String, String> variables) {
        Matcher rds = RDS.matcher(endpoint.name().toLowerCase(Locale.ROOT));
        @Nullable String inName = rds.matches() ? rds.group("region") : null;
        return Stream.of(
                        variables.get(DatabaseVariables.AWS_REGION),
                        inName,
                        variables.get("AWS_REGION"),
                        variables.get("AWS_DEFAULT_REGION"))
                .filter(region -> region != null && !region.isBlank())
                .findFirst();
    }

    private static <T> Result<T> refused(String message) {
        return Result.failed(Reason.InvalidUrl, message);
    }
}
