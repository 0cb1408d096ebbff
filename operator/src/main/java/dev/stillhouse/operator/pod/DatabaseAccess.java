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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How the containers of a run get at the database: what the runner is told, and the files that it and the project share. */
public record DatabaseAccess(DatabaseSpec database) {

    /** For the runner alone. The kubelet reads the Secrets. */
    public List<EnvVar> environment() {
        return Stream.of(place(), tls().stream().flatMap(DatabaseAccess::variables), auth())
                .flatMap(it -> it)
                .toList();
    }

    /** For the runner and the project, under the same paths: what the one is told holds for the other. */
    public List<VolumeMount> mounts() {
        return files().map(DatabaseFiles::mount).toList();
    }

    public List<Volume> volumes() {
        return files().map(DatabaseFiles::volume).toList();
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

    private static Stream<EnvVar> variables(TlsSpec tls) {
        var mode = literal(DatabaseVariables.TLS_MODE, tls.modeOrDefault());
        var ca = Stream.ofNullable(tls.ca()).map(it -> literal(DatabaseVariables.TLS_CA, DatabaseFiles.CA_FILE));
        var certificate = Stream.ofNullable(tls.clientCertificate())
                .flatMap(it -> Stream.of(
                        literal(DatabaseVariables.TLS_CERTIFICATE, DatabaseFiles.CERTIFICATE_FILE),
                        literal(DatabaseVariables.TLS_KEY, DatabaseFiles.KEY_FILE)));
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

    private Stream<DatabaseFiles> files() {
        return tls().stream()
                .flatMap(tls -> Stream.concat(
                        Stream.ofNullable(tls.ca()).map(DatabaseFiles::of),
                        Stream.ofNullable(tls.clientCertificate()).map(DatabaseFiles::of)));
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
