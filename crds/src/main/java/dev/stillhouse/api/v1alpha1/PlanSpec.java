package dev.stillhouse.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stillhouse.report.PlanKeeping;
import io.fabric8.generator.annotation.Default;
import org.jspecify.annotations.Nullable;

/** What becomes of the whole plan of a run. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PlanSpec(
        @JsonPropertyDescription(
                "How much of a plan's SQL is kept, in ConfigMaps of the run that whoever may `view` the namespace can read. `Full`: all of it, with whatever the revisions write into their statements. `Redacted`: without what stands in string literals, passwords among them, and in comments; a statement that cannot be parsed is left out whole. `Never`: no plan; `status.plan` has the revisions all the same. With `Redacted` and `Never` a statement that failed is told without its literals too.")
        @Default("Full")
        @Nullable
        PlanKeeping keep) {

    static final PlanSpec DEFAULT = new PlanSpec(PlanKeeping.Full);

    public PlanKeeping keepOrDefault() {
        return keep == null ? PlanKeeping.Full : keep;
    }
}
