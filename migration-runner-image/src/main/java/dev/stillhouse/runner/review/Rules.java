package dev.stillhouse.runner.review;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All rules there are. */
final class Rules {
    static final List<Rule> ALL = List.of(
            new AlterColumnType(),
            new CopyOutside(),
            new DeleteRows(),
            new DropCascade(),
            new DropColumn(),
            new DropDatabase(),
            new DropExtension(),
            new DropOwned(),
            new DropRole(),
            new DropSchema(),
            new DropSequence(),
            new DropTable(),
            new DropType(),
            new DynamicSql(),
            new FiresTrigger(),
            new FunctionCall(),
            new LargeObject(),
            new MergeRows(),
            new RollbackPrepared(),
            new SetExpression(),
            new SetUnlogged(),
            new Subscription(),
            new Truncate(),
            new UpdateExtension(),
            new UpdateRows(),
            new UpsertRows());

    /** Every kind of statement that some rule has an opinion about. */
    static final Set<String> JUDGED =
            ALL.stream().flatMap(rule -> rule.kinds().stream()).collect(Collectors.toUnmodifiableSet());

    private Rules() {}

    /** Those of the rules, and of what is found where no rule can judge. */
    static List<String> ids() {
        Stream<String> others = Stream.of(
                ReachesOutside.ID, UnforeseenStatement.ID, UnknownStatement.ID, Unparsable.ID, Unrenderable.ID);
        return Stream.concat(ALL.stream().map(Rule::id), others).sorted().toList();
    }
}
