package dev.stillhouse.operator.cluster;

import dev.stillhouse.api.v1alpha1.DatabaseIdentity;
import dev.stillhouse.api.v1alpha1.DatabaseSpec;
import dev.stillhouse.api.v1alpha1.DatabaseSpec.SecretKey;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.report.Operation;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A name for the server of a database, the same for all that are known to be on one server. The operator reads no Secrets, so
 * that it takes the best that there is: what the server itself has said, else its host, else where that is written down.
 * Two names may still mean one server, until each of its databases was read once.
 */
public final class DatabaseServers {
    private static final int DEFAULT_PORT = 5432;

    private DatabaseServers() {}

    /**
     * The name as the value of a label.
     *
     * @param namespace that of the DatabaseMigration
     * @param read what a run has read of this database
     */
    public static String name(String namespace, DatabaseSpec database, Optional<DatabaseIdentity> read) {
        return read.map(DatabaseIdentity::systemIdentifier)
                .map(identifier -> database.copy() == null ? identifier : identifier + "-" + database.copy())
                .map(DatabaseServers::label)
                .orElseGet(() -> label(place(namespace, database)));
    }

    /** The server that a run works on; none for one that touches no database. */
    public static Optional<String> of(MigrationRun run) {
        if (run.getSpec().operation() == Operation.Verify) {
            return Optional.empty();
        }
        var labels = run.getMetadata().getLabels();
        return Optional.ofNullable(labels)
                .map(all -> all.get(Labels.DATABASE_SERVER))
                .or(() -> Optional.of(
                        name(run.getMetadata().getNamespace(), run.getSpec().database(), Optional.empty())));
    }

    private static String place(String namespace, DatabaseSpec database) {
        if (database.host() != null) {
            return host(namespace, database.host()) + port(database.port());
        }
        if (database.hostFrom() != null) {
            return secret(namespace, database.hostFrom().secretKeyRef());
        }
        return database.urlFrom() == null
                ? namespace
                : secret(namespace, database.urlFrom().secretKeyRef());
    }

    /** A name without a dot is that of a Service in the run's namespace. */
    private static String host(String namespace, String host) {
        var simple =
                host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "").replaceFirst("\\.svc(\\.cluster\\.local)?$", "");
        return simple.contains(".") || simple.contains(":") || simple.contains(",") ? simple : simple + "." + namespace;
    }

    private static String port(@Nullable Integer port) {
        return port == null || port == DEFAULT_PORT ? "" : ":" + port;
    }

    private static String secret(String namespace, SecretKey key) {
        return namespace + "/" + key.name() + "/" + key.key();
    }

    /** What a label cannot hold is replaced, with a digest at the end that keeps different names different. */
    private static String label(String name) {
        var readable = name.replaceAll("[^A-Za-z0-9.-]+", "-").replaceAll("^[^A-Za-z0-9]+|[^A-Za-z0-9]+$", "");
        if (readable.equals(name)) {
            return Labels.labelValue(name);
        }
        return Digests.shorten(readable, Labels.LONGEST_VALUE - 9) + "-" + Digests.brief(name);
    }
}
