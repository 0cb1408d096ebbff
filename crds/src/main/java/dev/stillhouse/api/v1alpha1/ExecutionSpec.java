package dev.stillhouse.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stillhouse.report.Durations;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How runs are carried out. Durations are written as in Kubernetes and Go: {@code 500ms}, {@code 10s}, {@code 1h30m}. The
 * schema has no defaults: what a manifest leaves out can come from the chart's, and the run shows what it came to.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExecutionSpec(
        @JsonPropertyDescription(
                "How long a statement may wait for a lock (PostgreSQL's lock_timeout), such as `10s`. `0s` waits for ever. A waiting DDL statement blocks all later users of its table, so keep it short. The default is 10s.")
        @Pattern(ExecutionSpec.DURATION)
        @ValidationRule(value = ExecutionSpec.TIMEOUT_RANGE, message = "at most 168h (a week)")
        @Size(max = 32)
        @Nullable
        String lockTimeout,

        @JsonPropertyDescription(
                "How long a statement may run (PostgreSQL's statement_timeout), such as `15m`. `0s`, the default, sets no limit.")
        @Pattern(ExecutionSpec.DURATION)
        @ValidationRule(value = ExecutionSpec.TIMEOUT_RANGE, message = "at most 168h (a week)")
        @Size(max = 32)
        @Nullable
        String statementTimeout,

        @JsonPropertyDescription(
                "How long a run may take, the start of its pod included. What is under way then is cancelled, and the database is read again. The default is 1h.")
        @Pattern(ExecutionSpec.DURATION)
        @ValidationRule(
                value = ExecutionSpec.DEADLINE_RANGE,
                message = "a deadline is longer than 0s and at most 168h (a week)")
        @Size(max = 32)
        @Nullable
        String deadline,

        @JsonPropertyDescription(
                "How many further runs to start after one that failed for a reason that can pass by itself: a lock timeout, an unreachable database, a lost node. One whose pod Kubernetes took away is not counted. The default is 5.")
        @Min(0)
        @Max(100)
        @Nullable
        Integer retries,

        @JsonPropertyDescription(
                "The wait before the first retry. It doubles with each one, up to 5 minutes. The default is 10s.")
        @Pattern(ExecutionSpec.DURATION)
        @ValidationRule(value = ExecutionSpec.TIMEOUT_RANGE, message = "at most 168h (a week)")
        @Size(max = 32)
        @Nullable
        String retryBackoff,

        @JsonPropertyDescription("What the pod of a run has beyond the operator's own.") @Nullable
        PodTemplate podTemplate,

        @JsonPropertyDescription("What the Job of a run has beyond the operator's own.") @Nullable
        JobTemplate jobTemplate,

        @JsonPropertyDescription(
                "How long the Job of a run and its pod, with its log, are kept after they have ended. All that matters is in the run's status by then. At least a minute.")
        @Pattern(ExecutionSpec.DURATION)
        @ValidationRule(value = ExecutionSpec.TTL_RANGE, message = "at least 1m, at most 8760h (a year)")
        @Size(max = 32)
        @Nullable
        String ttlAfterFinished) {

    /** What PostgreSQL and a Job can take; a longer one would be over before it began. */
    static final String TIMEOUT_RANGE = "duration(self) <= duration('168h')";

    static final String DEADLINE_RANGE = "duration(self) > duration('0s') && duration(self) <= duration('168h')";

    /** A Job that went at once would take the runner's report with it. */
    static final String TTL_RANGE = "duration(self) >= duration('1m') && duration(self) <= duration('8760h')";

    static final String DURATION = Durations.PATTERN;

    static final String DEFAULT_LOCK_TIMEOUT = "10s";
    static final String DEFAULT_STATEMENT_TIMEOUT = "0s";
    static final String DEFAULT_DEADLINE = "1h";
    static final String DEFAULT_RETRIES = "5";
    static final String DEFAULT_RETRY_BACKOFF = "10s";
    static final String DEFAULT_TTL = "1h";

    /** An execution of nothing but defaults, spelled out. */
    public static final ExecutionSpec DEFAULT =
            new ExecutionSpec(null, null, null, null, null, null, null, null).withDefaults();

    /** The same with every default spelled out: two that mean the same are then equal. */
    public ExecutionSpec withDefaults() {
        return new ExecutionSpec(
                Objects.requireNonNullElse(lockTimeout, DEFAULT_LOCK_TIMEOUT),
                Objects.requireNonNullElse(statementTimeout, DEFAULT_STATEMENT_TIMEOUT),
                Objects.requireNonNullElse(deadline, DEFAULT_DEADLINE),
                retriesOrDefault(),
                Objects.requireNonNullElse(retryBackoff, DEFAULT_RETRY_BACKOFF),
                podTemplate,
                jobTemplate,
                Objects.requireNonNullElse(ttlAfterFinished, DEFAULT_TTL));
    }

    public Duration lockTimeoutOrDefault() {
        return duration(lockTimeout, DEFAULT_LOCK_TIMEOUT);
    }

    public Duration statementTimeoutOrDefault() {
        return duration(statementTimeout, DEFAULT_STATEMENT_TIMEOUT);
    }

    public Duration deadlineOrDefault() {
        return duration(deadline, DEFAULT_DEADLINE);
    }

    public int retriesOrDefault() {
        return retries == null ? Integer.parseInt(DEFAULT_RETRIES) : retries;
    }

    public Duration retryBackoffOrDefault() {
        return duration(retryBackoff, DEFAULT_RETRY_BACKOFF);
    }

    public Duration ttlAfterFinishedOrDefault() {
        return duration(ttlAfterFinished, DEFAULT_TTL);
    }

    private static Duration duration(@Nullable String text, String fallback) {
        return Durations.parse(text == null ? fallback : text);
    }
}
