package dev.stillhouse.runner.review;

import java.util.List;
import java.util.Optional;

/** What no rule judges and nobody has called harmless, such as a statement of a future PostgreSQL. */
final class UnknownStatement {
    static final String ID = "unknown-statement";

    private UnknownStatement() {}

    static Optional<Finding> finding(Subject subject, List<String> kinds) {
        return kinds.stream()
                .filter(kind -> !Rules.JUDGED.contains(kind) && !Harmless.KINDS.contains(kind))
                .findFirst()
                .map(kind -> new Finding(
                        subject.revision(),
                        ID,
                        "runs a kind of statement that no rule knows: " + kind,
                        subject.statement().text()));
    }
}
