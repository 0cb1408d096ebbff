package dev.stillhouse.runner.restore;

import dev.stillhouse.runner.database.Sql;
import dev.stillhouse.runner.fingerprint.Circumstance;
import dev.stillhouse.runner.fingerprint.PlainNames;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

    private static final String SCHEMA = "SCHEMA ";

    private CreateRights() {}

    /**
     * The statements that give it to them.
     *
     * @param user who restores, and has made the schemas
     * @param outOfReach roles that get nothing, as the user cannot give anything to them
     */
    static List<String> grants(List<Circumstance> circumstances, String user, Collection<String> outOfReach) {
        Set<String> nobody = Stream.concat(Stream.of(user), outOfReach.stream())
                .map(CreateRights::plain)
                .collect(Collectors.toSet());
        return circumstances.stream()
                .filter(it -> it.kind() == Circumstance.Kind.Owner)
                .flatMap(it -> schema(it.subject()).stream().flatMap(schema -> grants(schema, it.facts(), nobody)))
                .distinct()
                .toList();
    }

    /**
     * Those of them without which a restore in place fails: it makes each schema but {@code public} anew, and in the one transaction
     * nobody can be granted anything before the dump's own grants.
     */
    static List<String> missingInPlace(List<Circumstance> circumstances, String user) {
        Map<String, List<String>> owners = circumstances.stream()
                .filter(it ->
                        it.kind() == Circumstance.Kind.Owner && it.subject().startsWith(SCHEMA))
                .collect(Collectors.toMap(
                        it -> it.subject().substring(SCHEMA.length()), Circumstance::facts, (one, other) -> one));
        return owners.entrySet().stream()
                .filter(it -> !it.getKey().equals("public"))
                .flatMap(it -> it.getValue().stream()
                        .flatMap(owner -> inSchema(
                                circumstances, it.getKey(), new HashSet<>(List.of(plain(user), PlainNames.in(owner))))))
                .distinct()
                .sorted()
                .toList();
    }

    private static Stream<String> inSchema(List<Circumstance> circumstances, String schema, Set<String> nobody) {
        return circumstances.stream()
                .filter(it -> it.kind() == Circumstance.Kind.Owner
                        && schema(it.subject()).filter(schema::equals).isPresent())
                .flatMap(it -> grants(schema, it.facts(), nobody));
    }

    private static String plain(String role) {
        return PlainNames.in(Sql.quote(role));
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
