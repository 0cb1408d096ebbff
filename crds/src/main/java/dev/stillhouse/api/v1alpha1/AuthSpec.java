package dev.stillhouse.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** How a user without a password of its own proves who it is: by what one cloud or another has for that. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuthSpec(
        @Required
        @JsonPropertyDescription(
                "IAM authentication of AWS RDS and Aurora, for a user with the role `rds_iam`. The identity is that of the service account of spec.execution.podTemplate (IRSA or EKS Pod Identity).")
        AwsIam awsIam) {

    /** A token of AWS. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record AwsIam(
            @JsonPropertyDescription(
                    "The server's region. Where it is left out it is taken from the server's name, then from the pod's AWS_REGION.")
            @Pattern("^[a-z0-9-]+$")
            @Size(min = 1, max = 64)
            @Nullable
            String region,

            @JsonPropertyDescription(
                    "The server as AWS calls it, such as `orders.abc123.eu-central-1.rds.amazonaws.com:5432`, where the database is reached by an alias: a token holds for that name and port alone.")
            @Pattern("^[A-Za-z0-9.-]+(:[0-9]{1,5})?$")
            @Size(min = 1, max = 261)
            @Nullable
            String endpoint) {}
}
