package dev.stillhouse.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Which database, and as whom. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DatabaseSpec(
        @Required @JsonPropertyDescription("Where the URL of the database comes from.")
        UrlSource urlFrom,

        @JsonPropertyDescription(
                "A role to change to with SET ROLE after connecting, so that it owns what the revisions create.")
        @Size(min = 1, max = 63)
        @Nullable
        String role) {

    /** Where the URL of the database comes from. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record UrlSource(
            @Required
            @JsonPropertyDescription(
                    "A key of a Secret in the same namespace that holds the URL: `postgresql://user:password@host/name`, SQLAlchemy's `postgresql+driver://…`, or `jdbc:postgresql://…`. Only the pod of a run reads it; the operator has no access to Secrets.")
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
