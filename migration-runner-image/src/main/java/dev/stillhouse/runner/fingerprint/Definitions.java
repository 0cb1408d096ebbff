package dev.stillhouse.runner.fingerprint;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How the things in a schema are defined, beyond what their lines say.
 *
 * @param version which attributes are read: what one version has and another has not says nothing
 * @param major version of the server that wrote them
 * @param all of the schema
 * @param uncompared those of a copy of which could not be told whether they are the same as in the database
 */
public record Definitions(int version, int major, List<Definition> all, List<String> uncompared) {
    /** To be raised whenever an attribute is added, or read in another way. */
    static final int VERSION = 1;

    /** Of somebody who does not say it. */
    public static final Definitions NONE = new Definitions(0, 0, List.of(), List.of());

    public Definitions {
        all = List.copyOf(all);
        uncompared = List.copyOf(uncompared);
    }

    /** Two that may be the same in other words. */
    record Doubt(Definition database, Definition copy) {}

    /** What of a copy has another text than in the database, and has to be read again to be compared. Pure. */
    List<Doubt> doubts(Definitions copy) {
        Map<String, Definition> expected = byKey();
        return copy.all.stream()
                .filter(Definition::canBeReworded)
                .filter(it -> expected.containsKey(it.key()))
                .map(it -> new Doubt(Objects.requireNonNull(expected.get(it.key())), it))
                .filter(it -> it.database.form() == it.copy.form()
                        && !it.database.value().equals(it.copy.value()))
                .toList();
    }

    Map<String, Definition> byKey() {
        Map<String, Definition> keyed = new HashMap<>();
        all.forEach(it -> keyed.put(it.key(), it));
        return keyed;
    }
}
