package dev.stillhouse.runner.restore;

import dev.stillhouse.runner.database.Sql;
import dev.stillhouse.runner.fingerprint.Circumstance;
import dev.stillhouse.runner.fingerprint.PlainNames;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lets the owners of what is restored create in the schemas where it lies: PostgreSQL wants that of a new owner where no superuser
 * gives it, and the grants of a dump come last. What they did not have in the backup is taken back with all else that is not as
 * it was ({@link CircumstanceCheck#putRight}). Pure.
 */
final class CreateRights {
    /** Of what a schema can hold; the name of the schema is as SQL has it. */
    private static final Pattern IN_A_SCHEMA =
            Pattern.compile("(?:TABLE|SEQUENCE|FUNCTION|PROCEDURE|TYPE) (\"(?:[^\"]|\"\")+\"|[^\".]+)[.].*");

    private CreateRights() {}

    /**
     * The statements that give it to them.
     *
     * @param user who restores, and has made the schemas
     * @param outOfReach roles that get nothing, as the user cannot give anything to them
     */
    static List<String> grants(List<Circumstance> circumstances, String user, Collection<String> outOfReach) {
        Set<String> nobody = Stream.concat(Stream.of(user), outOfReach.stream())
                .map(role -> PlainNames.in(Sql.quote(role)))
                .collect(Collectors.toSet());
        return circumstances.stream()
                .filter(it -> it.kind() == Circumstance.Kind.Owner)
                .flatMap(it -> schema(it.subject()).stream().flatMap(schema -> grants(schema, it.facts(), nobody)))
                .distinct()
                .toList();
    }

    private static Optional<String> schema(String subject) {
        Matcher matcher = IN_A_SCHEMA.matcher(subject);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static Stream<String> grants(String schema, List<String> owners, Set<String> nobody) {
        return owners.stream()
                .filter(owner -> !nobody.contains(PlainNames.in(owner)))
                .map(owner -> "GRANT CREATE ON SCHEMA " + schema + " TO " + owner);
    }
}
