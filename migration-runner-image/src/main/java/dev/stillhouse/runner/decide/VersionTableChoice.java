package dev.stillhouse.runner.decide;

import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/**
 * Which of several tables of one name is the project's version table. A project without a schema for it may set a search
 * path that the runner's session does not have, and each schema may have such a table (one per tenant, say).
 */
public final class VersionTableChoice {
    private VersionTableChoice() {}

    /**
     * The project's version rows after a run; none if it has no table.
     *
     * @param before rows by schema, when the plan was made
     * @param planned the rows that the project itself saw then
     * @param after rows by schema now, first the schema that the runner's search path finds
     */
    public static List<String> rows(
            Map<String, List<String>> before, List<String> planned, Map<String, List<String>> after) {
        List<Entry<String, List<String>>> possible = after.entrySet().stream()
                .filter(table -> before.getOrDefault(table.getKey(), planned).equals(planned))
                .toList();
        return possible.stream()
                .filter(table -> !table.getValue().equals(before.get(table.getKey())))
                .findFirst()
                .or(() -> possible.stream().findFirst())
                .map(Entry::getValue)
                .orElse(List.of());
    }
}
