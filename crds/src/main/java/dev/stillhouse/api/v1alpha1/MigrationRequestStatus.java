package dev.stillhouse.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stillhouse.report.Reason;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The status of a {@link MigrationRequest}. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MigrationRequestStatus(
        @JsonPropertyDescription(
                "The generation of the spec that this status speaks of; -1 until the operator has seen the resource.")
        @Nullable
        Long observedGeneration,

        @JsonPropertyDescription(
                "Ready: it was carried out. Reconciling: it waits, or its run is under way. Stalled: it was not carried out, or its DatabaseMigration is missing. As kstatus reads them.")
        @Nullable
        List<Condition> conditions,

        @JsonPropertyDescription(
                "`Pending`: it waits for its DatabaseMigration or for its turn. `Running`: its run is under way. `Succeeded`: it was carried out. `Failed`: it was not. `AlreadyExecuted`: a request of the same name and content was taken up before, so nothing was run for this one.")
        @Nullable
        RequestPhase phase,

        @JsonPropertyDescription("Why it is in that phase, as one word.") @Nullable
        Reason reason,

        @JsonPropertyDescription("What happened or is happening, where, and what to do, for a person.") @Nullable
        String message,

        @JsonPropertyDescription("Name of the MigrationRun that carries it out, or has carried it out.") @Nullable
        String run,

        @JsonPropertyDescription("When it was first seen.") @Nullable
        String startTime,

        @JsonPropertyDescription("When it came to its end.") @Nullable
        String completionTime) {}
