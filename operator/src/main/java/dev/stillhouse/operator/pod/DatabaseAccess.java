package dev.stillhouse.operator.pod;

import dev.stillhouse.api.v1alpha1.AuthSpec;
import dev.stillhouse.api.v1alpha1.DatabaseSpec;
import dev.stillhouse.api.v1alpha1.DatabaseSpec.PartSource;
import dev.stillhouse.api.v1alpha1.DatabaseSpec.SecretKey;
import dev.stillhouse.api.v1alpha1.TlsSpec;
import dev.stillhouse.report.DatabaseVariables;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the containers of a run get at a server: what the runner is told, and the files for it.
 *
 * @param files how these are told from the files for other servers
 * @param naming of the variables
 */
public record DatabaseAccess(DatabaseSpec database, DatabaseFiles.Owner files, UnaryOperator<String> naming) {

    /** The database of a run, whose files the runner and the project share. */
    public static DatabaseAccess of(DatabaseSpec database) {
        return new DatabaseAccess(database, DatabaseFiles.Owner.DATABASE, UnaryOperator.identity());
    }

    /** The server on which copies are made, which only the runner gets at. */
    public static DatabaseAccess ofCopies(DatabaseSpec server) {
        return new DatabaseAccess(server, DatabaseFiles.Owner.COPIES, DatabaseVariables::forCopies);
    }

    /** For the runner alone. The kubelet reads the Secrets. */
    public List<EnvVar> environment() {
        var variables = Stream.of(place(), tls().stream().flatMap(this::variables), auth())
                .flatMap(it -> it)
                .toList();
        variables.forEach(variable -> variable.setName(naming.apply(variable.getName())));
        return variables;
    }

    /** Under the same paths for whoever gets at it: what the one is told holds for the other. */
    public List<VolumeMount> mounts() {
        return volumeFiles().map(DatabaseFiles::mount).toList();
    }

    public List<Volume> volumes() {
        return volumeFiles().map(DatabaseFiles::volume).toList();
    }

    private Stream<EnvVar> place() {
        var url = database.urlFrom();
        if (url != null) {
            return Stream.of(fromSecret(DatabaseVariables.URL, url.secretKeyRef()));
        }
        var port = database.port() == null ? null : database.port().toString();
        return Stream.of(
                        part(DatabaseVariables.HOST, database.host(), database.hostFrom()),
                        part(DatabaseVariables.PORT, port, database.portFrom()),
                        part(DatabaseVariables.NAME, database.name(), database.nameFrom()),
                        part(DatabaseVariables.USER, database.user(), database.userFrom()),
                        part(DatabaseVariables.PASSWORD, null, database.passwordFrom()))
                .flatMap(Optional::stream);
    }

    private static Optional<EnvVar> part(String variable, @Nullable String text, @Nullable PartSource source) {
        return Optional.ofNullable(source)
                .map(from -> fromSecret(variable, from.secretKeyRef()))
                .or(() -> Optional.ofNullable(text).map(value -> literal(variable, value)));
    }

    private Stream<EnvVar> variables(TlsSpec tls) {
        var mode = literal(DatabaseVariables.TLS_MODE, tls.modeOrDefault());
        var ca = Stream.ofNullable(tls.ca()).map(it -> literal(DatabaseVariables.TLS_CA, files.caFile()));
        var certificate = Stream.ofNullable(tls.clientCertificate())
                .flatMap(it -> Stream.of(
                        literal(DatabaseVariables.TLS_CERTIFICATE, files.certificateFile()),
                        literal(DatabaseVariables.TLS_KEY, files.keyFile())));
        return Stream.of(Stream.of(mode), ca, certificate).flatMap(it -> it);
    }

    private Stream<EnvVar> auth() {
        return Stream.ofNullable(database.auth())
                .map(AuthSpec::awsIam)
                .flatMap(iam -> Stream.of(
                                Optional.of(literal(DatabaseVariables.AUTH, DatabaseVariables.AWS_IAM)),
                                part(DatabaseVariables.AWS_REGION, iam.region(), null),
                                part(DatabaseVariables.AWS_ENDPOINT, iam.endpoint(), null))
                        .flatMap(Optional::stream));
    }

    private Stream<DatabaseFiles> volumeFiles() {
        return tls().stream()
                .flatMap(tls -> Stream.concat(
                        Stream.ofNullable(tls.ca()).map(ca -> DatabaseFiles.of(files, ca)),
                        Stream.ofNullable(tls.clientCertificate()).map(it -> DatabaseFiles.of(files, it))));
    }

    private Optional<TlsSpec> tls() {
        return Optional.ofNullable(database.tls());
    }

    /** Kubernetes would expand {@code $(…)} in a text. */
    private static EnvVar literal(String variable, String value) {
        return new EnvVar(variable, value.replace("$", "$$"), null);
    }

    private static EnvVar fromSecret(String variable, SecretKey secret) {
        return new EnvVarBuilder()
                .withName(variable)
                .withNewValueFrom()
                .withNewSecretKeyRef(secret.key(), secret.name(), false)
                .endValueFrom()
                .build();
    }
}
