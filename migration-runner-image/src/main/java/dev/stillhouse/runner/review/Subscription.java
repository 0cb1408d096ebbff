package dev.stillhouse.runner.review;

import java.util.List;
import java.util.Set;

/** What is published elsewhere may no longer arrive, and is not sent again. */
final class Subscription implements Rule {
    @Override
    public String id() {
        return "subscription";
    }

    @Override
    public Set<String> kinds() {
        return Set.of("AlterSubscriptionStmt", "DropSubscriptionStmt");
    }

    @Override
    public List<String> judge(Subject subject) {
        String does = subject.tree().is("DropSubscriptionStmt") ? "drops" : "changes";
        return List.of(
                does + " the subscription " + subject.tree().text("subname") + ", so that changes may not arrive");
    }
}
