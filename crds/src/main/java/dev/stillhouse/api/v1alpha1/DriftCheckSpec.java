package dev.stillhouse.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stillhouse.report.Constants;
import dev.stillhouse.report.Durations;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How it is found out that the version rows are not those that the last run left. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DriftCheckSpec(
        @JsonPropertyDescription(
                "How long after the database was last read it is read again, by a run with the operation Observe, such as `30m`. Up to a tenth is added, for each DatabaseMigration another part of it, so that not all are read at once.")
        @Default(DriftCheckSpec.DEFAULT_INTERVAL)
        @Pattern(ExecutionSpec.DURATION)
        @ValidationRule(
                value = "duration(self) >= duration('10s') && duration(self) <= duration('168h')",
                message = "from 10s to 168h (a week); each check is a pod")
        @Size(max = 32)
        @Nullable
        String interval,

        @JsonPropertyDescription(
                "What to do about drift. `Report`: say so, in the condition Drifted, an event and a metric. `Migrate`: bring the database to the target again, under the same rules as ever.")
        @Default("Report")
        @Nullable
        OnDrift onDrift) {

    static final String DEFAULT_INTERVAL = "1h";

    /** What to do about drift. */
    public enum OnDrift {
        Report,
        Migrate;

        /** Reads it; see {@link Constants}. */
        @JsonCreator
        public static OnDrift read(String text) {
            return Constants.read(values(), text, Report);
        }
    }

    public Duration intervalOrDefault() {
        return Durations.parse(interval == null ? DEFAULT_INTERVAL : interval);
    }

    public OnDrift onDriftOrDefault() {
        return onDrift == null ? OnDrift.Report : onDrift;
    }
}
