package dev.stillhouse.runner.review;

import java.util.List;
import java.util.Set;

/** Functions that delete or overwrite large objects. */
final class LargeObject implements Rule {
    static final Set<String> FUNCTIONS = Set.of("lo_put", "lo_truncate", "lo_truncate64", "lo_unlink", "lowrite");

    @Override
    public String id() {
        return "large-object";
    }

    @Override
    public Set<String> kinds() {
        return Subject.QUERIES;
    }

    @Override
    public List<String> judge(Subject subject) {
        return subject.executed("FuncCall").stream()
                .map(call -> FunctionCall.unqualified(Names.function(call)))
                .filter(FUNCTIONS::contains)
                .map(name -> "deletes or overwrites a large object with " + name)
                .toList();
    }
}
