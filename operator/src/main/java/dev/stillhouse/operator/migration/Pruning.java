package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.RunRef;
import dev.stillhouse.operator.cluster.RoutineRuns;
import dev.stillhouse.operator.cluster.RunOutcomes;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Which finished runs are not kept any more. Their Jobs, pods and plans go with them. */
final class Pruning {
    private Pruning() {}

    /**
     * The oldest beyond the limit, which holds for those that are about where the database is and for all others apart:
     * nightly backups do not push out the record of migrations. Of the operator's own looks the newest is kept. What tells
     * where the database is stays, and so does what such a run settles.
     */
    static List<MigrationRun> surplus(History history, int limit) {
        var kept = indispensable(history);
        return Stream.of(
                        beyond(history, run -> isRecord(run), limit),
                        beyond(history, run -> !isRecord(run) && !RoutineRuns.isRoutine(run), limit),
                        beyond(history, RoutineRuns::isRoutine, 1))
                .flatMap(List::stream)
                .filter(run -> RunOutcomes.isOver(run))
                .filter(run -> !kept.contains(run.getMetadata().getName()))
                .toList();
    }

    private static boolean isRecord(MigrationRun run) {
        return switch (Kind.of(run)) {
            case MIGRATION, MOVE, SETTLEMENT -> true;
            case LOOK, ASIDE -> false;
        };
    }

    private static List<MigrationRun> beyond(History history, Predicate<MigrationRun> which, int limit) {
        var some = history.runs().stream().filter(which).toList();
        return some.subList(0, Math.max(0, some.size() - limit));
    }

    private static Set<String> indispensable(History history) {
        var names = new HashSet<String>();
        Stream.of(history.stand(), history.sighting()).flatMap(Optional::stream).forEach(run -> {
            names.add(run.getMetadata().getName());
            Optional.ofNullable(run.getSpec().settlesRef()).map(RunRef::name).ifPresent(names::add);
        });
        return names;
    }
}
