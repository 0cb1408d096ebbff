package dev.stillhouse.runner.review;

import java.util.List;
import java.util.Set;

/** A role goes with its password and its memberships, a user mapping with its password. */
final class DropRole implements Rule {
    @Override
    public String id() {
        return "drop-role";
    }

    @Override
    public Set<String> kinds() {
        return Set.of("DropRoleStmt", "DropUserMappingStmt");
    }

    @Override
    public List<String> judge(Subject subject) {
        if (subject.tree().is("DropUserMappingStmt")) {
            return List.of(
                    "drops a user mapping of the server " + subject.tree().text("servername") + " with its password");
        }
        return subject.tree().children("roles").stream()
                .map(role -> "drops the role " + Names.object(role) + " with its password and memberships")
                .toList();
    }
}
