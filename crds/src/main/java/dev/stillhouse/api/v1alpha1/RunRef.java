package dev.stillhouse.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** One certain MigrationRun of the same namespace. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunRef(
        @Required @JsonPropertyDescription("Name of the MigrationRun.") @Size(max = 253)
        String name,

        @Required @JsonPropertyDescription("Its uid: another run of the same name is not meant.") @Size(max = 64)
        String uid) {

    public static RunRef to(MigrationRun run) {
        return new RunRef(run.getMetadata().getName(), run.getMetadata().getUid());
    }

    public boolean means(MigrationRun run) {
        return equals(to(run));
    }
}
