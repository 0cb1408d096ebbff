package dev.stillhouse.runner.review;

import dev.stillhouse.runner.sql.Node;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether the names in a plan still mean the tables of the database as it is before the plan, and whether what goes with a
 * table is still what the catalogs say then. After a table was renamed, another one may be dropped by its name. Followed are
 * the statements of which somebody has thought that over; after any other a name can mean any table.
 */
final class Meaning {
    private static final Set<String> KEPT_BY = Stream.of(
                    kinds("""
                    AlterDefaultPrivilegesStmt AlterDomainStmt AlterEnumStmt AlterOwnerStmt AlterPolicyStmt AlterSeqStmt
                    AlterStatsStmt ClusterStmt CommentStmt CompositeTypeStmt ConstraintsSetStmt CopyStmt CreateDomainStmt
                    CreateEnumStmt CreateFunctionStmt CreatePolicyStmt CreateRangeStmt CreateSeqStmt CreateStatsStmt
                    CreateStmt CreateTableAsStmt DeleteStmt GrantRoleStmt GrantStmt IndexStmt InsertStmt LockStmt
                    MergeStmt ReindexStmt SelectStmt TransactionStmt TruncateStmt UpdateStmt VacuumStmt VariableSetStmt
                    VariableShowStmt
                    """),
                    kinds("""
                    AddColumn AddConstraint AddIdentity AlterColumnType AlterConstraint ChangeOwner ClusterOn
                    ColumnDefault DisableRowSecurity DropCluster DropColumn DropConstraint DropExpression DropIdentity
                    DropNotNull EnableRowSecurity ForceRowSecurity NoForceRowSecurity ReplicaIdentity ResetOptions
                    ResetRelOptions SetCompression SetExpression SetIdentity SetLogged SetNotNull SetOptions SetRelOptions
                    SetStatistics SetStorage SetTableSpace SetUnLogged ValidateConstraint
                    """).map(action -> Kinds.action("AT_" + action)),
                    kinds("""
                    DOMAIN FUNCTION INDEX MATVIEW POLICY PROCEDURE RULE SCHEMA SEQUENCE STATISTIC_EXT TABLE TRIGGER TYPE
                    VIEW
                    """).map(object -> Kinds.dropOf("OBJECT_" + object)))
            .flatMap(kinds -> kinds)
            .collect(Collectors.toUnmodifiableSet());

    /** NO ACTION and RESTRICT. */
    private static final Set<String> REFUSE = Set.of("", "a", "r");

    private static final Set<String> RENAMED_WITHIN = Set.of("OBJECT_COLUMN", "OBJECT_TABCONSTRAINT");

    private Optional<String> upsetBy = Optional.empty();

    /** Why names can mean any table by now, as a clause; empty while they mean what they did. */
    Optional<String> upsetBy() {
        return upsetBy;
    }

    /** Takes note of a statement, after its findings. */
    void follow(Subject subject) {
        Node tree = subject.tree();
        if (upsetBy.isEmpty() && (!keepsNames(tree) || addsActingKey(tree))) {
            upsetBy = Optional.of(subject.revision() + " has a statement (" + String.join(", ", Kinds.of(tree))
                    + ") after which a name can mean another table, or other tables can change with one");
        }
    }

    private static boolean keepsNames(Node tree) {
        return KEPT_BY.containsAll(Kinds.of(tree))
                || tree.is("RenameStmt") && RENAMED_WITHIN.contains(tree.text("renameType"))
                || tree.is("CreateSchemaStmt") && tree.children("schemaElts").isEmpty();
    }

    /** A foreign key that will change rows of a table that is there already. */
    private static boolean addsActingKey(Node tree) {
        return tree.is(Kinds.ALTER_TABLE)
                && tree.withDescendants().stream()
                        .anyMatch(node -> !REFUSE.contains(node.text("fk_del_action"))
                                || !REFUSE.contains(node.text("fk_upd_action")));
    }

    private static Stream<String> kinds(String words) {
        return Stream.of(words.strip().split("\\s+"));
    }
}
