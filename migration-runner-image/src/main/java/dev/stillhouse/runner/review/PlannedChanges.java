package dev.stillhouse.runner.review;

import dev.stillhouse.runner.sql.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the statements of a plan have made of the names, as far as they were followed: which relations and columns are the plan's
 * own, and which names still mean what they meant when it began. Names are followed only as long as they can mean nothing else.
 * Outside of a transaction, and after a savepoint, nothing is taken for new: there a step may go on after something was not made, as
 * it was there.
 */
final class PlannedChanges {
    private static final Set<String> RELATIONS = Set.of(
            "OBJECT_FOREIGN_TABLE", "OBJECT_INDEX", "OBJECT_MATVIEW", "OBJECT_SEQUENCE", "OBJECT_TABLE", "OBJECT_VIEW");

    private static final Set<String> OF_RELATIONS = Set.of("OBJECT_RULE", "OBJECT_TRIGGER");

    /** What decides which schema a name without one means. */
    private static final Set<String> PATH = Set.of("role", "search_path", "session_authorization");

    private static final Set<String> BEGINNINGS = Set.of("TRANS_STMT_BEGIN", "TRANS_STMT_START");

    private final Set<String> relations = new HashSet<>();
    private final Map<String, Set<String>> columns = new HashMap<>();
    private final Set<String> enumerations = new HashSet<>();
    /** Names without schema of what is no longer as it was. */
    private final Set<String> unclear = new HashSet<>();

    private final Map<String, Set<String>> retyped = new HashMap<>();
    private boolean reactsAsBefore = true;
    private final InsertReactions insertReactions = new InsertReactions();

    private boolean blind;
    private boolean pathEndsWithStep;
    private boolean failuresEndStep = true;

    /** Whether the plan has made the relation. */
    boolean isNew(String relation) {
        return relations.contains(relation);
    }

    /** Whether the plan has made the column, or the relation that it is in. */
    boolean isNew(String relation, String column) {
        return isNew(relation) || columns.getOrDefault(relation, Set.of()).contains(column);
    }

    /** Whether the plan has made an enumeration of that name. */
    boolean isNewEnumeration(String type) {
        return enumerations.contains(type);
    }

    /** Whether the name means what it meant before the plan, and nothing of older origin has come into it since. */
    boolean isUnchanged(String relation) {
        return !blind && !unclear.contains(Names.bare(relation));
    }

    /** The same for the column's type. */
    boolean isUnchanged(String relation, String column) {
        return isUnchanged(relation)
                && !retyped.getOrDefault(Names.bare(relation), Set.of()).contains(column);
    }

    /** Whether the plan has given no relation a trigger or a rule, which can be about the partitions of another one too. */
    boolean reactsAsBefore() {
        return reactsAsBefore;
    }

    /** Whether by the plan a relation of that name, in whichever schema, has a trigger or a rule that new rows set off. */
    boolean reactsToInserts(String relation) {
        return insertReactions.has(relation);
    }

    /** Something ran that can have changed everything. */
    void forgetEverything() {
        forgetNames();
        blind = true;
    }

    /** What was set for a transaction is over, as each step may have one of its own; and no other step goes on after a failure. */
    void endStep() {
        failuresEndStep = true;
        if (pathEndsWithStep) {
            forgetNames();
            pathEndsWithStep = false;
        }
    }

    /** Takes note of what the statement makes of the names, after it was judged. */
    void follow(Subject subject) {
        Node tree = subject.tree();
        if (tree.is("TransactionStmt")) {
            failuresEndStep = BEGINNINGS.contains(tree.text("kind"));
        }
        if (failuresEndStep) {
            followSurely(subject);
        } else {
            followPerhaps(subject);
        }
    }

    private void followSurely(Subject subject) {
        Node tree = subject.tree();
        // CREATE SCHEMA may have statements of its own.
        if (tree.has("schemaElts") || FunctionCall.isIn(subject) || !FollowedKinds.ALL.containsAll(Kinds.of(tree))) {
            forgetEverything();
            return;
        }
        if (subject.executed("FuncCall").stream().anyMatch(call -> setsSomething(Names.function(call)))) {
            forgetNames();
            pathEndsWithStep = true;
        }
        switch (tree.kind()) {
            case "CreateStmt" -> createTable(tree);
            case "CreateSeqStmt" -> createSequence(tree);
            case "CreateEnumStmt" -> enumerations.add(Names.joined(tree.children("typeName")));
            case "CreateTableAsStmt" -> createFilled(tree.child("into"), tree.flag("if_not_exists"));
            case "SelectStmt" -> createFilled(tree.child("intoClause"), false);
            case "ViewStmt" -> another(Names.range(tree.child("view")));
            case "CreateTrigStmt", "RuleStmt" -> {
                react(Names.relation(tree));
                insertReactions.create(tree);
            }
            case "AlterObjectSchemaStmt" -> another(Names.relation(tree));
            case "RenameStmt" -> rename(tree);
            case "VariableSetStmt" -> set(tree);
            case "TransactionStmt" -> {
                forgetNames();
                insertReactions.doubtDrops();
            }
            case "DiscardStmt" -> forgetNames();
            case Kinds.DROP -> drop(tree);
            case Kinds.ALTER_TABLE -> alter(tree);
            default -> {
                // It leaves all names as they are.
            }
        }
        foreignKeys(tree);
    }

    /** The same of a statement that may not have run, or been undone: nothing that it makes is surely new. */
    void followPerhaps(Subject subject) {
        Set<String> before = Set.copyOf(relations);
        Map<String, Set<String>> columnsBefore = new HashMap<>();
        columns.forEach((relation, own) -> columnsBefore.put(relation, Set.copyOf(own)));
        Set<String> enumerationsBefore = Set.copyOf(enumerations);
        InsertReactions reactionsBefore = new InsertReactions(insertReactions);
        followSurely(subject);
        insertReactions.orAs(reactionsBefore);
        relations.retainAll(before);
        columns.forEach((relation, own) -> own.retainAll(columnsBefore.getOrDefault(relation, Set.of())));
        enumerations.retainAll(enumerationsBefore);
    }

    private void createTable(Node create) {
        insertReactions.doubt(Names.relation(create));
        // Neither was there before, nor goes away with a transaction, nor takes rows of others with it.
        if (!create.flag("if_not_exists")
                && create.text("oncommit").equals("ONCOMMIT_NOOP")
                && !create.has("inhRelations")) {
            relations.add(Names.relation(create));
        }
    }

    private void createSequence(Node create) {
        if (!create.flag("if_not_exists")) {
            relations.add(Names.range(create.child("sequence")));
        }
    }

    /** Its rows are copies: what they were copied from is still there, or was found to be lost. */
    private void createFilled(@Nullable Node into, boolean perhaps) {
        if (into != null) {
            String name = Names.range(into.child("rel"));
            another(name);
            if (!perhaps && into.text("onCommit").equals("ONCOMMIT_NOOP")) {
                relations.add(name);
            }
        }
    }

    /** A table may be dropped under another name than it was made with, and then a name that is kept means an older one. */
    private void drop(Node drop) {
        String type = drop.text("removeType");
        List<String> dropped =
                drop.children("objects").stream().map(Names::object).toList();
        if (OF_RELATIONS.contains(type)) {
            insertReactions.drop(type, drop.children("objects"));
        } else if (RELATIONS.contains(type)) {
            dropped.forEach(insertReactions::dropRelation);
        }
        if (Drops.cascades(drop)) {
            forgetNames();
        }
        if (type.equals("OBJECT_TYPE")) {
            dropped.forEach(this::unsettleType);
        } else if (RELATIONS.contains(type)) {
            boolean known = relations.containsAll(dropped);
            dropped.forEach(known ? relations::remove : this::unsettle);
        }
    }

    private void alter(Node alter) {
        String relation = Names.relation(alter);
        for (Node action : alter.children("cmds")) {
            String name = action.text("name");
            switch (action.text("subtype")) {
                case "AT_AddColumn" -> addColumn(relation, action);
                case "AT_DropColumn" ->
                    columns.getOrDefault(relation, new HashSet<>()).remove(name);
                case "AT_AlterColumnType" ->
                    retyped.computeIfAbsent(Names.bare(relation), it -> new HashSet<>())
                            .add(name);
                case "AT_DisableTrig", "AT_DisableTrigAll", "AT_DisableTrigUser" ->
                    insertReactions.disable(relation, name);
                case "AT_EnableTrig", "AT_EnableAlwaysTrig", "AT_EnableTrigAll", "AT_EnableTrigUser" -> {
                    react(relation);
                    insertReactions.enable(relation, name);
                }
                default -> {
                    // It leaves all names and values as they are.
                }
            }
        }
    }

    private void addColumn(String relation, Node action) {
        Node definition = action.child("def");
        if (definition != null && !action.flag("missing_ok")) {
            columns.computeIfAbsent(relation, it -> new HashSet<>()).add(definition.text("colname"));
        }
    }

    private void rename(Node rename) {
        String type = rename.text("renameType");
        if (RELATIONS.contains(type)) {
            another(Names.relation(rename));
            another(rename.text("newname"));
            insertReactions.rename(Names.relation(rename), rename.text("newname"));
        } else if (OF_RELATIONS.contains(type)) {
            insertReactions.doubt(Names.relation(rename));
        } else if (type.equals("OBJECT_COLUMN") || type.equals("OBJECT_ATTRIBUTE")) {
            String relation = Names.relation(rename);
            boolean made = isNew(relation);
            unsettle(relation);
            if (made) {
                relations.add(relation);
            }
        } else if (type.equals("OBJECT_TYPE")) {
            renameType(rename);
        } else if (FollowedKinds.moves(type)) {
            forgetEverything();
        }
    }

    private void renameType(Node rename) {
        Node object = rename.child("object");
        String old = object == null ? "?" : Names.object(object);
        boolean made = isNewEnumeration(old);
        unsettleType(old);
        unsettleType(rename.text("newname"));
        if (made && Names.bare(old).equals(old)) {
            enumerations.add(rename.text("newname"));
        }
    }

    private void set(Node set) {
        boolean all = set.text("kind").equals("VAR_RESET_ALL");
        if (all || PATH.contains(set.text("name"))) {
            forgetNames();
            pathEndsWithStep |= set.flag("is_local");
        }
    }

    /** An UPDATE of what such a key refers to changes more than it says. */
    private void foreignKeys(Node tree) {
        for (Node node : tree.withDescendants()) {
            String onUpdate = node.text("fk_upd_action");
            if (node.is("Constraint") && !onUpdate.isEmpty() && !onUpdate.equals("a") && !onUpdate.equals("r")) {
                unsettle(Names.range(node.child("pktable")));
            }
        }
    }

    private void react(String relation) {
        unsettle(relation);
        reactsAsBefore = false;
    }

    private static boolean setsSomething(String function) {
        return FunctionCall.unqualified(function).equals("set_config");
    }

    private void forgetNames() {
        insertReactions.doubtNames();
        relations.clear();
        columns.clear();
        enumerations.clear();
    }

    /** Something else can have that name from now on. */
    private void another(String relation) {
        unsettle(relation);
        insertReactions.doubt(relation);
    }

    /** Whatever has that name, in whichever schema. */
    private void unsettle(String relation) {
        String name = Names.bare(relation);
        relations.removeIf(it -> Names.bare(it).equals(name));
        columns.keySet().removeIf(it -> Names.bare(it).equals(name));
        unclear.add(name);
    }

    private void unsettleType(String type) {
        enumerations.removeIf(it -> Names.bare(it).equals(Names.bare(type)));
    }
}
