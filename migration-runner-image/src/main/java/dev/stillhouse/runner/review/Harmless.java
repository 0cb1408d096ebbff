package dev.stillhouse.runner.review;

import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The kinds of statements by which nothing that was stored can be lost: they add, change a definition, or only read. Each was
 * looked at by a person; docs/reference/rules/README.md gives the reasons for those that are not plain.
 */
final class Harmless {
    private static final String STATEMENTS = """
            AlterCollationStmt AlterDatabaseRefreshCollStmt AlterDatabaseSetStmt AlterDatabaseStmt
            AlterDefaultPrivilegesStmt AlterDomainStmt AlterEnumStmt AlterEventTrigStmt
            AlterExtensionContentsStmt AlterFdwStmt AlterForeignServerStmt AlterFunctionStmt
            AlterObjectDependsStmt AlterObjectSchemaStmt AlterOpFamilyStmt AlterOperatorStmt AlterOwnerStmt
            AlterPolicyStmt AlterPublicationStmt AlterRoleSetStmt AlterRoleStmt AlterSeqStmt AlterStatsStmt
            AlterSystemStmt AlterTSConfigurationStmt AlterTSDictionaryStmt AlterTableMoveAllStmt
            AlterTableSpaceOptionsStmt AlterTypeStmt AlterUserMappingStmt CheckPointStmt ClosePortalStmt
            ClusterStmt CommentStmt CompositeTypeStmt ConstraintsSetStmt CreateAmStmt CreateCastStmt
            CreateConversionStmt CreateDomainStmt CreateEnumStmt CreateEventTrigStmt CreateExtensionStmt
            CreateFdwStmt CreateForeignServerStmt CreateForeignTableStmt CreateFunctionStmt CreateOpClassStmt
            CreateOpFamilyStmt CreatePLangStmt CreatePolicyStmt CreatePublicationStmt CreateRangeStmt
            CreateRoleStmt CreateSchemaStmt CreateSeqStmt CreateStatsStmt CreateStmt CreateSubscriptionStmt
            CreateTableSpaceStmt CreateTransformStmt CreateTrigStmt CreateUserMappingStmt CreatedbStmt
            DeallocateStmt DefineStmt DiscardStmt DropTableSpaceStmt FetchStmt GrantRoleStmt GrantStmt
            ImportForeignSchemaStmt IndexStmt ListenStmt LockStmt NotifyStmt PrepareStmt ReassignOwnedStmt
            RefreshMatViewStmt ReindexStmt RenameStmt RuleStmt SecLabelStmt UnlistenStmt VacuumStmt
            VariableSetStmt VariableShowStmt ViewStmt
            """;
    private static final String ACTIONS = """
            AddColumn AddConstraint AddIdentity AddInherit AddOf AlterColumnGenericOptions AlterConstraint
            AttachPartition ChangeOwner ClusterOn ColumnDefault DetachPartition DetachPartitionFinalize
            DisableRowSecurity DisableRule DisableTrig DisableTrigAll DisableTrigUser DropCluster DropConstraint
            DropExpression DropIdentity DropInherit DropNotNull DropOf DropOids EnableAlwaysRule
            EnableAlwaysTrig EnableReplicaRule EnableReplicaTrig EnableRowSecurity EnableRule EnableTrig
            EnableTrigAll EnableTrigUser ForceRowSecurity GenericOptions NoForceRowSecurity ReplicaIdentity
            ResetOptions ResetRelOptions SetAccessMethod SetCompression SetIdentity SetLogged SetNotNull
            SetOptions SetRelOptions SetStatistics SetStorage SetTableSpace ValidateConstraint
            """;
    private static final String DROPPED_OBJECTS = """
            EVENT_TRIGGER INDEX POLICY PUBLICATION RULE STATISTIC_EXT TRIGGER
            """;

    static final Set<String> KINDS = Stream.of(
                    kinds(STATEMENTS, UnaryOperator.identity()),
                    kinds(ACTIONS, action -> Kinds.action("AT_" + action)),
                    kinds(DROPPED_OBJECTS, object -> Kinds.dropOf("OBJECT_" + object)))
            .flatMap(Set::stream)
            .collect(Collectors.toUnmodifiableSet());

    private Harmless() {}

    private static Set<String> kinds(String words, UnaryOperator<String> kind) {
        return Stream.of(words.strip().split("\\s+")).map(kind).collect(Collectors.toUnmodifiableSet());
    }
}
