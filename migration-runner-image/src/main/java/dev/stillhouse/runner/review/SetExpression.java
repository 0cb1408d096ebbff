package dev.stillhouse.runner.review;

import java.util.List;
import java.util.Set;

/** All values of a generated column are computed anew. */
final class SetExpression implements Rule {
    @Override
    public String id() {
        return "set-expression";
    }

    @Override
    public Set<String> kinds() {
        return Set.of(Kinds.action("AT_SetExpression"));
    }

    @Override
    public List<String> judge(Subject subject) {
        return Actions.of(subject, "AT_SetExpression").stream()
                .filter(action -> subject.mayHoldRows(Names.relation(subject.tree())))
                .map(action -> "overwrites the values of the generated column " + Actions.column(subject, action))
                .toList();
    }
}
