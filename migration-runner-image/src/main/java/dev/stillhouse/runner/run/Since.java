package dev.stillhouse.runner.run;

import dev.stillhouse.report.RunReport.Finding;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a second look at the database finds in a plan that the first one did not.
 *
 * @param changed because the database is another
 * @param unseen because it could not be looked at the second time
 */
record Since(List<Finding> changed, List<Finding> unseen) {
    static final Since NOTHING = new Since(List.of(), List.of());

    Since {
        changed = List.copyOf(changed);
        unseen = List.copyOf(unseen);
    }

    List<Finding> all() {
        return Stream.concat(changed.stream(), unseen.stream()).toList();
    }
}
