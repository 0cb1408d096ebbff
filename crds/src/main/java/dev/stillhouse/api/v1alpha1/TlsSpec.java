package dev.stillhouse.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stillhouse.api.v1alpha1.DatabaseSpec.SecretKey;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How the server of the database is known, and how we are known to it. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "has(self.ca) || (has(self.mode) && !self.mode.startsWith('verify-'))",
        message =
                "mode verify-full (the default) and verify-ca check the server's certificate against an authority: name it in ca, or take mode require, which encrypts but does not know to whom it talks")
@ValidationRule(
        value = "!has(self.ca) || !has(self.mode) || self.mode.startsWith('verify-')",
        message =
                "only the modes verify-full and verify-ca check the server's certificate: take one of them, or leave ca out")
@ValidationRule(
        value = "!has(self.clientCertificate) || !has(self.mode) || self.mode != 'disable'",
        message = "a client certificate needs TLS, and mode disable has none: take another mode, such as verify-full")
public record TlsSpec(
        @JsonPropertyDescription(
                "PostgreSQL's `sslmode`. `verify-full`: encrypted, the server's certificate is of the authority in `ca` and for the host that is connected to. `verify-ca`: as before, for whatever host. `require`: encrypted, to whoever answers. `prefer`: encrypted if the server can. `disable`: never encrypted.")
        @Default(TlsSpec.DEFAULT_MODE)
        @Pattern("^(verify-full|verify-ca|require|prefer|disable)$")
        @Size(max = 16)
        @Nullable
        String mode,

        @JsonPropertyDescription(
                "The certificates (PEM) of the authorities that may have signed the server's, for `verify-full` and `verify-ca`.")
        @Nullable
        Ca ca,

        @JsonPropertyDescription(
                "The certificate that we show to the server, for `clientcert` or `cert` in its pg_hba.conf.")
        @Nullable
        ClientCertificate clientCertificate) {

    static final String DEFAULT_MODE = "verify-full";

    public String modeOrDefault() {
        return mode == null ? DEFAULT_MODE : mode;
    }

    /** Where the authorities' certificates are. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @ValidationRule(
            value = "has(self.secretKeyRef) != has(self.configMapKeyRef)",
            message = "name either a secretKeyRef or a configMapKeyRef that holds the certificates")
    public record Ca(
            @JsonPropertyDescription("A key of a Secret in the same namespace, such as `ca.crt`.") @Nullable
            SecretKey secretKeyRef,

            @JsonPropertyDescription("A key of a ConfigMap in the same namespace.") @Nullable
            ConfigMapKey configMapKeyRef) {}

    /** A key of a ConfigMap in the same namespace. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ConfigMapKey(
            @Required @JsonPropertyDescription("Name of the ConfigMap.") @Size(min = 1, max = 253)
            String name,

            @Required @JsonPropertyDescription("Key in the ConfigMap.") @Size(min = 1, max = 253)
            String key) {}

    /** A Secret in the same namespace with a certificate and its key, as of the type kubernetes.io/tls. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ClientCertificate(
            @Required
            @JsonPropertyDescription(
                    "Name of the Secret. Only the pod of a run reads it; the operator has no access to Secrets.")
            @Size(min = 1, max = 253)
            String secretName,

            @JsonPropertyDescription(
                    "Key of the certificate (PEM), followed by those of intermediate authorities if there are any.")
            @Default(DEFAULT_CERT_KEY)
            @Size(min = 1, max = 253)
            @Nullable
            String certKey,

            @JsonPropertyDescription("Key of the private key (PEM, not encrypted).")
            @Default(DEFAULT_KEY_KEY)
            @Size(min = 1, max = 253)
            @Nullable
            String keyKey) {
        static final String DEFAULT_CERT_KEY = "tls.crt";
        static final String DEFAULT_KEY_KEY = "tls.key";

        public String certKeyOrDefault() {
            return certKey == null ? DEFAULT_CERT_KEY : certKey;
        }

        public String keyKeyOrDefault() {
            return keyKey == null ? DEFAULT_KEY_KEY : keyKey;
        }
    }
}
