package dev.stillhouse.runner.review;

import dev.stillhouse.runner.sql.Node;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which relations react to new rows as the plan has it: it has given them a trigger or a rule, or switched one on. What is dropped
 * again counts no more, as long as its name can mean nothing else.
 */
final class InsertReactions {
    /** What DISABLE and ENABLE TRIGGER name instead of a trigger. */
    private static final String ALL = "";

    /** @param relation as it was written */
    private record Reaction(String relation, String name) {}

    private final Set<Reaction> known = new HashSet<>();
    /** Names without schema of what reacts whatever is dropped. */
    private final Set<String> lasting = new HashSet<>();

    private final Set<Reaction> dropped = new HashSet<>();
    /** By the plan, which had them run before. */
    private final Set<Reaction> disabled = new HashSet<>();

    InsertReactions() {}

    InsertReactions(InsertReactions other) {
        known.addAll(other.known);
        lasting.addAll(other.lasting);
        dropped.addAll(other.dropped);
        disabled.addAll(other.disabled);
    }

    /** Whether a relation of that name reacts, in whichever schema. */
    boolean has(String relation) {
        String name = Names.bare(relation);
        return lasting.contains(name)
                || known.stream().anyMatch(it -> Names.bare(it.relation()).equals(name));
    }

    /** @param create a trigger or a rule */
    void create(Node create) {
        if (Reactions.toInserts(create)) {
            known.add(new Reaction(Names.relation(create), name(create)));
        }
    }

    private static String name(Node create) {
        return create.is("RuleStmt") ? ruleNamed(create.text("rulename")) : create.text("trigname");
    }

    /** A trigger may have the name of a rule. */
    private static String ruleNamed(String name) {
        return "rule " + name;
    }

    /** @param objects each with the name of the trigger or rule behind that of its relation */
    void drop(String type, List<Node> objects) {
        for (Node object : objects) {
            List<Node> parts = object.children("items");
            if (parts.size() > 1) {
                String relation = Names.joined(parts.subList(0, parts.size() - 1));
                String name = parts.getLast().text("sval");
                forget(new Reaction(relation, type.equals("OBJECT_RULE") ? ruleNamed(name) : name));
            }
        }
    }

    /** All that the relation had goes with it. */
    void dropRelation(String relation) {
        known.stream().filter(it -> it.relation().equals(relation)).toList().forEach(this::forget);
    }

    private void forget(Reaction reaction) {
        if (known.remove(reaction)) {
            dropped.add(reaction);
        }
    }

    /** @param trigger empty for all of the relation's */
    void disable(String relation, String trigger) {
        disabled.add(new Reaction(relation, trigger));
    }

    /** One that the plan has not switched off itself runs as it did not before. What sets it off is not known. */
    void enable(String relation, String trigger) {
        if (!disabled.contains(new Reaction(relation, trigger)) && !disabled.contains(new Reaction(relation, ALL))) {
            lasting.add(Names.bare(relation));
        }
    }

    /** From now on the name, in whichever schema, may mean several things, or a part of it may be called otherwise. */
    void doubt(String relation) {
        String name = Names.bare(relation);
        if (known.removeIf(it -> Names.bare(it.relation()).equals(name))) {
            lasting.add(name);
        }
    }

    /** Whichever of the two names is said then, something of the old one may be meant. */
    void rename(String relation, String name) {
        if (has(relation)) {
            lasting.add(name);
        }
    }

    /** All names may mean something else. */
    void doubtNames() {
        known.forEach(it -> lasting.add(Names.bare(it.relation())));
        known.clear();
        disabled.clear();
    }

    /** What was dropped may be there again, as a transaction was rolled back. */
    void doubtDrops() {
        dropped.forEach(it -> lasting.add(Names.bare(it.relation())));
        doubtNames();
    }

    /** What has happened since may not have happened. */
    void orAs(InsertReactions before) {
        known.addAll(before.known);
        lasting.addAll(before.lasting);
        disabled.retainAll(before.disabled);
    }
}
