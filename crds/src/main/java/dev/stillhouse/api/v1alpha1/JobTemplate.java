package dev.stillhouse.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the Job of a run has beyond the operator's own. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobTemplate(
        @JsonPropertyDescription(
                "Further labels of the Job, such as `kueue.x-k8s.io/queue-name`. Those of Stillhouse win.")
        @Nullable
        Map<String, String> labels,

        @JsonPropertyDescription("Further annotations of the Job.") @Nullable
        Map<String, String> annotations) {}
