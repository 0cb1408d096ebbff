package dev.stillhouse.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Which database, as whom, and how the connection is protected. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value =
                "has(self.urlFrom) || (has(self.host) != has(self.hostFrom) && has(self.name) != has(self.nameFrom) && has(self.user) != has(self.userFrom))",
        message =
                "name the database by urlFrom, a Secret's key with the whole URL, or by its parts: host, name and user, each of them once, as text (host) or out of a Secret (hostFrom)")
@ValidationRule(
        value =
                "!has(self.urlFrom) || !(has(self.host) || has(self.hostFrom) || has(self.port) || has(self.portFrom) || has(self.name) || has(self.nameFrom) || has(self.user) || has(self.userFrom) || has(self.passwordFrom))",
        message =
                "urlFrom holds the whole URL: leave out host, port, name, user and passwordFrom, or leave out urlFrom")
@ValidationRule(value = "!(has(self.port) && has(self.portFrom))", message = "set port or portFrom, not both")
@ValidationRule(
        value = "!(has(self.auth) && has(self.passwordFrom))",
        message = "with auth the password is made anew for each connection: leave out passwordFrom, or leave out auth")
@ValidationRule(
        value = "!has(self.auth) || !has(self.tls) || !has(self.tls.mode) || !(self.tls.mode in ['prefer', 'disable'])",
        message =
                "what auth makes is sent as a password is: take a mode of tls that encrypts, best verify-full with the provider's certificates in ca")
public record DatabaseSpec(
        @JsonPropertyDescription(
                "Where the URL of the database comes from. In its place the parts of the URL can be named: `host`, `port`, `name`, `user` and `passwordFrom`.")
        @Nullable
        UrlSource urlFrom,

        @JsonPropertyDescription(
                "A role to change to with SET ROLE after connecting, so that it owns what the revisions create.")
        @Size(min = 1, max = 63)
        @Nullable
        String role,

        @JsonPropertyDescription(
                "The server, such as `orders-rw` or `orders-rw.databases.svc`; several of one cluster are separated by commas, and the primary is used.")
        @Size(min = 1, max = 1024)
        @Nullable
        String host,

        @JsonPropertyDescription("In place of `host`: where it comes from.") @Nullable
        PartSource hostFrom,

        @JsonPropertyDescription("The server's port; 5432 where it is left out.") @Min(1) @Max(65535) @Nullable
        Integer port,

        @JsonPropertyDescription("In place of `port`: where it comes from.") @Nullable
        PartSource portFrom,

        @JsonPropertyDescription("The name of the database.") @Size(min = 1, max = 63) @Nullable
        String name,

        @JsonPropertyDescription("In place of `name`: where it comes from.") @Nullable
        PartSource nameFrom,

        @JsonPropertyDescription("The user that connects.") @Size(min = 1, max = 63) @Nullable
        String user,

        @JsonPropertyDescription("In place of `user`: where it comes from.") @Nullable
        PartSource userFrom,

        @JsonPropertyDescription(
                "Where the user's password comes from, as it is: nothing in it is encoded. Left out for a user who needs none, as one with a client certificate.")
        @Nullable
        PartSource passwordFrom,

        @JsonPropertyDescription(
                "In place of a password: one that lives for minutes, made anew for each connection from the identity that the cloud gives to the pod. The URL in the Secret then has none, and the connection is encrypted.")
        @Nullable
        AuthSpec auth,

        @JsonPropertyDescription(
                "How the server is known and the connection encrypted, for the runner, for PostgreSQL's programs and for the project alike. What a URL says of TLS (`sslmode`, `sslrootcert`, `sslcert`, `sslkey`) counts for nothing beside it.")
        @Nullable
        TlsSpec tls,

        @JsonPropertyDescription(
                "A name that tells physical copies of one server apart, such as `staging`. A server that was made from a disk snapshot, a base backup or an image with a data directory has the system identifier of its origin, so that its databases pass for those of the origin. Set it on one of the two manifests.")
        @Size(min = 1, max = 63)
        @Nullable
        String copy) {

    /** Whether the same database is meant, in whatever words the copy is told apart. */
    public boolean isSameAs(DatabaseSpec other) {
        return named(null).equals(other.named(null));
    }

    private DatabaseSpec named(@Nullable String other) {
        return new DatabaseSpec(
                urlFrom,
                role,
                host,
                hostFrom,
                port,
                portFrom,
                name,
                nameFrom,
                user,
                userFrom,
                passwordFrom,
                auth,
                tls,
                other);
    }

    /** Where the URL of the database comes from. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record UrlSource(
            @Required
            @JsonPropertyDescription(
                    "A key of a Secret in the same namespace that holds the URL: `postgresql://user:password@host/name`, SQLAlchemy's `postgresql+driver://…`, or `jdbc:postgresql://…`. Only the pod of a run reads it; the operator has no access to Secrets.")
            SecretKey secretKeyRef) {}

    /** Where a part of the URL comes from. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PartSource(
            @Required
            @JsonPropertyDescription(
                    "A key of a Secret in the same namespace. Only the pod of a run reads it; the operator has no access to Secrets.")
            SecretKey secretKeyRef) {}

    /** A key of a Secret in the same namespace. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SecretKey(
            @Required @JsonPropertyDescription("Name of the Secret.") @Size(min = 1, max = 253)
            String name,

            @Required @JsonPropertyDescription("Key in the Secret.") @Size(min = 1, max = 253)
            String key) {}
}
