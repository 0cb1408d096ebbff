package dev.stillhouse.operator.defaults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillhouse.report.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The rules of the API for values that can have defaults: the API server applies them to manifests only. */
final class ValueCheck {
    private static final Duration WEEK = Duration.ofDays(7);

    private ValueCheck() {}

    static void check(JsonNode fields, List<String> problems) {
        upToAWeek("execution.lockTimeout", fields, Duration.ZERO, problems);
        upToAWeek("execution.statementTimeout", fields, Duration.ZERO, problems);
        upToAWeek("execution.retryBackoff", fields, Duration.ZERO, problems);
        upToAWeek("execution.deadline", fields, Duration.ofMillis(1), problems);
        duration("backup.retention.age", fields, Duration.ofMillis(1), problems);
        number("execution.retries", fields, 0, 100, problems);
        number("backup.jobs", fields, 1, 32, problems);
        number("backup.retention.count", fields, 1, 1000, problems);
        storage(fields.at("/backup/storage"), problems);
        var scratch = fields.at("/backup/scratch");
        if (scratch.has("storageClassName") && !scratch.has("size")) {
            problems.add("backup.scratch: a volume of a storage class needs a size, such as 20Gi");
        }
    }

    private static void upToAWeek(String path, JsonNode fields, Duration least, List<String> problems) {
        if (duration(path, fields, least, problems)
                .filter(duration -> duration.compareTo(WEEK) > 0)
                .isPresent()) {
            problems.add("%s: at most %dh (a week)".formatted(path, WEEK.toHours()));
        }
    }

    private static Optional<Duration> duration(String path, JsonNode fields, Duration least, List<String> problems) {
        var node = at(fields, path);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        try {
            var duration = Durations.parse(node.asText());
            if (duration.compareTo(least) < 0) {
                problems.add("%s: it is longer than 0s".formatted(path));
            }
            return Optional.of(duration);
        } catch (IllegalArgumentException e) {
            problems.add("%s: %s".formatted(path, e.getMessage()));
            return Optional.empty();
        }
    }

    private static void number(String path, JsonNode fields, int least, int most, List<String> problems) {
        var node = at(fields, path);
        if (node.isNumber() && (node.intValue() < least || node.intValue() > most)) {
            problems.add("%s: a number from %d to %d".formatted(path, least, most));
        }
    }

    private static void storage(JsonNode storage, List<String> problems) {
        if (!storage.isObject()) {
            return;
        }
        if (storage.has("persistentVolumeClaim") == storage.has("s3")) {
            problems.add("backup.storage: set either persistentVolumeClaim (a volume in the cluster) or s3 (a bucket)");
        }
        required("backup.storage.persistentVolumeClaim", storage.path("persistentVolumeClaim"), "claimName", problems);
        required("backup.storage.s3", storage.path("s3"), "bucket", problems);
    }

    private static void required(String path, JsonNode object, String field, List<String> problems) {
        if (object.isObject() && object.path(field).asText().isBlank()) {
            problems.add("%s: set %s".formatted(path, field));
        }
    }

    private static JsonNode at(JsonNode fields, String path) {
        return fields.at("/" + path.replace('.', '/'));
    }
}
