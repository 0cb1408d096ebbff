package dev.stillhouse.runner.review;

import java.util.List;
import java.util.Set;

/** The script of an extension's new version can change its tables and types. */
final class UpdateExtension implements Rule {
    @Override
    public String id() {
        return "update-extension";
    }

    @Override
    public Set<String> kinds() {
        return Set.of("AlterExtensionStmt");
    }

    @Override
    public List<String> judge(Subject subject) {
        return List.of(
                "runs the update script of the extension " + subject.tree().text("extname"));
    }
}
