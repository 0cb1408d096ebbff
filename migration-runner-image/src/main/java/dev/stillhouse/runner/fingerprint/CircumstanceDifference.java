package dev.stillhouse.runner.fingerprint;

import dev.stillhouse.runner.fingerprint.Circumstance.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is other beside the contents of two databases. Pure.
 *
 * @param subject as the server of the second writes it, if it knows it; so is the role
 * @param missing facts of the first that the second has not
 * @param more facts of the second that the first has not
 */
public record CircumstanceDifference(Kind kind, String subject, String role, List<String> missing, List<String> more) {
    private static final String PUBLIC = "PUBLIC";

    public CircumstanceDifference {
        missing = List.copyOf(missing);
        more = List.copyOf(more);
    }

    /** Empty if the second is as the first, in whatever both have; sorted by kind. */
    public static List<CircumstanceDifference> between(List<Circumstance> first, List<Circumstance> second) {
        Map<String, Circumstance> expected = byKey(first);
        Map<String, Circumstance> found = byKey(second);
        Set<String> once = ownedInOneOnly(first, second);
        Map<String, CircumstanceDifference> differences = new TreeMap<>();
        Stream.concat(expected.values().stream(), found.values().stream())
                .filter(it -> !once.contains(PlainNames.in(it.subject())))
                .forEach(it -> {
                    List<String> before = facts(expected.get(it.key()), it);
                    List<String> after = facts(found.get(it.key()), it);
                    var difference = new CircumstanceDifference(
                            it.kind(), it.subject(), it.role(), without(before, after), without(after, before));
                    if (!difference.missing.isEmpty() || !difference.more.isEmpty()) {
                        differences.put(it.kind().ordinal() + it.key(), difference);
                    }
                });
        return List.copyOf(differences.values());
    }

    /** Things that one of them has alone: what is so of them is not different, they are. */
    private static Set<String> ownedInOneOnly(List<Circumstance> first, List<Circumstance> second) {
        Set<String> here = owned(first);
        Set<String> there = owned(second);
        return Stream.concat(
                        here.stream().filter(subject -> !there.contains(subject)),
                        there.stream().filter(subject -> !here.contains(subject)))
                .collect(Collectors.toSet());
    }

    private static Set<String> owned(List<Circumstance> all) {
        return all.stream()
                .filter(it -> it.kind() == Kind.Owner)
                .map(it -> PlainNames.in(it.subject()))
                .collect(Collectors.toSet());
    }

    private static Map<String, Circumstance> byKey(List<Circumstance> all) {
        Map<String, Circumstance> keyed = new HashMap<>();
        all.forEach(it -> keyed.put(it.key(), it));
        return keyed;
    }

    /** Of an object without a line everybody may do what is usual for its kind. */
    private static List<String> facts(@Nullable Circumstance known, Circumstance like) {
        if (known != null) {
            return known.facts();
        }
        return like.kind() == Kind.Privileges && like.role().equals(PUBLIC) ? usual(like.subject()) : List.of();
    }

    private static List<String> usual(String subject) {
        if (subject.startsWith("FUNCTION ") || subject.startsWith("PROCEDURE ")) {
            return List.of("EXECUTE");
        }
        return subject.startsWith("TYPE ") || subject.startsWith("LANGUAGE ") ? List.of("USAGE") : List.of();
    }

    private static List<String> without(List<String> facts, List<String> others) {
        Set<String> plain = others.stream().map(PlainNames::in).collect(Collectors.toSet());
        return facts.stream()
                .filter(fact -> !plain.contains(PlainNames.in(fact)))
                .toList();
    }

    public boolean isAboutTheSameAs(CircumstanceDifference other) {
        return kind == other.kind
                && PlainNames.in(subject).equals(PlainNames.in(other.subject))
                && PlainNames.in(role).equals(PlainNames.in(other.role));
    }

    /** Whether somebody may do in the second what was not allowed in the first. */
    public boolean loosens() {
        return kind == Kind.Privileges && more.stream().anyMatch(privilege -> !missing.contains(privilege + "*"));
    }

    /** Statements that make the second as the first, for the owner of the thing; none where it takes more than that. */
    public List<String> remedies() {
        return switch (kind) {
            case Privileges -> grants();
            case Comment -> List.of("COMMENT ON " + subject + " IS " + quoted(missing));
            case Owner, LargeObjects, DefaultPrivileges, UserMapping, Extension, SecurityLabel, Subscription ->
                List.of();
        };
    }

    private static String quoted(List<String> comment) {
        return comment.isEmpty() || comment.getFirst().isEmpty()
                ? "NULL"
                : "'" + comment.getFirst().replace("'", "''") + "'";
    }

    private List<String> grants() {
        List<String> statements = new ArrayList<>();
        if (!more.isEmpty()) {
            statements.add("REVOKE " + listed(more) + " ON " + subject + " FROM " + role);
        }
        // What may be handed on is taken with that right, and has to be given back without.
        List<String> plain = Stream.concat(missing.stream().filter(it -> !it.endsWith("*")), handedOn(more, missing))
                .distinct()
                .toList();
        if (!plain.isEmpty()) {
            statements.add("GRANT " + listed(plain) + " ON " + subject + " TO " + role);
        }
        List<String> withOption =
                missing.stream().filter(it -> it.endsWith("*")).toList();
        if (!withOption.isEmpty()) {
            statements.add("GRANT " + listed(withOption) + " ON " + subject + " TO " + role + " WITH GRANT OPTION");
        }
        return statements;
    }

    private static Stream<String> handedOn(List<String> more, List<String> missing) {
        return more.stream()
                .filter(it -> it.endsWith("*"))
                .map(CircumstanceDifference::plain)
                .filter(missing::contains);
    }

    private static String listed(List<String> privileges) {
        return String.join(
                ", ", privileges.stream().map(CircumstanceDifference::plain).toList());
    }

    private static String plain(String privilege) {
        return privilege.endsWith("*") ? privilege.substring(0, privilege.length() - 1) : privilege;
    }
}
