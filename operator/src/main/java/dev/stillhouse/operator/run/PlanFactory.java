package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.PlanDocument;
import dev.stillhouse.operator.cluster.Digests;
import dev.stillhouse.operator.cluster.Labels;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Base64;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes the ConfigMaps that keep the whole plan of a run. The parts, in the order of their names, are one gzip file. */
final class PlanFactory {
    static final String KEY = "plan.sql.gz";

    /** A ConfigMap takes 1 MiB. */
    static final int MAX_PART = 900 * 1024;

    /** Leaves room for what follows in the name of a ConfigMap. */
    private static final int MAX_RUN = 240;

    private PlanFactory() {}

    /** One after the other: each is made when it is asked for, so that only one of them takes memory. */
    static Stream<ConfigMap> create(MigrationRun run, WholePlan plan) {
        return IntStream.range(0, parts(plan)).mapToObj(index -> part(run, plan, index));
    }

    static PlanDocument reference(MigrationRun run, WholePlan plan) {
        return new PlanDocument(name(run, 0), parts(plan), plan.size());
    }

    /** The command that prints the plan, as in docs/reference/plans.md. */
    static String howToRead(MigrationRun run) {
        var meta = run.getMetadata();
        return "kubectl get configmap -n %s -l %s=%s -o go-template='{{range .items}}{{index .binaryData \"%s\" | base64decode}}{{end}}' | gunzip"
                .formatted(meta.getNamespace(), Labels.RUN, Labels.labelValue(meta.getName()), KEY);
    }

    private static int parts(WholePlan plan) {
        return Math.ceilDiv(plan.size(), MAX_PART);
    }

    private static ConfigMap part(MigrationRun run, WholePlan plan, int index) {
        var meta = run.getMetadata();
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name(run, index))
                .withNamespace(meta.getNamespace())
                .withLabels(Labels.ofRun(run.getSpec().migrationRef().name(), meta.getName()))
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion(run.getApiVersion())
                        .withKind(run.getKind())
                        .withName(meta.getName())
                        .withUid(meta.getUid())
                        .withController(true)
                        .build())
                .endMetadata()
                .withImmutable(true)
                .addToBinaryData(KEY, Base64.getEncoder().encodeToString(plan.part(index * MAX_PART, MAX_PART)))
                .build();
    }

    /** Of three digits, so that the names are in the order of the parts. */
    private static String name(MigrationRun run, int index) {
        return "%s-plan-%03d".formatted(Digests.shorten(run.getMetadata().getName(), MAX_RUN), index + 1);
    }
}
