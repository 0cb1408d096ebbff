package dev.stillhouse.runner.review;

import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The kinds of statements of which it is known what they make of the names of relations and columns. Whatever else a plan runs
 * may have moved rows, or given a name another meaning.
 */
final class FollowedKinds {
    private static final String STATEMENTS = """
            AlterDatabaseSetStmt AlterDefaultPrivilegesStmt AlterDomainStmt AlterEnumStmt AlterFunctionStmt
            AlterObjectSchemaStmt AlterOwnerStmt AlterPolicyStmt AlterPublicationStmt AlterRoleSetStmt AlterSeqStmt AlterStatsStmt ClusterStmt
            CommentStmt CompositeTypeStmt ConstraintsSetStmt CreateCastStmt CreateDomainStmt CreateEnumStmt
            CreateExtensionStmt CreateFunctionStmt CreatePolicyStmt CreatePublicationStmt CreateRangeStmt CreateRoleStmt
            CreateSchemaStmt CreateSeqStmt
            CreateStatsStmt CreateStmt CreateTableAsStmt CreateTrigStmt DeleteStmt DiscardStmt GrantRoleStmt GrantStmt
            IndexStmt InsertStmt LockStmt MergeStmt ReindexStmt RenameStmt RuleStmt SecLabelStmt SelectStmt
            TransactionStmt TruncateStmt UpdateStmt VacuumStmt VariableSetStmt VariableShowStmt ViewStmt
            """;
    private static final String ACTIONS = """
            AddColumn AddConstraint AddIdentity AlterColumnType AlterConstraint ChangeOwner ColumnDefault
            DisableRowSecurity DisableTrig DisableTrigAll DisableTrigUser DropColumn DropConstraint DropExpression
            DropIdentity DropNotNull EnableAlwaysTrig EnableRowSecurity EnableTrig EnableTrigAll EnableTrigUser
            ForceRowSecurity NoForceRowSecurity ReplicaIdentity ResetRelOptions SetCompression SetIdentity SetLogged
            SetNotNull SetOptions SetRelOptions SetStatistics SetStorage ValidateConstraint
            """;
    private static final String DROPPED_OBJECTS = """
            DOMAIN FOREIGN_TABLE FUNCTION INDEX MATVIEW POLICY PROCEDURE RULE SEQUENCE STATISTIC_EXT TABLE TRIGGER TYPE
            VIEW
            """;

    static final Set<String> ALL = Stream.of(
                    kinds(STATEMENTS, UnaryOperator.identity()),
                    kinds(ACTIONS, action -> Kinds.action("AT_" + action)),
                    kinds(DROPPED_OBJECTS, object -> Kinds.dropOf("OBJECT_" + object)))
            .flatMap(Set::stream)
            .collect(Collectors.toUnmodifiableSet());

    private FollowedKinds() {}

    /** Whether a renaming of such an object gives other names another meaning. */
    static boolean moves(String object) {
        return Set.of("OBJECT_DATABASE", "OBJECT_ROLE", "OBJECT_SCHEMA").contains(object);
    }

    private static Set<String> kinds(String words, UnaryOperator<String> kind) {
        return Stream.of(words.strip().split("\\s+")).map(kind).collect(Collectors.toUnmodifiableSet());
    }
}
