package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.cluster.Standing;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RehearsalOutcome;
import dev.stillhouse.report.RunReport;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.Optional;

/**
 * What a rehearsal has found that kept the plan from nothing: a run that ends well says so, and a person is to hear of it
 * before the way back is needed. It is told once, with the end of the run, however much was found.
 */
final class RehearsalWarning {
    private RehearsalWarning() {}

    static Optional<Standing> of(MigrationRun run, RunDecision decision) {
        return decision instanceof RunDecision.Finish(var report)
                ? Optional.ofNullable(report.rehearsal())
                        .filter(rehearsal -> rehearsal.outcome() == RehearsalOutcome.Warned)
                        .map(rehearsal -> Standing.stalled(Reason.RehearsalWarned, text(run, rehearsal)))
                : Optional.empty();
    }

    private static String text(MigrationRun run, RunReport.Rehearsal rehearsal) {
        var findings = rehearsal.findings();
        if (findings.isEmpty()) {
            return "The rehearsal of the plan of %s warns.".formatted(name(run));
        }
        var first = findings.getFirst();
        return "The rehearsal of the plan of %s warns: %s: %s: %s%s"
                .formatted(
                        name(run),
                        first.revision(),
                        first.rule(),
                        first.message(),
                        findings.size() == 1
                                ? ""
                                : " (and %d more, in its status.rehearsal)".formatted(findings.size() - 1));
    }

    private static String name(MigrationRun run) {
        return "run " + run.getMetadata().getName();
    }

    /** The DatabaseMigration that a run belongs to, as far as an event has to name it. */
    static DatabaseMigration migration(MigrationRun run) {
        var migration = new DatabaseMigration();
        migration.setMetadata(new ObjectMetaBuilder()
                .withNamespace(run.getMetadata().getNamespace())
                .withName(run.getSpec().migrationRef().name())
                .withUid(run.getMetadata().getOwnerReferences().stream()
                        .filter(owner -> migration.getKind().equals(owner.getKind()))
                        .map(OwnerReference::getUid)
                        .findFirst()
                        .orElse(null))
                .build());
        return migration;
    }
}
