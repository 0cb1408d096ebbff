package dev.stillhouse.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** Which physical database it is, as the database itself says. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DatabaseIdentity(
        @JsonPropertyDescription(
                "The system identifier of the PostgreSQL cluster (pg_control_system()); absent where the user may not read it.")
        @Nullable
        String systemIdentifier,

        @JsonPropertyDescription("Name of the database.") String name,
        @JsonPropertyDescription("Version of the server.") String serverVersion,

        @JsonPropertyDescription("The table that holds the version rows, with its schema if the project names one.")
        @Nullable
        String versionTable) {}
