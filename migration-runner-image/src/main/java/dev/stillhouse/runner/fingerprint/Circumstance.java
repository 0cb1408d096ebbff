package dev.stillhouse.runner.fingerprint;

import java.util.List;

/**
 * One thing that is so of a database beside its contents, and that a restore may not bring back.
 *
 * @param subject what it is about; for {@link Kind#Owner} and {@link Kind#Privileges} as it stands behind {@code ON} in a GRANT
 * @param role who has the privileges: {@code PUBLIC}, or a quoted name; empty for all other kinds
 * @param facts what is so of it; privileges are those of SQL, with {@code *} behind one that may be handed on
 */
public record Circumstance(Kind kind, String subject, String role, List<String> facts) {

    public Circumstance {
        facts = List.copyOf(facts);
    }

    /** What is told, in the order in which it is. */
    public enum Kind {
        /** What others than the owner may do. */
        Privileges,
        /** Of what is not part of an extension. */
        Owner,
        /** Owners and privileges of large objects, which have no names to tell them apart. */
        LargeObjects,
        /** What will be granted on things that somebody creates. */
        DefaultPrivileges,
        /** The names of the options. */
        UserMapping,
        /** That of the schema public, which every new database has with a comment of its own. */
        Comment,
        /** Its version. */
        Extension,
        SecurityLabel,
        Subscription
    }

    /** Whether it is about those alone. */
    public boolean isOfLargeObjects() {
        return kind == Kind.LargeObjects
                || kind == Kind.SecurityLabel && subject.startsWith("label of the large object ");
    }

    /** What tells it from all others of a database, on a server of any version. */
    String key() {
        return kind + "\t" + PlainNames.in(subject) + "\t" + PlainNames.in(role);
    }
}
